import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { consumerQueue, queue, topic } from '../../electron/broker/destinations.ts'
import { makeQueue } from '../../electron/broker/make-queue.ts'
import { BrokerSession } from '../../electron/broker/sessions/session.ts'
import { isFailure } from '../../electron/errors/failure.ts'
import { checkTime } from '../../electron/services/broker-check/connections.ts'
import { tryTopic } from '../../electron/services/broker-check/virtual-topic.ts'
import { withAccess } from '../../electron/services/cluster/cluster-broker.ts'
import { activemqAvailable, startActivemq, type ActivemqBroker } from '../support/activemq.ts'
import { connectionTo, faultsInTheEnd, networkUrl } from '../support/broker-session.ts'
import { patience } from '../support/patience.ts'

/**
 * What `plumbline doctor` and the test of the wizard find at a broker: a row a cause, and nothing of them stays there.
 * What needs no broker to be wrong (nobody listens, silence, another service, a standby, small messages, little memory,
 * a clock) has its rows in test/unit/services/broker-check.test.ts.
 */

const missing = activemqAvailable()
if (missing !== undefined) process.stderr.write(`Skipped: what a check finds at ActiveMQ, ${missing}\n`)

/** What is known to be wrong with brokers, and cannot be brought about here. */
const unprovokable = [
  'a broker older than ActiveMQ 5.9: none can be had; its beginning is imitated in test/unit/broker/openwire',
  'a log-in refused by LDAP or JAAS: no directory runs here; their exceptions are imitated there',
  'a broker that forgets on a crash what it confirmed (journalDiskSyncStrategy="never"): it tells nobody',
  'a selector or client id that is refused: a check uses neither',
]
process.stderr.write(`Causes no row can bring about:\n${unprovokable.map((each) => `  ${each}\n`).join('')}`)

const password = 'p@ss:w/ord é'
const as = (login: string, passcode = password) => ({ login, passcode })
const operators = { read: 'operators', write: 'operators', admin: 'operators' }

/** A topic with a queue, from which some may only read and to which others only write. */
const guarded = 'VirtualTopic.guarded'

/** Four brokers, each with faults of its own. */
const kinds = {
  plain: () => startActivemq({ tls: true }),
  // It may not read what it is asked to translate, and counts.
  counting: () => startActivemq({ statistics: true, storeLimitMegabytes: 16, trusts: 'org.example' }),
  bare: () => startActivemq({ withXStream: false, virtualTopics: false }),
  locked: () =>
    startActivemq({
      users: [
        { name: 'operator', password, groups: ['operators'] },
        { name: 'reader', password, groups: ['readers'] },
        { name: 'writer', password, groups: ['writers'] },
        { name: 'nobody', password, groups: ['nobodies'] },
      ],
      authorization: [
        // What several patterns allow adds up.
        { kind: 'queue', pattern: '>', ...operators },
        { kind: 'topic', pattern: '>', ...operators },
        { kind: 'queue', pattern: 'public.>', read: 'readers', write: 'operators', admin: 'readers' },
        ...(['queue', 'topic'] as const).map((kind) => ({
          ...{ kind, pattern: kind === 'queue' ? `Consumer.*.${guarded}` : guarded },
          ...{ read: 'readers', write: 'writers', admin: 'operators' },
        })),
      ],
    }),
}
type Kind = keyof typeof kinds
type Brokers = Record<Kind, ActivemqBroker>

const openwire = ({ openWirePort }: ActivemqBroker) => `tcp://127.0.0.1:${openWirePort}`
const stomp = ({ stompPort }: ActivemqBroker) => `stomp://127.0.0.1:${stompPort}`
const trusting = ({ certificates }: ActivemqBroker) => `plumbline.ca=${certificates?.files.authority}`

interface Row {
  readonly cause: string
  readonly at: Kind
  readonly url: (broker: ActivemqBroker) => string
  readonly as?: ReturnType<typeof as>
  readonly topicName?: string
  /** Each step that is not well, with its outcome and code. */
  readonly found: readonly (string | RegExp)[]
}

const refusedLogIn = /^Login: failed, PLB-BROKER-CREDENTIALS$|, PLB-BROKER-LOG-IN-UNANSWERED$/
const noTls = /^Connection: failed, PLB-(TLS-NOT-SPOKEN|TLS-FAILED|BROKER-CONNECT-DEADLINE)$/

const rows: readonly Row[] = [
  { cause: 'nothing, over OpenWire', at: 'plain', url: openwire, found: [] },
  { cause: 'nothing, over STOMP', at: 'plain', url: stomp, found: [] },
  {
    cause: 'nothing, over TLS',
    at: 'plain',
    url: (broker) => `ssl://localhost:${broker.openWireTlsPort}?${trusting(broker)}`,
    found: [],
  },
  {
    cause: 'a port for both protocols',
    at: 'plain',
    url: ({ autoPort }) => `auto://127.0.0.1:${autoPort}`,
    found: [],
  },
  {
    cause: 'a URL of STOMP for a port of OpenWire',
    at: 'plain',
    url: ({ openWirePort }) => `stomp://127.0.0.1:${openWirePort}`,
    found: ['Connection: warning, profiles.connectedBut'],
  },
  {
    cause: 'a URL of OpenWire for a port of STOMP',
    at: 'plain',
    url: ({ stompPort }) => `nio://127.0.0.1:${stompPort}`,
    found: ['Connection: warning, profiles.connectedBut'],
  },
  ...(['tcp', 'stomp'] as const).map((scheme): Row => ({
    cause: `a port of TLS spoken to in plain ${scheme}`,
    at: 'plain',
    url: ({ openWireTlsPort, stompTlsPort }) =>
      `${scheme}://127.0.0.1:${scheme === 'tcp' ? openWireTlsPort : stompTlsPort}`,
    found: ['Connection: failed, PLB-TLS-REQUIRED'],
  })),
  {
    cause: 'a plain port of OpenWire spoken to in TLS',
    at: 'plain',
    url: ({ openWirePort }) => `ssl://127.0.0.1:${openWirePort}`,
    found: [noTls],
  },
  {
    cause: 'a plain port of STOMP spoken to in TLS',
    at: 'plain',
    url: ({ stompPort }) => `stomp+ssl://127.0.0.1:${stompPort}`,
    found: [noTls],
  },
  {
    cause: 'an authority nobody trusts',
    at: 'plain',
    url: ({ openWireTlsPort }) => `ssl://localhost:${openWireTlsPort}`,
    found: ['Certificate: failed, PLB-TLS-UNKNOWN-AUTHORITY'],
  },
  {
    cause: 'a certificate for another host',
    at: 'plain',
    url: (broker) => `ssl://127.0.0.1:${broker.openWireTlsPort}?${trusting(broker)}`,
    found: ['Certificate: failed, PLB-TLS-WRONG-HOST'],
  },
  {
    cause: 'a certificate of ours that is wanted',
    at: 'plain',
    url: (broker) => `ssl://localhost:${broker.openWireMutualTlsPort}?${trusting(broker)}`,
    found: [/^(Certificate|Connection): failed, PLB-TLS-/],
  },
  {
    cause: 'another certificate than the one that is pinned',
    at: 'plain',
    url: ({ openWireTlsPort }) =>
      `ssl://localhost:${openWireTlsPort}?plumbline.fingerprint=${'AB'.repeat(32)}`,
    found: ['Certificate: failed, PLB-TLS-WRONG-FINGERPRINT'],
  },
  {
    cause: 'a file of an authority that is not there',
    at: 'plain',
    url: ({ openWireTlsPort }) => `ssl://localhost:${openWireTlsPort}?plumbline.ca=/nowhere/ca.pem`,
    found: ['Certificate: failed, PLB-TLS-FILE'],
  },
  {
    cause: 'a locked key of ours without its passphrase',
    at: 'plain',
    url: (broker) => {
      const { certificate = '', lockedKey = '' } = broker.certificates?.files ?? {}
      const own = `plumbline.certificate=${certificate}&plumbline.key=${lockedKey}`
      return `ssl://localhost:${broker.openWireMutualTlsPort}?${trusting(broker)}&${own}`
    },
    found: ['Certificate: failed, PLB-TLS-PASSPHRASE'],
  },
  {
    cause: 'no XStream',
    at: 'bare',
    url: stomp,
    found: ['Queues: warning, brokerCheck.tellsNothing', 'Object messages: failed, PLB-BROKER-NO-XSTREAM'],
  },
  {
    cause: 'no virtual topics at all',
    at: 'bare',
    url: openwire,
    found: ['Topic: failed, brokerCheck.topicSilent'],
  },
  {
    cause: 'a topic no virtual topics are called like',
    at: 'plain',
    url: openwire,
    topicName: 'geoserver',
    found: ['Topic: failed, brokerCheck.topicSilent'],
  },
  { cause: 'counters over OpenWire', at: 'counting', url: openwire, found: [] },
  {
    cause: 'a broker that translates nothing but its own packages',
    at: 'counting',
    url: stomp,
    found: ['Object messages: failed, profiles.messageCameBackChanged'],
  },
  ...[openwire, stomp].flatMap((url, index): Row[] => {
    const over = index === 0 ? 'over OpenWire' : 'over STOMP'
    return [
      { cause: `nothing, with a login ${over}`, at: 'locked', url, as: as('operator'), found: [] },
      // Three times in a thousand ActiveMQ closes the connection without a word.
      {
        cause: `a wrong password ${over}`,
        at: 'locked',
        url,
        as: as('operator', 'x'),
        found: [refusedLogIn],
      },
      { cause: `an unknown user ${over}`, at: 'locked', url, as: as('stranger'), found: [refusedLogIn] },
      { cause: `no password ${over}`, at: 'locked', url, found: [refusedLogIn] },
    ]
  }),
  {
    cause: 'a user who may not make queues',
    at: 'locked',
    url: openwire,
    as: as('reader'),
    found: ['Topic: warning, PLB-BROKER-NOT-AUTHORISED'],
  },
  ...[openwire, stomp].flatMap((url, index): Row[] => {
    const over = index === 0 ? 'over OpenWire' : 'over STOMP'
    const topic = index === 0 ? ['Topic: warning, PLB-BROKER-NOT-AUTHORISED'] : []
    const at = 'locked'
    const refused = (outcome: string) => `Rights: ${outcome}, PLB-BROKER-NOT-AUTHORISED`
    const mayNotWrite = [refused('warning'), refused('warning')]
    return [
      {
        ...{ cause: `a user who may write neither to the topic nor to a queue ${over}`, at, url },
        ...{ as: as('reader'), topicName: guarded, found: [...topic, ...mayNotWrite] },
      },
      {
        ...{ cause: `a user who may not read a queue ${over}`, at, url },
        ...{ as: as('writer'), topicName: guarded, found: [...topic, refused('failed')] },
      },
      {
        ...{ cause: `a user who may do both ${over}`, at, url },
        ...{ as: as('operator'), topicName: guarded, found: [] },
      },
    ]
  }),
]

/** What it lists, on a connection of its own. */
async function queuesOf(broker: ActivemqBroker, login: ReturnType<typeof as> | undefined) {
  const account = login === undefined ? '' : `${login.login}:${encodeURIComponent(login.passcode)}@`
  const connection = await connectionTo(`tcp://${account}127.0.0.1:${broker.openWirePort}`)
  try {
    return (await connection.destinations(AbortSignal.timeout(patience)))?.destinations
  } finally {
    await connection.close()
  }
}

/** What lies in the queue to which some may write. */
async function waitingIn(broker: ActivemqBroker): Promise<readonly string[]> {
  await using session = new BrokerSession(
    withAccess(networkUrl(openwire(broker)), { credentials: as('operator') }),
  )
  await session.connect()
  const ids: string[] = []
  for await (const { messageId } of session.browse(consumerQueue('node', guarded))) ids.push(messageId)
  return ids
}

const expectation = (found: Row['found']) =>
  found.map((each) => (typeof each === 'string' ? each : (expect.stringMatching(each) as string)))

describe.skipIf(missing !== undefined)('a check of an ActiveMQ finds', () => {
  let brokers: Brokers
  beforeAll(async () => {
    const [plain, counting, bare, locked] = await Promise.all([
      ...[kinds.plain(), kinds.counting(), kinds.bare(), kinds.locked()],
    ])
    if (plain === undefined || counting === undefined || bare === undefined || locked === undefined)
      throw new Error('a broker is missing')
    brokers = { plain, counting, bare, locked }
    const { login, passcode } = as('operator')
    const url = `tcp://${login}:${encodeURIComponent(passcode)}@127.0.0.1:${locked.openWirePort}`
    const maker = await connectionTo(url)
    try {
      await makeQueue(maker, consumerQueue('node', guarded))
      // Who may write to a topic need not be allowed to create it.
      await maker.tryWriting(topic(guarded))
    } finally {
      await maker.close()
    }
  })
  afterAll(async () => {
    await Promise.all(Object.values(brokers).map((broker) => broker.dispose()))
  })

  // Most of it is waiting for what a broker does not tell.
  it.concurrent.each(rows)('$cause', async ({ at, url, as: credentials, topicName, found }) => {
    await faultsInTheEnd(url(brokers[at]), expectation(found), { credentials, topicName, deadline: 6_000 })
  })

  it('no room left', async () => {
    const { counting } = brokers
    const inFlight = { messages: 4, bytes: 4_000_000 }
    const producer = new BrokerSession(networkUrl(openwire(counting)), { inFlight })
    onTestFinished(() => producer.close())
    await producer.connect()
    const body = 'x'.repeat(500_000)
    const fill = async (): Promise<unknown> => {
      for (;;) {
        try {
          await producer.publish({ destination: queue('full'), properties: {}, body })
        } catch (error) {
          return error
        }
      }
    }
    expect(await fill()).toSatisfy((error) => isFailure(error, 'PLB-BROKER-STORE-FULL'))
    for (const url of [openwire, stomp])
      await faultsInTheEnd(url(counting), expectation([/^Store: (warning|failed), findings.storeFull$/]))
    const connection = await connectionTo(openwire(counting))
    onTestFinished(() => connection.close())
    const time = checkTime({ signal: AbortSignal.timeout(patience) })
    expect(await tryTopic(connection, 'VirtualTopic.geoserver', time)).toEqual({ outcome: 'delivers' })
  })

  it('a broker that takes no more connections', async () => {
    const server = createServer((socket) => void socket.end()).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    for (const scheme of ['tcp', 'stomp'])
      await faultsInTheEnd(
        `${scheme}://127.0.0.1:${port}`,
        expectation([/^Connection: failed, PLB-BROKER-(NOT-OPENWIRE|LOG-IN-UNANSWERED)$/]),
      )
  })

  it.each(['plain', 'bare', 'locked', 'counting'] as const)(
    'and leaves nothing at the %s one',
    async (at) => {
      // A busy broker may not tell of its queues in time.
      await vi.waitFor(async () => {
        const left = await queuesOf(brokers[at], at === 'locked' ? as('operator') : undefined)
        expect(left?.filter(({ name }) => name !== 'full' && !name.endsWith(guarded))).toEqual([])
        if (at === 'locked') expect(await waitingIn(brokers[at])).toEqual([])
      }, patience)
    },
  )
})
