import { parseNetworkUrl } from '../broker/broker-url.ts'
import { consumerQueue, topic } from '../broker/destinations.ts'
import type { Message } from '../broker/message.ts'
import { BrokerSession } from '../broker/sessions/session.ts'
import type { Applied, WireMessage } from './messages/receiver.ts'
import { clusterProperties } from './rest/cluster-api.ts'
import { StockNode, type StockNodeOptions } from './stock-node.ts'

export interface ConnectedNode {
  readonly node: StockNode
  /** Resolves when all it was told to publish so far is with the broker, or lost. */
  readonly published: () => Promise<void>
  /** Loses its connection, as when it goes down; its messages wait. */
  readonly drop: () => Promise<void>
  /** Comes back with what it had, in memory and in files. */
  readonly reconnect: () => Promise<void>
}

export interface ConnectedNodeOptions extends Omit<StockNodeOptions, 'publish'> {
  /** Told what became of each message, which a real node tells nobody. */
  readonly onTaken?: (applied: Applied) => void
  /** Where the broker inside of it listens, which a node without a `brokerURL` has. */
  readonly ownBroker?: string
}

/**
 * Connects a node to the broker its `brokerURL` names, or to its own, as the module does: it publishes on the topic, and takes from its
 * own queue what it acknowledges before it looks at it.
 * @throws PLB-BROKER-ATTEMPTS-EXHAUSTED when the broker cannot be reached, or refuses
 */
export async function connectStockNode({
  onTaken = () => undefined,
  ownBroker = '',
  ...options
}: ConnectedNodeOptions): Promise<ConnectedNode> {
  let connection: Connection | undefined
  let sending: Promise<void> = Promise.resolve()
  const node = new StockNode({
    ...options,
    publish: (message) => {
      const sent = connection?.publish(message)
      // A stock master keeps nothing: what the broker does not take is lost.
      sending = Promise.allSettled([sending, sent]).then(() => undefined)
    },
  })
  const reconnect = async (): Promise<void> => {
    connection = await connect(node, ownBroker, onTaken)
    node.hasBroker = true
  }
  await reconnect()
  return {
    node,
    published: () => sending,
    drop: async () => {
      await sending
      const { close } = connection ?? {}
      connection = undefined
      node.hasBroker = false
      await close?.()
    },
    reconnect,
  }
}

interface Connection {
  readonly publish: (message: WireMessage) => Promise<void>
  readonly close: () => Promise<void>
}

async function connect(
  node: StockNode,
  ownBroker: string,
  onTaken: (applied: Applied) => void,
): Promise<Connection> {
  const properties = clusterProperties(node.core)
  const brokerUrl = properties.get('brokerURL') ?? ''
  const url = parseNetworkUrl(brokerUrl === '' ? ownBroker : brokerUrl)
  const topicName = properties.get('topicName') ?? ''
  // Whoever starts it is told why it cannot take part; a connection it had is made again for as long as it takes.
  const reconnect = { startupMaxReconnectAttempts: 3 }
  const [publishing, consuming] = [
    new BrokerSession(url, { reconnect }),
    new BrokerSession(url, { reconnect }),
  ]
  const gone = Promise.withResolvers<void>()
  const close = async (): Promise<void> => {
    gone.resolve()
    await Promise.all([publishing.close(), consuming.close()])
  }
  const take = async (message: Message): Promise<void> => {
    onTaken(await node.consume({ properties: message.properties, body: textOf(message) }))
  }
  try {
    await Promise.all([publishing.connect(), consuming.connect()])
    await consuming.subscribe({ destination: consumerQueue(node.instanceName, topicName) }, (message) => {
      message.ack()
      return Promise.race([take(message), gone.promise])
    })
  } catch (error) {
    await close()
    throw error
  }
  return {
    publish: ({ properties: own, body }) =>
      publishing.publish({ destination: topic(topicName), properties: Object.fromEntries(own), body }),
    close,
  }
}

function textOf({ content }: Message): string {
  return content.kind === 'object' || content.kind === 'text' ? content.text : ''
}
