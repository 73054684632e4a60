import { connectStockNode, type ConnectedNode, type ConnectedNodeOptions } from './on-broker.ts'
import { administrator, listen, type Login, type ServedNode } from './serve.ts'

/** A node of a cluster, on its broker and at its address. */
export type RunningNode = ConnectedNode & Omit<ServedNode, 'close'> & { readonly close: () => Promise<void> }

/** Starts a node that takes part in a cluster by the broker its `brokerURL` names, and answers on a port of this machine. */
export async function startStockNode(
  options: ConnectedNodeOptions,
  login: Login = administrator,
): Promise<RunningNode> {
  const connected = await connectStockNode(options)
  const served = await listen(connected.node, login)
  return {
    ...connected,
    ...served,
    close: async () => {
      served.close()
      await connected.drop()
    },
  }
}
