import { randomUUID, X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ConnectionSettings } from '../../electron/broker/connection-settings.ts'
import { queue } from '../../electron/broker/destinations.ts'
import { BrokerSession } from '../../electron/broker/sessions/session.ts'
import { isFailure, textOf } from '../../electron/errors/failure.ts'
import { activemqAvailable, startActivemq, type ActivemqBroker } from '../support/activemq.ts'
import type { TestCertificates } from '../support/certificates.ts'
import { Inbox, networkUrl } from '../support/broker-session.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const unavailable = activemqAvailable()
if (unavailable !== undefined)
  process.stderr.write(`Skipped: broker security against ActiveMQ, ${unavailable}\n`)

const password = 'p@ss:w/ord é'

const schemes = {
  STOMP: { plain: 'stomp', secure: 'stomp+ssl', mutual: 'stomp+nio+ssl' },
  OpenWire: { plain: 'tcp', secure: 'ssl', mutual: 'auto+ssl' },
} as const
const protocols = ['STOMP', 'OpenWire'] as const

describe.skipIf(unavailable !== undefined).each(protocols)(
  'A session with a locked ActiveMQ over %s',
  (protocol) => {
    const scheme = schemes[protocol]
    let broker: ActivemqBroker
    let certificates: TestCertificates
    const sessions: BrokerSession[] = []

    beforeAll(async () => {
      broker = await startActivemq({
        tls: true,
        users: [
          { name: 'operator', password, groups: ['operators'] },
          { name: 'reader', password, groups: ['readers'] },
        ],
        authorization: [
          // What several patterns allow adds up.
          { kind: 'queue', pattern: '>', read: 'operators', write: 'operators', admin: 'operators' },
          { kind: 'topic', pattern: '>', read: 'operators', write: 'operators', admin: 'operators' },
          { kind: 'queue', pattern: 'public.>', read: 'readers', write: 'operators', admin: 'readers' },
          { kind: 'queue', pattern: 'letters.>', read: 'readers', write: 'readers', admin: 'readers' },
        ],
      })
      if (broker.certificates === undefined) throw new Error('no certificates')
      certificates = broker.certificates
    })

    afterEach(async () => {
      await Promise.all(sessions.splice(0).map((session) => session.close()))
    })

    afterAll(() => broker.dispose())

    async function connect(
      url: string,
      connection: Partial<ConnectionSettings> = {},
    ): Promise<BrokerSession> {
      const session = new BrokerSession(networkUrl(url), {
        connection,
        reconnect: { maxReconnectAttempts: 0 },
      })
      sessions.push(session)
      await session.connect()
      return session
    }

    const as = (user: string, secret = password) => ({ credentials: { login: user, passcode: secret } })
    const ports = () =>
      protocol === 'STOMP'
        ? { plain: broker.stompPort, secure: broker.stompTlsPort, mutual: broker.stompMutualTlsPort }
        : { plain: broker.openWirePort, secure: broker.openWireTlsPort, mutual: broker.openWireMutualTlsPort }
    const plain = () => `${scheme.plain}://127.0.0.1:${ports().plain}`
    const secure = (host = 'localhost') => `${scheme.secure}://${host}:${ports().secure ?? 0}`
    const trusting = () => `plumbline.ca=${certificates.files.authority}`

    async function passesAMessage(session: BrokerSession): Promise<void> {
      const destination = queue(randomUUID())
      const inbox = new Inbox()
      await session.subscribe({ destination }, inbox.take)
      await session.publish({ destination, properties: {}, body: 'hello' })
      await inbox.count(1)
      expect(inbox.texts).toEqual(['hello'])
    }

    it('logs in with the credentials of the URL or of the settings', async () => {
      const credentials = `operator:${encodeURIComponent(password)}`
      await passesAMessage(await connect(`${scheme.plain}://${credentials}@127.0.0.1:${ports().plain}`))
      await passesAMessage(await connect(plain(), as('operator')))
    })

    it.each([
      ['a wrong password', as('operator', 'wrong')],
      ['an unknown user', as('nobody')],
      ['no credentials', {}],
    ])('is turned away with %s', async (_what, connection) => {
      const refused = await connect(plain(), connection).catch((error: unknown) => error)
      expect(isFailure(refused, 'PLB-BROKER-ATTEMPTS-EXHAUSTED')).toBe(true)
      // Three times in a thousand ActiveMQ closes the connection without a word.
      expect(refused instanceof Error ? refused.cause : undefined).toSatisfy(
        (cause) =>
          isFailure(cause, 'PLB-BROKER-CREDENTIALS') || isFailure(cause, 'PLB-BROKER-LOG-IN-UNANSWERED'),
      )
      expect(textOf(refused)).not.toContain(password)
    })

    it('is told what the user may not do, and goes on', async () => {
      const session = await connect(plain(), as('reader'))
      const published = session.publish({ destination: queue('public.q'), properties: {}, body: 'x' })
      await expect(published).rejects.toMatchObject({ code: 'PLB-BROKER-NOT-AUTHORISED' })
      const subscribed = session.subscribe({ destination: queue('secret.q') }, () => undefined)
      await expect(subscribed).rejects.toMatchObject({ code: 'PLB-BROKER-NOT-AUTHORISED' })
      await expect(session.browse(queue('secret.q')).next()).rejects.toMatchObject({
        code: 'PLB-BROKER-NOT-AUTHORISED',
      })
      await session.subscribe({ destination: queue('public.q') }, () => undefined)
      expect(session.servers[0]?.connections).toBe(1)
    })

    it('is told which of several messages at a time the user may not send, and loses none of the others', async () => {
      const session = await connect(plain(), as('reader'))
      const letters = queue(`letters.${randomUUID()}`)
      const places = [letters, letters, queue('public.q'), letters, queue('public.q'), letters]
      const sent = places.map((destination, index) =>
        session.publish({ destination, properties: {}, body: String(index), id: `${letters.name}-${index}` }),
      )
      const outcomes = await Promise.allSettled(sent)
      const refused = { status: 'rejected', reason: { code: 'PLB-BROKER-NOT-AUTHORISED' } }
      const taken = { status: 'fulfilled' }
      expect(outcomes).toMatchObject([taken, taken, refused, taken, refused, taken])
      const inbox = new Inbox()
      await session.subscribe({ destination: letters }, inbox.take)
      await inbox.count(4)
      expect(inbox.texts).toEqual(['0', '1', '3', '5'])
      expect(session.servers[0]?.connections).toBe(1)
    })

    it('speaks TLS with an authority it was told to trust', async () => {
      await passesAMessage(await connect(`${secure()}?${trusting()}`, as('operator')))
      const named = `${trusting()}&plumbline.serverName=localhost`
      await passesAMessage(await connect(`${secure('127.0.0.1')}?${named}`, as('operator')))
      const { fingerprint256 } = new X509Certificate(certificates.serverCertificate)
      const pinned = `plumbline.fingerprint=${fingerprint256}`
      await passesAMessage(await connect(`${secure('127.0.0.1')}?${pinned}`, as('operator')))
    })

    it('shows its own certificate where the broker asks for one', async () => {
      const url = `${scheme.mutual}://localhost:${ports().mutual ?? 0}?${trusting()}`
      const { certificate, lockedKey, pkcs12 } = certificates.files
      const unlocked = `plumbline.passphrase=${certificates.storePassword}`
      const ours = `plumbline.certificate=${certificate}&plumbline.key=${lockedKey}&${unlocked}`
      await passesAMessage(await connect(`${url}&${ours}`, as('operator')))
      await passesAMessage(await connect(`${url}&plumbline.pkcs12=${pkcs12}&${unlocked}`, as('operator')))
      await expect(connect(url, as('operator'))).rejects.toMatchObject({
        cause: { code: 'PLB-TLS-CLIENT-CERTIFICATE' },
      })
    })

    it('takes authority, certificate, key and the name to expect from the files its URL names', async () => {
      const directory = temporaryDirectory()
      const path = (name: string) => join(directory, name)
      writeFileSync(path('ca.pem'), certificates.authority)
      writeFileSync(path('client.pem'), certificates.clientCertificate)
      writeFileSync(path('client.key'), certificates.clientKey)
      const files = `plumbline.ca=${path('ca.pem')}&plumbline.certificate=${path('client.pem')}&plumbline.key=${path('client.key')}`
      const url = (more = '') =>
        `${scheme.mutual}://127.0.0.1:${ports().mutual ?? 0}?${files}&plumbline.serverName=localhost${more}`
      await passesAMessage(await connect(url(), as('operator')))
      await expect(
        connect(url(`&plumbline.pkcs12=${path('none.p12')}`), as('operator')),
      ).rejects.toMatchObject({
        cause: { code: 'PLB-TLS-FILE', details: { path: path('none.p12') } },
      })
      writeFileSync(path('client.key'), 'no key')
      await expect(connect(url(), as('operator'))).rejects.toMatchObject({
        cause: { code: 'PLB-TLS-FILE' },
      })
    })

    it('does not trust an authority it does not know', async () => {
      await expect(connect(secure(), as('operator'))).rejects.toMatchObject({
        cause: { code: 'PLB-TLS-UNKNOWN-AUTHORITY' },
      })
    })

    it('does not accept a certificate for another host', async () => {
      await expect(connect(`${secure('127.0.0.1')}?${trusting()}`, as('operator'))).rejects.toMatchObject({
        cause: { code: 'PLB-TLS-WRONG-HOST' },
      })
    })

    it('notices that a port expects TLS', async () => {
      const url = `${scheme.plain}://127.0.0.1:${ports().secure ?? 0}`
      await expect(connect(url, as('operator'))).rejects.toMatchObject({
        cause: { code: 'PLB-TLS-REQUIRED' },
      })
    })

    it('notices that a port does not speak TLS', async () => {
      const url = `${scheme.secure}://127.0.0.1:${broker.openWirePort}`
      // It answers in its own words and resets the connection, since it leaves most of our greeting unread: what it said
      // is gone with that when the reset comes first.
      expect(await causeOf(connect(url, as('operator')))).toMatchObject({
        code: expect.stringMatching(/^PLB-TLS-(NOT-SPOKEN|FAILED)$/) as string,
      })
      // The plain STOMP connector takes our greeting for a line: it waits for the end of it in silence, or objects
      // to it when chance has put a line feed into it.
      const silent = `${scheme.secure}://127.0.0.1:${broker.stompPort}`
      const failed = connect(silent, { ...as('operator'), connectDeadline: 500 })
      expect(await causeOf(failed)).toSatisfy(
        (cause) =>
          isFailure(cause, 'PLB-BROKER-CONNECT-DEADLINE') ||
          isFailure(cause, 'PLB-TLS-NOT-SPOKEN') ||
          isFailure(cause, 'PLB-TLS-FAILED'),
      )
    })
  },
)

/** Why something failed. */
async function causeOf(failing: Promise<unknown>): Promise<unknown> {
  return failing.then(
    () => undefined,
    (error: Error) => error.cause,
  )
}
