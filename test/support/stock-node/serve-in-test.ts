import { setImmediate } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import type { Exchange } from '../../../electron/geoserver/exchange.ts'
import { GeoServerClient } from '../../../electron/geoserver/client.ts'
import {
  administrator,
  answer,
  listen,
  type Login,
  type ServedNode,
} from '../../../electron/imitation/serve.ts'
import type { StockNode } from '../../../electron/imitation/stock-node.ts'

/** Lets a node answer on a port of this machine until the running test is finished. */
export async function serveNode(node: StockNode, login: Login = administrator): Promise<ServedNode> {
  const served = await listen(node, login)
  onTestFinished(served.close)
  return served
}

export interface AskedNode {
  readonly client: GeoServerClient
  /** Answers as the node does. */
  readonly exchange: Exchange
  /** Every request so far, as `METHOD /rest/…`. */
  readonly asked: readonly string[]
}

/** Asks a node without a port, for a twentieth of the time: what it answers is the same. */
export function askDirectly(node: StockNode): AskedNode {
  const url = `http://${node.instanceName}.example/geoserver`
  const asked: string[] = []
  const exchange: Exchange = async (address, { method, headers, body = '', signal }) => {
    // As from elsewhere: never in the turn in which it was asked.
    await setImmediate()
    signal.throwIfAborted()
    const target = address.slice(url.length)
    asked.push(`${method} ${target}`)
    const found = answer(node, { method, target, headers, body: Buffer.from(body) })
    const told = new Map(Object.entries(found.headers).map(([name, value]) => [name.toLowerCase(), value]))
    return {
      status: found.status,
      headers: { get: (name) => told.get(name) ?? null },
      body: found.status === 304 ? null : inOnePart(found.body),
    }
  }
  return { client: new GeoServerClient({ url, ...administrator, fetch: exchange }), exchange, asked }
}

async function* inOnePart(body: string | Buffer): AsyncGenerator<Buffer, void> {
  yield await Promise.resolve(Buffer.from(body))
}
