import { queue, topic } from '../../../electron/broker/destinations.ts'
import { BrokerSession } from '../../../electron/broker/sessions/session.ts'
import { startActivemq, type ActivemqBroker } from '../activemq.ts'
import { connectionTo, Inbox, networkUrl } from '../broker-session.ts'
import { eventually } from '../cluster.ts'
import { freePorts } from './free-ports.ts'
import { patience } from '../patience.ts'

const topicName = 'VirtualTopic.geoserver'

/** A node with a broker of its own, as GeoServer's module makes one by default. */
export interface BridgedNode {
  readonly name: string
  readonly broker: ActivemqBroker
  readonly url: string
  /** What it consumed from its own queue. */
  readonly inbox: Inbox
  publish(body: string): Promise<void>
  /** Stops consuming, and consumes again. */
  leave(): Promise<void>
  join(): Promise<void>
  dispose(): Promise<void>
}

/** Brokers bridged each to each, as those inside of GeoServers are. */
export async function startBridgedBrokers(names: readonly string[]): Promise<readonly ActivemqBroker[]> {
  const ports = await freePorts(names.length)
  return Promise.all(
    names.map((name, index) => {
      const openWirePort = ports[index] ?? 0
      const peers = ports.filter((port) => port !== openWirePort)
      return startActivemq({ asInGeoserver: true, network: { name, openWirePort, peers } })
    }),
  )
}

/** Resolves when each broker passes on what the nodes at the others take: its own node's queue, and a bridge for each other. */
export async function allBridged(brokers: readonly ActivemqBroker[]): Promise<void> {
  for (const broker of brokers)
    await eventually('all are bridged', async () => {
      const consumers = [...(await queuesAt(urlOf(broker))).values()]
      return consumers.length === brokers.length && consumers.every((count) => count === 1)
    })
}

/** Where a node finds the broker inside of it. */
export function urlOf({ host, openWirePort }: ActivemqBroker): string {
  return `tcp://${host}:${openWirePort}`
}

/** Nodes, each at a broker of its own. */
export async function startBridged(names: readonly string[]): Promise<readonly BridgedNode[]> {
  const brokers = await startBridgedBrokers(names)
  const nodes = names.flatMap((name, index) => {
    const broker = brokers[index]
    return broker === undefined ? [] : [bridgedNode(name, broker)]
  })
  for (const node of nodes) await node.join()
  await allBridged(brokers)
  return nodes
}

/** Who consumes which queue of a broker, and how many messages wait there for nobody: what a visitor must not change. */
export async function queuesAt(url: string): Promise<ReadonlyMap<string, number | null>> {
  const connection = await connectionTo(url)
  try {
    const listing = await connection.destinations(AbortSignal.timeout(patience))
    const queues = listing?.destinations.filter(({ kind }) => kind === 'queue') ?? []
    return new Map(queues.map(({ name, consumers }) => [name, consumers] as const).toSorted())
  } finally {
    await connection.close()
  }
}

function bridgedNode(name: string, broker: ActivemqBroker): BridgedNode {
  const url = urlOf(broker)
  const inbox = new Inbox()
  const publisher = new BrokerSession(networkUrl(url))
  let consumer: BrokerSession | undefined
  let sent = 0
  return {
    name,
    broker,
    url,
    inbox,
    publish: async (body) => {
      await publisher.connect()
      sent += 1
      const properties = { instanceName: name, group: 'geoserver-cluster', number: String(sent) }
      await publisher.publish({ destination: topic(topicName), properties, body })
    },
    join: async () => {
      consumer = new BrokerSession(networkUrl(url))
      await consumer.connect()
      await consumer.subscribe({ destination: queue(`Consumer.${name}.${topicName}`) }, inbox.take)
    },
    leave: async () => {
      await consumer?.close()
    },
    dispose: async () => {
      await Promise.all([consumer?.close(), publisher.close()])
      await broker.dispose()
    },
  }
}
