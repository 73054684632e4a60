import {
  decodeStringObject,
  encodeStringObject,
  objectTransformation,
} from '../../../electron/broker/object-message.ts'
import { StompClient } from '../stomp-client.ts'
import { clusterProperties } from './cluster-api.ts'
import type { Applied, WireMessage } from './receiver.ts'
import { StockNode, type StockNodeOptions } from './stock-node.ts'

export interface ConnectedNode {
  readonly node: StockNode
  /** Resolves when all it was told to publish so far is with the broker. */
  readonly published: () => Promise<void>
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
  { host, port, login, passcode }: BrokerAddress,
): Promise<ConnectedNode> {
  const headers = {
    ...(login === undefined ? {} : { login }),
    ...(passcode === undefined ? {} : { passcode }),
  }
  const client = await StompClient.connect({ host, port, headers, deadline: forEver })
  let sending: Promise<unknown> = Promise.resolve()
  const node = new StockNode({
    ...options,
    publish: (message) => {
      sending = sending.then(() => send(client, node, message))
    },
  })
  const queue = `/queue/Consumer.${node.instanceName}.${topicOf(node)}`
  const subscription = await client.subscribe(queue, { transformation: objectTransformation, ack: 'auto' })
  const consuming = (async () => {
    for (;;) {
      const { headers: properties, text } = await subscription.next()
      const body = decodeStringObject(text, properties.transformation ?? objectTransformation) ?? ''
      const applied = await node.consume({ properties: new Map(Object.entries(properties)), body })
      options.onTaken?.(applied)
    }
  })()
  // It ends when the connection does.
  const ended = consuming.catch(() => undefined)
  return {
    node,
    published: async () => {
      await sending
    },
    close: async () => {
      await sending
      await client.drop()
      await ended
    },
  }
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
