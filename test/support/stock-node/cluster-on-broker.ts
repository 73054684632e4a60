import { goldenPath } from '../data-directories.ts'
import { connectStockNode, type BrokerAddress } from './on-broker.ts'
import { administrator, listen, type Login } from './serve.ts'
import type { StockNode } from './stock-node.ts'

/** A node of a cluster of stock nodes, on its broker and at its address. */
export interface NodeOfCluster {
  readonly node: StockNode
  readonly url: string
  /** Every request so far, as `METHOD /rest/…`. */
  readonly asked: readonly string[]
  /** Resolves when all it was told to publish so far is with the broker. */
  readonly published: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Starts a node that takes part in a cluster by a broker and answers on a port of this machine. */
export async function startNodeOfCluster(
  instanceName: string,
  broker: BrokerAddress,
  properties: Readonly<Record<string, string>> = {},
  login: Login = administrator,
): Promise<NodeOfCluster> {
  const brokerURL = `stomp://${broker.host}:${broker.port}`
  const connected = await connectStockNode(
    { seed: goldenPath('seed/master'), properties: { instanceName, brokerURL, ...properties } },
    broker,
  )
  const served = await listen(connected.node, login)
  return {
    node: connected.node,
    url: served.url,
    asked: served.asked,
    published: connected.published,
    close: async () => {
      served.close()
      await connected.close()
    },
  }
}
