import {
  decodeStringObject,
  encodeStringObject,
  objectTransformation,
} from '../../../electron/broker/stomp/object-message.ts'
import { StompClient } from '../stomp-client.ts'
import { clusterProperties } from './cluster-api.ts'
import type { Applied, WireMessage } from './receiver.ts'
import { StockNode, type StockNodeOptions } from './stock-node.ts'

export interface ConnectedNode {
  readonly node: StockNode
  /** Resolves when all it was told to publish so far is with the broker. */
  readonly published: () => Promise<void>
  /** Loses its connection, as when it goes down; its messages wait. */
  readonly drop: () => Promise<void>
  /** Comes back with what it had, in memory and in files. */
  readonly reconnect: () => Promise<void>
  readonly close: () => Promise<void>
}

export interface BrokerAddress {
  readonly host: string
  readonly port: number
  readonly login?: string
  readonly passcode?: string
}

/** Longer than any test: a node waits for messages for ever. */
const forEver = 2_000_000_000

/**
 * Connects a node to a broker as the module does: it publishes on the topic, and takes from its own queue what it
 * acknowledges before it looks at it.
 */
export async function connectStockNode(
  options: Omit<StockNodeOptions, 'publish'> & { readonly onTaken?: (applied: Applied) => void },
  address: BrokerAddress,
): Promise<ConnectedNode> {
  let connection: Connection | undefined
  let sending: Promise<unknown> = Promise.resolve()
  const node = new StockNode({
    ...options,
    publish: (message) => {
      sending = sending.then(() => connection && send(connection.client, node, message))
    },
  })
  const reconnect = async (): Promise<void> => {
    connection = await connect(node, address, options.onTaken)
  }
  const drop = async (): Promise<void> => {
    await sending
    const { client, ended } = connection ?? {}
    connection = undefined
    await client?.drop()
    await ended
  }
  await reconnect()
  return {
    node,
    published: async () => {
      await sending
    },
    drop,
    reconnect,
    close: drop,
  }
}

interface Connection {
  readonly client: StompClient
  readonly ended: Promise<void>
}

async function connect(
  node: StockNode,
  { host, port, login, passcode }: BrokerAddress,
  onTaken: (applied: Applied) => void = () => undefined,
): Promise<Connection> {
  const headers = {
    ...(login === undefined ? {} : { login }),
    ...(passcode === undefined ? {} : { passcode }),
  }
  const client = await StompClient.connect({ host, port, headers, deadline: forEver })
  const queue = `/queue/Consumer.${node.instanceName}.${topicOf(node)}`
  const subscription = await client.subscribe(queue, { transformation: objectTransformation, ack: 'auto' })
  const consuming = async (): Promise<never> => {
    for (;;) {
      const { headers: properties, text } = await subscription.next()
      const body = decodeStringObject(text, properties.transformation ?? objectTransformation) ?? ''
      onTaken(await node.consume({ properties: new Map(Object.entries(properties)), body }))
    }
  }
  // It ends when the connection does.
  return { client, ended: consuming().catch(() => undefined) }
}

function topicOf(node: StockNode): string {
  return clusterProperties(node.core).get('topicName') ?? 'VirtualTopic.geoserver'
}

async function send(
  client: StompClient,
  node: StockNode,
  { properties, body }: WireMessage,
): Promise<unknown> {
  return client.request(
    'SEND',
    {
      ...Object.fromEntries(properties),
      destination: `/topic/${topicOf(node)}`,
      transformation: objectTransformation,
      persistent: 'true',
      priority: 4,
    },
    encodeStringObject(body),
  )
}
