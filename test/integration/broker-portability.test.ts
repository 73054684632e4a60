import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Connection } from '../../electron/broker/broker-connection.ts'
import {
  consumerQueue,
  deadLetterQueue,
  queue,
  temporaryQueue,
  topic,
} from '../../electron/broker/destinations.ts'
import { BrokerSession, type SessionOptions } from '../../electron/broker/session.ts'
import type { Node } from '../../electron/engine/node/node.ts'
import { agreedTo, Resync } from '../../electron/engine/resync/resync.ts'
import { DirectoryRoot } from '../../electron/storage/directory-root.ts'
import { localFileSystem } from '../../electron/storage/files.ts'
import { isFailure, textOf } from '../../electron/errors/failure.ts'
import { EmbeddedBroker } from '../../electron/broker/embedded/embedded-broker.ts'
import { activemqAvailable, startActivemq, type ActivemqBroker } from '../support/activemq.ts'
import { startArtemis } from '../support/brokers/artemis.ts'
import { rabbitmqAvailable, rabbitmqLogin, startRabbitmq } from '../support/brokers/rabbitmq.ts'
import { queueBehaviours } from '../support/brokers/queue-behaviours.ts'
import { mavenJars, type Jars } from '../support/brokers/maven-jars.ts'
import { driftBetween, eventually, finished, TestCluster } from '../support/cluster.ts'
import { editAsPlanned } from '../support/edit-as-planned.ts'
import { connectionTo, faultsAt, Inbox, networkUrl } from '../support/broker-session.ts'

/** What a cluster needs of a broker, tried on every make of it: a table of behaviours and brokers, printed by the run. */
const operator = { login: 'operator', passcode: 'sec:ret' }
const account = `${operator.login}:${encodeURIComponent(operator.passcode)}`

type Connect = (options?: SessionOptions) => Promise<BrokerSession>

/** Each throws when the broker does not behave so. */
const behaviours: Readonly<Record<string, (connect: Connect, url: string) => Promise<void>>> = {
  'passes objects on as they were sent': async (connect) => {
    const session = await connect()
    const destination = queue(`portable-${randomUUID()}`)
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    for (const body of ['', 'true', 'é😀', '<x>&amp;</x>'])
      await session.publish({ destination, properties: { name: 'é', path: 'a:b\\c' }, body })
    await inbox.count(4)
    expect(inbox.texts).toEqual(['', 'true', 'é😀', '<x>&amp;</x>'])
    // A broker may add properties of its own.
    expect(Object.fromEntries(inbox.messages[0]?.properties ?? [])).toMatchObject({
      name: 'é',
      path: 'a:b\\c',
    })
  },
  'copies what goes to the topic into every consumer queue': async (connect) => {
    const session = await connect()
    const name = `VirtualTopic.${randomUUID()}`
    const inboxes = await Promise.all(
      ['one', 'two'].map(async (node) => {
        const inbox = new Inbox()
        await session.subscribe({ destination: consumerQueue(node, name) }, inbox.take)
        return inbox
      }),
    )
    await session.publish({ destination: topic(name), properties: {}, body: 'to all' })
    await Promise.all(inboxes.map((inbox) => inbox.count(1)))
  },
  'keeps messages for a node that is away': async (connect) => {
    const session = await connect()
    const name = `VirtualTopic.${randomUUID()}`
    const destination = consumerQueue('one', name)
    const begun = await session.subscribe({ destination }, () => undefined)
    await begun.unsubscribe()
    await session.publish({ destination: topic(name), properties: {}, body: 'waiting' })
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    await inbox.count(1)
  },
  'puts what is meant for one node into its queue alone': async (connect) => {
    const session = await connect()
    const name = `VirtualTopic.${randomUUID()}`
    const [one, two] = [new Inbox(), new Inbox()]
    await session.subscribe({ destination: consumerQueue('one', name) }, one.take)
    await session.subscribe({ destination: consumerQueue('two', name) }, two.take)
    await session.publish({ destination: consumerQueue('one', name), properties: {}, body: 'for one' })
    await session.publish({ destination: topic(name), properties: {}, body: 'for both' })
    await Promise.all([one.count(2), two.count(1)])
    expect([one.texts, two.texts]).toEqual([['for one', 'for both'], ['for both']])
    expect(one.messages[0]?.destination).toEqual(consumerQueue('one', name))
  },
  'keeps their order': async (connect) => {
    const session = await connect()
    const name = `VirtualTopic.${randomUUID()}`
    const inbox = new Inbox()
    await session.subscribe({ destination: consumerQueue('one', name) }, inbox.take)
    const bodies = Array.from({ length: 200 }, (_, index) => String(index))
    await Promise.all(
      bodies.map((body) => session.publish({ destination: topic(name), properties: {}, body })),
    )
    await inbox.count(bodies.length)
    expect(inbox.texts).toEqual(bodies)
  },
  'answers on a queue of one’s own': async (connect) => {
    const session = await connect()
    const destination = temporaryQueue('answers')
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    await session.publish({ destination, properties: {}, body: 'answer' })
    await inbox.count(1)
  },
  'delivers again what was not acknowledged': async (connect) => {
    const destination = queue(`portable-${randomUUID()}`)
    const first = await connect()
    const unanswered = new Inbox(false)
    await first.subscribe({ destination }, unanswered.take)
    await first.publish({ destination, properties: {}, body: 'again' })
    await unanswered.count(1)
    await first.close()
    const inbox = new Inbox()
    await (await connect()).subscribe({ destination }, inbox.take)
    await inbox.count(1)
  },
  'shows what waits without taking it': async (connect) => {
    const session = await connect()
    const destination = queue(`portable-${randomUUID()}`)
    for (const body of ['1', '2', '3']) await session.publish({ destination, properties: {}, body })
    let shown = 0
    for await (const _ of session.browse(destination)) shown += 1
    expect(shown).toBe(3)
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    await inbox.count(3)
  },
  'carries nodes of Plumbline, one of them away for a while, and its resync': async (_connect, url) => {
    const nothing = () => Promise.resolve()
    const cluster = new TestCluster({ url, restart: nothing, stop: nothing })
    const nodes = { group: randomUUID(), topicName: `VirtualTopic.${randomUUID()}` }
    const edit = (name: string) =>
      editAsPlanned(master, { verb: 'add', kind: 'workspace', input: JSON.stringify({ name }) })
    const master = await cluster.start('m', { ...nodes, toggleSlave: 'false' })
    try {
      const slave = await cluster.start('s', { ...nodes, toggleMaster: 'false' })
      edit('near')
      await finished(slave, 2)
      await cluster.stop(slave)
      edit('far')
      await eventually('the master publishes everything', () => master.status.outbox.applied === 0)
      const back = await cluster.restart(slave)
      await finished(back, 4)
      expect(back.status.inbox).toMatchObject({ applied: 4, failed: 0, parked: 0 })
      const directories = [master.status.dataDirectory, back.status.dataDirectory] as const
      expect(driftBetween(...directories).entries).toEqual([])
      rmSync(join(directories[1], 'workspaces/far'), { recursive: true })
      await back.reload()
      expect(driftBetween(...directories).entries).not.toEqual([])
      await resyncOne(url, master, back)
      expect(driftBetween(...directories).entries).toEqual([])
    } finally {
      await cluster.close()
    }
  },
  'stores once what is published again': async (connect) => {
    const session = await connect()
    const destination = queue(`portable-${randomUUID()}`)
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    const id = randomUUID()
    for (let time = 0; time < 2; time += 1)
      await session.publish({ destination, properties: {}, body: 'twice', id })
    await session.publish({ destination, properties: {}, body: 'last' })
    await inbox.until(({ texts }) => texts.includes('last'))
    if (inbox.messages.length > 2) throw new Error('it is stored twice')
    expect(inbox.texts).toEqual(['twice', 'last'])
  },
  'hands out what a selector asks for, and leaves the rest': async (connect) => {
    const session = await connect()
    const destination = queue(`portable-${randomUUID()}`)
    for (const [body, colour] of [
      ['1', 'red'],
      ['2', 'blue'],
      ['3', 'red'],
    ] as const)
      await session.publish({ destination, properties: { colour }, body })
    const [some, rest] = [new Inbox(), new Inbox()]
    const selected = await session.subscribe({ destination, selector: "colour = 'red'" }, some.take)
    await some.count(2)
    await selected.unsubscribe()
    await session.subscribe({ destination }, rest.take)
    await rest.count(1)
    expect([some.texts, rest.texts]).toEqual([['1', '3'], ['2']])
  },
  'has no more messages out than were asked for': async (connect) => {
    const session = await connect()
    const destination = queue(`portable-${randomUUID()}`)
    const [greedy, other] = [new Inbox(false), new Inbox()]
    await session.subscribe({ destination, prefetch: 2 }, greedy.take)
    for (const body of ['1', '2', '3', '4', '5']) await session.publish({ destination, properties: {}, body })
    await greedy.count(2)
    await (await connect()).subscribe({ destination, prefetch: 1 }, other.take)
    await other.count(3)
    expect(greedy.messages).toHaveLength(2)
  },
  'puts what is refused among its dead letters': async (connect, url) => {
    const session = await connect()
    const destination = queue(`portable-${randomUUID()}`)
    await session.subscribe({ destination }, (message) => void message.nack())
    await session.publish({ destination, properties: { which: destination.name }, body: 'poison' })
    const isIn = async (name: string): Promise<boolean> => {
      for await (const { properties } of session.browse(queue(name)))
        if (properties.get('which') === destination.name) return true
      return false
    }
    // Artemis calls it so as it is delivered.
    const found = async () => (await isIn('DLQ')) || (await isIn(deadLetterQueue().name))
    await eventually(`${url} has the dead letter`, found)
  },
  'carries large messages whole': async (connect) => {
    const session = await connect()
    const destination = queue(`portable-${randomUUID()}`)
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    const body = `${'<é>'.repeat(1_000_000)}end`
    await session.publish({ destination, properties: {}, body })
    await inbox.count(1)
    expect(inbox.texts[0] === body).toBe(true)
  },
  'tells of its queues': async (_connect, url) => {
    const destination = queue(`portable-${randomUUID()}`)
    await using held = await holdConnection(url)
    await held.connection.prepare({ destination, properties: {}, body: 'x' }).send()
    const names = async () =>
      (await held.connection.destinations(new AbortController().signal))?.destinations.map(({ name }) => name)
    // A busy broker may not tell in time.
    for (let time = 0; time < 3; time += 1) if ((await names())?.includes(destination.name) === true) return
    throw new Error('it tells nothing')
  },
  'tells who takes from its queues, and from where': async (connect, url) => {
    const destination = queue(`portable-${randomUUID()}`)
    const clientId = `portable-${randomUUID()}`
    const session = await connect({ connection: { clientId } })
    await session.subscribe({ destination }, () => undefined)
    await using held = await holdConnection(url)
    const listing = await held.connection.destinations(new AbortController().signal)
    const told = listing?.destinations.find(({ name }) => name === destination.name)?.consumedBy
    if (told === undefined || told === null) throw new Error('it tells nothing')
    expect(told).toMatchObject([{ client: clientId }])
    expect(told[0]?.address).toMatch(/^(127\.0\.0\.1|localhost):\d+$/)
  },
  'removes a queue': async (connect, url) => {
    const destination = queue(`portable-${randomUUID()}`)
    await using held = await holdConnection(url)
    await held.connection.prepare({ destination, properties: {}, body: 'removed' }).send()
    await held.connection.remove(destination)
    const session = await connect()
    await session.publish({ destination, properties: {}, body: 'new' })
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    await inbox.count(1)
    expect(inbox.texts).toEqual(['new'])
  },
  ...queueBehaviours,
  'passes every check': async (_connect, url) => {
    let faults = await faultsAt(url)
    for (let time = 0; time < 2 && faults.length > 0; time += 1) faults = await faultsAt(url)
    if (faults.length > 0) throw new Error(faults.join('; '))
  },
  'lets one client have a name': async (connect) => {
    const clientId = `portable-${randomUUID()}`
    await connect({ connection: { clientId } })
    const twin = connect({ connection: { clientId }, reconnect: { maxReconnectAttempts: 0 } })
    await expect(twin).rejects.toMatchObject({ cause: { code: 'PLB-BROKER-CLIENT-ID-IN-USE' } })
  },
}

/** A connection for as long as it is in scope. */
async function holdConnection(url: string): Promise<AsyncDisposable & { readonly connection: Connection }> {
  const connection = await connectionTo(url)
  return { connection, [Symbol.asyncDispose]: () => connection.close() }
}

async function resyncOne(url: string, master: Node, slave: Node): Promise<void> {
  await using session = new BrokerSession(networkUrl(url))
  await session.connect()
  const rootOf = (node: Node) => new DirectoryRoot(node.status.dataDirectory, localFileSystem)
  const resync = new Resync(rootOf(master), rootOf(slave))
  const { instanceName, topicName } = slave.configuration
  await resync.run(agreedTo(await resync.plan()), {
    session,
    queue: consumerQueue(instanceName, topicName),
    slave: slave.configuration,
    control: {
      outcomes: (ids) => Promise.resolve(slave.outcomes(ids)),
      settle: (reason) => Promise.resolve(slave.settle(reason)),
      reload: () => slave.reload(),
    },
  })
}

const notTwice = { 'stores once what is published again': 'it is stored twice' }
const namesNobody = { 'tells who takes from its queues, and from where': 'it tells nothing' }
const overStomp = { ...notTwice, ...namesNobody, 'removes a queue': 'PLB-BROKER-QUEUE-NOT-REMOVABLE' }
const tellsNothing = { ...namesNobody, 'tells of its queues': 'it tells nothing' }
const selectsNothing = 'PLB-BROKER-SELECTS-NOTHING'

/** How long a behaviour may take before it counts as missing. */
const deadline = 60_000

/** A running broker: where it is spoken to, in each protocol. */
interface Running {
  readonly urls: Readonly<Record<string, string>>
  readonly dispose: () => Promise<void>
  /** What it cannot do, by protocol and behaviour, with the error that says so. */
  readonly gaps?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

interface Make {
  readonly broker: string
  /** Why it cannot be started here. */
  readonly unavailable?: string | undefined
  readonly start: () => Promise<Running>
}

const activemqUrls = ({ openWirePort, stompPort }: ActivemqBroker) => ({
  OpenWire: `tcp://127.0.0.1:${openWirePort}`,
  STOMP: `stomp://127.0.0.1:${stompPort}`,
})

const makes: readonly Make[] = [
  {
    broker: 'embedded',
    start: async () => {
      const broker = await EmbeddedBroker.start({ database: ':memory:', credentials: operator })
      const { port } = broker
      const urls = {
        OpenWire: `tcp://${account}@127.0.0.1:${port}`,
        STOMP: `stomp://${account}@127.0.0.1:${port}`,
      }
      return { urls, dispose: () => broker.stop(), gaps: { STOMP: { ...overStomp, ...tellsNothing } } }
    },
  },
  {
    broker: 'ActiveMQ 5.17',
    unavailable: activemqAvailable(),
    start: async () => {
      const broker = await startActivemq()
      return { urls: activemqUrls(broker), dispose: () => broker.dispose(), gaps: { STOMP: overStomp } }
    },
  },
  fromMaven('ActiveMQ 6', await mavenJars('activemq-6'), async (jars) => {
    const broker = await startActivemq({ jars })
    const gaps = { STOMP: { ...overStomp, ...tellsNothing, 'passes every check': 'Queues: warning' } }
    return { urls: activemqUrls(broker), dispose: () => broker.dispose(), gaps }
  }),
  fromMaven('Artemis', await mavenJars('artemis'), async (jars) => {
    const { port, stompPort, dispose } = await startArtemis(jars)
    const urls = {
      OpenWire: `tcp://127.0.0.1:${port}`,
      // It answers there, and goes on in OpenWire.
      'STOMP and OpenWire': `stomp://127.0.0.1:${port}`,
      'STOMP alone': `stomp://127.0.0.1:${stompPort}`,
    }
    const ofArtemis = {
      ...notTwice,
      ...tellsNothing,
    }
    return {
      urls,
      dispose,
      gaps: {
        OpenWire: ofArtemis,
        // It says that another protocol is spoken than the URL names.
        'STOMP and OpenWire': { ...ofArtemis, 'passes every check': 'Connection: warning' },
        'STOMP alone': { 'lets us in': 'PLB-BROKER-WRONG-CONNECTOR' },
      },
    }
  }),
  {
    broker: 'RabbitMQ',
    unavailable: rabbitmqAvailable(),
    start: async () => {
      const { stompPort, dispose } = await startRabbitmq()
      const { login, passcode } = rabbitmqLogin
      const urls = { STOMP: `stomp://${login}:${passcode}@127.0.0.1:${stompPort}` }
      const gaps = {
        ...overStomp,
        ...tellsNothing,
        'shows what waits without taking it': selectsNothing,
        'hands out what a selector asks for, and leaves the rest': selectsNothing,
        'puts what is refused among its dead letters': selectsNothing,
        'reads, searches and exports what waits': selectsNothing,
        'moves waiting messages to another queue': selectsNothing,
        'discards waiting messages': selectsNothing,
        'passes every check': 'Queues: warning',
      }
      return { urls, dispose, gaps: { STOMP: gaps } }
    },
  },
]

function fromMaven(broker: string, jars: Jars, start: (folder: string) => Promise<Running>): Make {
  if ('unavailable' in jars)
    return { broker, unavailable: jars.unavailable, start: () => Promise.reject(new Error(broker)) }
  return { broker, start: () => start(jars.folder) }
}

const table: string[] = []

afterAll(() => {
  process.stderr.write(`${table.join('\n')}\n`)
})

describe.each(makes)('What a cluster needs of a broker: $broker', ({ broker, unavailable, start }) => {
  if (unavailable !== undefined) process.stderr.write(`Skipped: ${broker}, ${unavailable}\n`)

  it.skipIf(unavailable !== undefined)(
    'is given, or named as missing',
    async () => {
      const { urls, dispose, gaps = {} } = await start()
      try {
        for (const [protocol, url] of Object.entries(urls)) {
          const found = await gapsOf(`${broker}, ${protocol}`, url)
          expect({ [protocol]: found }).toEqual({ [protocol]: gaps[protocol] ?? {} })
        }
      } finally {
        await dispose()
      }
    },
    400_000,
  )
})

/** Tries every behaviour, and enters it into the table. */
async function gapsOf(broker: string, url: string): Promise<Record<string, string>> {
  const gaps: Record<string, string> = {}
  const refused = await gapOf(async (connect) => void (await connect()), url)
  if (refused !== undefined) {
    table.push(`  ${broker.padEnd(28)} ${refused}`)
    return { 'lets us in': refused }
  }
  for (const [behaviour, check] of Object.entries(behaviours)) {
    const gap = await gapOf(check, url)
    table.push(`  ${broker.padEnd(28)} ${behaviour.padEnd(74)} ${gap ?? 'yes'}`)
    if (gap !== undefined) gaps[behaviour] = gap
  }
  return gaps
}

/** Why a broker does not behave so; undefined when it does. */
async function gapOf(
  check: (connect: Connect, url: string) => Promise<void>,
  url: string,
): Promise<string | undefined> {
  const sessions: BrokerSession[] = []
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    late.reject(new Error('it never happens'))
  }, deadline)
  const connect: Connect = async (options) => {
    // A broker that is refused is refused at once.
    const reconnect = { startupMaxReconnectAttempts: 1, ...options?.reconnect }
    const session = new BrokerSession(networkUrl(url), { ...options, reconnect })
    sessions.push(session)
    await session.connect()
    return session
  }
  const tried = check(connect, url)
  tried.catch(() => undefined)
  try {
    await Promise.race([tried, late.promise])
    return undefined
  } catch (error) {
    return codeOf(error)
  } finally {
    clearTimeout(timer)
    await Promise.all(sessions.map((session) => session.close()))
  }
}

/** The code of the failure that says why; of a session without a connection, why it has none. */
function codeOf(error: unknown): string {
  if (isFailure(error, 'PLB-BROKER-ATTEMPTS-EXHAUSTED') && isFailure(error.cause)) return error.cause.code
  return isFailure(error) ? error.code : (textOf(error).split('\n')[0] ?? '')
}
