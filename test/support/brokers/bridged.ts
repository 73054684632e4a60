import { queue, topic } from '../../../electron/broker/destinations.ts'
import { BrokerSession } from '../../../electron/broker/sessions/session.ts'
import { startActivemq, type ActivemqBroker } from '../activemq.ts'
import { connectionTo, Inbox, networkUrl } from '../broker-session.ts'
import { eventually } from '../cluster.ts'
import { freePorts } from './free-ports.ts'

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

/** Brokers bridged each to each, with a node on every one; returns when each passes on what the others consume. */
export async function startBridged(names: readonly string[]): Promise<readonly BridgedNode[]> {
  const ports = await freePorts(names.length)
  const nodes = await Promise.all(
    names.map(async (name, index) => {
      const openWirePort = ports[index] ?? 0
      const peers = ports.filter((port) => port !== openWirePort)
      const broker = await startActivemq({ network: { name, openWirePort, peers }, withXStream: false })
      return bridgedNode(name, broker)
    }),
  )
  for (const node of nodes) await node.join()
  for (const { url } of nodes)
    await eventually('all are bridged', async () => (await queuesAt(url)).size === names.length)
  return nodes
}

/** Who consumes which queue of a broker, and how many messages wait there for nobody: what a visitor must not change. */
export async function queuesAt(url: string): Promise<ReadonlyMap<string, number | null>> {
  const connection = await connectionTo(url)
  try {
    const listing = await connection.destinations(AbortSignal.timeout(60_000))
    const queues = listing?.destinations.filter(({ kind }) => kind === 'queue') ?? []
    return new Map(queues.map(({ name, consumers }) => [name, consumers] as const).toSorted())
  } finally {
    await connection.close()
  }
}

function bridgedNode(name: string, broker: ActivemqBroker): BridgedNode {
  const url = `tcp://127.0.0.1:${broker.openWirePort}`
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
