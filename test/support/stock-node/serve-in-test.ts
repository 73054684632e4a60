import { onTestFinished } from 'vitest'
import { administrator, listen, type Login, type ServedNode } from '../../../electron/imitation/serve.ts'
import type { StockNode } from '../../../electron/imitation/stock-node.ts'

/** Lets a node answer on a port of this machine until the running test is finished. */
export async function serveNode(node: StockNode, login: Login = administrator): Promise<ServedNode> {
  const served = await listen(node, login)
  onTestFinished(served.close)
  return served
}
