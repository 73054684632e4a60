import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { DestinationListing } from '../../../electron/broker/broker-connection.ts'
import { parseBrokerUrl } from '../../../electron/broker/broker-url.ts'
import { EmbeddedBroker } from '../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { failure } from '../../../electron/errors/failure.ts'
import { errors } from '../../../electron/languages/en/errors/index.ts'
import { systemClock, type Clock } from '../../../electron/scheduler/clock.ts'
import { checkBroker } from '../../../electron/services/broker-check/check-broker.ts'
import { looksAtRights } from '../../../electron/services/broker-check/rights.ts'
import { looksAtManagement } from '../../../electron/services/broker-check/telling.ts'
import { behindTls } from '../../support/behind-tls.ts'
import { outcomeOf } from '../../support/broker-session.ts'
import { createCertificates } from '../../support/certificates.ts'
import { FakeMulticast } from '../../support/fake-multicast.ts'
import { hurriedClock } from '../../support/services.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { confirmAll, logIn, scriptedBroker, type ScriptedClient } from '../broker/stomp/scripted-broker.ts'

/** Causes a check of a broker tells which no other test brings about, and that nothing it can tell is without a test. */

const { signal } = new AbortController()
const topicName = 'VirtualTopic.geoserver'

async function outcomesAt(
  brokerUrl: string,
  { multicast = new FakeMulticast(), clock = systemClock, deadline = 60_000 } = {},
): Promise<readonly string[]> {
  const url = parseBrokerUrl(brokerUrl)
  if (url.kind === 'embedded') throw new Error(brokerUrl)
  const options = { topicName, signal, multicast, clock, deadline }
  return (await checkBroker(url, { ...options, onStep: () => undefined })).map(outcomeOf)
}

async function scripted(script: (client: ScriptedClient) => Promise<void> | void): Promise<number> {
  const broker = await scriptedBroker(script)
  onTestFinished(() => broker[Symbol.asyncDispose]())
  return broker.port
}

type Script = (client: ScriptedClient) => Promise<void> | void

/** Lets a client in as a make of broker, confirms its first request, and then meets what it sends. */
function broker(version: string, send: Script = () => undefined): Script {
  return async (client) => {
    await logIn(client, '0,0', version)
    await client.heard('receipt:r1\n')
    client.frame('RECEIPT', { 'receipt-id': 'r1' })
    await client.heard('SEND\n')
    await send(client)
  }
}

function refusing(headers: Readonly<Record<string, string>>, body = ''): Script {
  return async (client) => {
    await client.heard('\n\n\0')
    client.frame('ERROR', headers, body)
  }
}

/** An embedded broker with a login; its port. */
async function started(): Promise<number> {
  const credentials = { login: 'o', passcode: 'p' }
  const embedded = await EmbeddedBroker.start({ database: ':memory:', credentials })
  onTestFinished(() => embedded.stop())
  return embedded.port
}

const error =
  (message: string): Script =>
  (client) =>
    client.frame('ERROR', { message })
const silent: DestinationListing = {
  told: 'advisories',
  storePercent: null,
  memoryPercent: null,
  destinations: [],
}

describe('a check of a broker that', () => {
  const rabbitmq = 'RabbitMQ/3.10.8'
  it.each<[what: string, outcome: string, script: Script]>([
    [
      'knows no virtual host',
      'Connection: failed, PLB-BROKER-VIRTUAL-HOST',
      refusing({ message: 'Bad CONNECT' }, 'no vhost'),
    ],
    ['gives no reason', 'Connection: failed, PLB-BROKER-REQUEST-REFUSED', refusing({})],
    [
      'has no virtual topics',
      'Connection: failed, PLB-BROKER-NO-VIRTUAL-TOPICS',
      broker('apache-apollo/1.7.1'),
    ],
    [
      'carries clusters at another connector',
      'Connection: failed, PLB-BROKER-WRONG-CONNECTOR',
      broker('ActiveMQ-Artemis/2.40.0'),
    ],
    [
      'speaks no known language',
      'Connection: failed, PLB-BROKER-PROTOCOL',
      ({ socket }) => void socket.write('who goes there?\n'),
    ],
    [
      'has no room for a message',
      'Object messages: failed, PLB-BROKER-STORE-FULL',
      broker(rabbitmq, error('Usage Manager Memory Limit reached')),
    ],
    [
      'lets nobody write',
      'Object messages: failed, PLB-BROKER-NOT-AUTHORISED',
      broker(rabbitmq, error('User x is not authorized to write to: queue')),
    ],
    [
      'hangs up on every message',
      'Object messages: failed, PLB-BROKER-CONNECTION-LOST',
      broker(rabbitmq, ({ socket }) => void socket.destroy()),
    ],
  ])('%s says so', async (_what, outcome, script) => {
    expect((await outcomesAt(`stomp://127.0.0.1:${await scripted(script)}`)).at(-1)).toBe(outcome)
  })

  it('shows nothing of its queues and keeps what it was sent says both', async () => {
    const deadline = 59_999
    const waiting = new Set<() => void>()
    // Whoever waits for so long has waited as soon as the message is sent.
    const clock: Clock = {
      now: () => systemClock.now(),
      after: (milliseconds, callback) => {
        if (milliseconds !== deadline) return systemClock.after(milliseconds, callback)
        waiting.add(callback)
        return () => void waiting.delete(callback)
      },
    }
    const script = broker(rabbitmq, (client) => {
      for (const callback of waiting) callback()
      confirmAll(client)
    })
    const url = `stomp://127.0.0.1:${await scripted(script)}`
    expect((await outcomesAt(url, { clock, deadline })).slice(-2)).toEqual([
      'Queues: warning, brokerCheck.showsNothing',
      'Object messages: failed, profiles.messageDidNotCome',
    ])
  })
})

describe('a check says so where', () => {
  it('no way leads to a server', async () => {
    const outcomes = await outcomesAt('tcp://255.255.255.255:1')
    expect(outcomes.at(-1)).toBe('Connection: failed, PLB-BROKER-UNREACHABLE')
  })

  it('a server answers a greeting of TLS in plain words', async () => {
    const port = await scripted(({ socket }) => void socket.write('who goes there?\n'))
    for (const scheme of ['ssl', 'stomp+ssl'])
      expect((await outcomesAt(`${scheme}://127.0.0.1:${port}`)).at(-1)).toBe(
        'Connection: failed, PLB-TLS-NOT-SPOKEN',
      )
  })

  it('TLS ends for a reason of the server’s own', async () => {
    // An alert: internal_error.
    const port = await scripted(({ socket }) => void socket.end('\x15\x03\x03\0\x02\x02\x50'))
    const outcomes = await outcomesAt(`stomp+ssl://127.0.0.1:${port}`)
    expect(outcomes.at(-1)).toBe('Connection: failed, PLB-TLS-FAILED')
  })

  it('a certificate has expired, and where one of ours is wanted', async () => {
    const certificates = await createCertificates(temporaryDirectory())
    const { authority, serverCertificate, serverKey: key, expiredCertificate, files } = certificates
    const port = await started()
    const at = async (options: object) => {
      const url = await behindTls(`http://127.0.0.1:${port}`, { key, ...options })
      const asked = `${url.replace(/^https:(.*)\/$/, 'ssl:$1')}?plumbline.ca=${files.authority}`
      return (await outcomesAt(asked)).at(-1)
    }
    expect(await at({ cert: expiredCertificate })).toMatch(
      /^(Certificate|Connection): failed, PLB-TLS-EXPIRED$/,
    )
    const strict = { ca: authority, requestCert: true, rejectUnauthorized: true }
    expect(await at({ cert: serverCertificate, ...strict })).toBe(
      'Connection: failed, PLB-TLS-CLIENT-CERTIFICATE',
    )
  })

  it('the machine to go through does not answer', async () => {
    const outcomes = await outcomesAt('tcp://broker.inside:1?plumbline.via=no-such-host.invalid')
    expect(outcomes.at(-1)).toBe('Connection: failed, PLB-TUNNEL-FAILED')
  })

  it('no broker tells of itself, and where none of them can be reached', async () => {
    const multicast = new FakeMulticast()
    const heard = () => outcomesAt('multicast://default', { multicast, clock: hurriedClock })
    expect(await heard()).toEqual(['Broker URL: failed, PLB-BROKER-NONE-HEARD'])
    multicast.standing = ['default.ActiveMQ-4.alive.%localhost%nio://127.0.0.1:1']
    multicast.sender = '192.0.2.7'
    expect(await heard()).toEqual(['Broker URL: failed, PLB-BROKER-HEARD-ELSEWHERE'])
  })

  it('an option counts for nothing, and passwords travel in clear', async () => {
    const port = await started()
    // Who asks for everybody is answered by this machine.
    const outcomes = await outcomesAt(`failover:(tcp://o:p@0.0.0.0:${port})?priorityBackup=true`)
    expect(outcomes.filter((each) => !each.includes(': ok, '))).toEqual([
      'Broker URL: warning, profiles.warnings',
      'Encryption: warning, profiles.passwordsDataStoresTravel',
      'Rights: untried, brokerCheck.rightsNotTried',
    ])
  })

  it('the management does not answer', async () => {
    const refusal = failure('PLB-BROKERS-JOLOKIA', { url: 'http://127.0.0.1:1', reason: 'no answer' })
    const steps = await looksAtManagement(() => ({ destinations: () => Promise.reject(refusal) }), signal)
    expect(steps.map(outcomeOf)).toEqual(['Management (Jolokia): failed, PLB-BROKERS-JOLOKIA'])
  })

  const server = '127.0.0.1:1'
  it.each([
    failure('PLB-BROKER-RECEIPT-DEADLINE', { server, milliseconds: 1 }),
    failure('PLB-BROKER-HEART-BEAT-LOST', { server, milliseconds: 1 }),
    failure('PLB-BROKER-NO-SUCH-DESTINATION', { reason: 'gone' }),
    failure('PLB-BROKER-CONSUMER-CLOSED', { server, name: 'q' }),
    failure('PLB-BROKER-SESSION-CLOSED', {}),
  ])('what is asked of it fails with $code', async (refusal) => {
    const refused = () => Promise.reject(refusal)
    const name = `Consumer.node.${topicName}`
    const counts = { depth: null, consumers: null, consumedBy: null, enqueued: null, dequeued: null }
    const destinations = [{ kind: 'queue' as const, name, ...counts }]
    const asked = {
      brokerVersion: 'ActiveMQ/5.17.2',
      destinations: () => Promise.resolve({ ...silent, destinations }),
      browse: () => ({ confirmed: refused(), end: () => Promise.resolve() }),
      tryWriting: refused,
    }
    const outcomes = (await looksAtRights(asked, topicName, signal)).map(outcomeOf)
    expect(outcomes).toEqual(
      ['failed', 'warning', 'warning'].map((each) => `Rights: ${each}, ${refusal.code}`),
    )
  })
})

const beforehand = 'it is said of the URL, before anything is tried'
const ofOurs = 'it is of what a publisher or a node of ours does wrong, and a check does no such thing'
const ofEmbedded = 'it is of the embedded broker of this account, which is not checked by a URL'

/** What no check can end with, and why. */
const never: Readonly<Record<string, string>> = {
  'PLB-BROKER-URL-UNSUPPORTED': beforehand,
  'PLB-BROKER-URL-MALFORMED': beforehand,
  'PLB-BROKER-DISCOVERY-LOGIN': beforehand,
  'PLB-BROKER-NO-SECRET': ofEmbedded,
  'PLB-BROKER-NOT-OURS': ofEmbedded,
  'PLB-BROKER-OPENWIRE': 'the server is spoken to in OpenWire instead',
  'PLB-BROKER-ATTEMPTS-EXHAUSTED': 'why the last attempt failed is said instead',
  'PLB-BROKER-BODY-UNREADABLE': 'the message came back changed, it says',
  'PLB-BROKER-SELECTS-NOTHING': 'who shows nothing of a queue is not asked to',
  'PLB-BROKER-SELECTOR-REFUSED': 'a check selects nothing',
  'PLB-BROKER-CLIENT-ID-IN-USE': 'a check gives no name of its own',
  'PLB-BROKER-BRIDGES-OVER-STOMP': 'a topic is tried over OpenWire alone',
  'PLB-BROKER-QUEUE-NOT-KEPT': 'a check makes no queue that is to stay',
  'PLB-BROKER-QUEUE-NOT-REMOVABLE': 'what cannot be removed is not made',
  'PLB-BROKER-NOT-COPIED-WHOLE': 'a check moves no message',
  'PLB-BROKER-GROUP-CLOSED': 'a check publishes one message, not several at once',
  'PLB-BROKER-DESTINATION-REFUSED': 'the name of a topic is checked with the profile',
  'PLB-BROKER-INSTANCE-NAME-REFUSED': ofOurs,
  'PLB-BROKER-HANDLER-FAILED': ofOurs,
  'PLB-BROKER-PREFETCH-REFUSED': ofOurs,
  'PLB-BROKER-BODY-NOT-TEXT': ofOurs,
  'PLB-BROKER-HEADER-REFUSED': ofOurs,
  'PLB-BROKER-MESSAGE-TOO-LARGE': ofOurs,
}

/** What steps are called, and what is said where all is well. */
const well = new Set([
  ...['profiles.brokerUrl', 'profiles.certificate', 'profiles.connection', 'profiles.login'],
  ...['profiles.encryption', 'profiles.objectMessages', 'checks.clock', 'brokerCheck.others'],
  ...['brokerCheck.queues', 'brokerCheck.topic', 'brokerCheck.rights', 'brokerCheck.management'],
  ...['brokerCheck.size', 'brokerCheck.store', 'brokerCheck.memory', 'profiles.useTlsConnector'],
  ...['profiles.certificateShown', 'profiles.connected', 'profiles.connectedOverTls'],
  ...['profiles.messageWentBrokerCame', 'brokerCheck.clockAgrees', 'brokerCheck.standby'],
  ...['brokerCheck.counts', 'brokerCheck.advises', 'brokerCheck.tellsNever', 'brokerCheck.tellsElsewhere'],
  ...['brokerCheck.managementCounts', 'brokerCheck.topicDelivers', 'brokerCheck.topicNotTried'],
  ...['brokerCheck.mayRead', 'brokerCheck.mayWrite', 'brokerCheck.rightsNotTried'],
])

describe('everything a check can tell', () => {
  const root = join(import.meta.dirname, '../../..')
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  const tests = [
    'unit/services/broker-check',
    'unit/services/broker-check-causes',
    'integration/broker-check',
  ]
    .map((name) => read(`test/${name}.test.ts`))
    .join('\n')
  const isProvoked = (outcome: string) => tests.includes(`, ${outcome}`) || tests.includes(`'${outcome}'`)

  it('by a code is brought about by a test, or cannot be', () => {
    const codes = Object.keys(errors).filter((code) => /^PLB-(BROKER|TLS|TUNNEL)-/.test(code))
    expect(codes.filter((code) => !isProvoked(code) && !(code in never))).toEqual([])
    expect(Object.keys(never).filter((code) => !codes.includes(code))).toEqual([])
  })

  it('in words is brought about by a test, or is no fault', () => {
    const folder = 'electron/services/broker-check'
    const sources = readdirSync(join(root, folder)).map((name) => read(`${folder}/${name}`))
    const asked = /['`]((?:brokerCheck|profiles|checks|findings)\.[\w${}]+)['`]/g
    const keys = sources
      .flatMap((source) => [...source.matchAll(asked)].map(([, key = '']) => key))
      .flatMap((key) => ['store', 'memory'].map((what) => key.replace('${what}', what)))
    expect(keys.length).toBeGreaterThan(40)
    const faults = [...new Set(keys)].filter((key) => !well.has(key) && !key.endsWith('Remedy'))
    expect(faults.filter((key) => !isProvoked(key))).toEqual([])
  })
})
