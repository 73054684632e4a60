import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { connectStockNode, type ConnectedNode, type ConnectedNodeOptions } from './on-broker.ts'
import type { Answer, Request } from './rest/exchange.ts'
import { RestError } from './rest/rest-error.ts'
import type { StockNode } from './stock-node.ts'

export interface Login {
  readonly user: string
  readonly password: string
}

export const administrator: Login = { user: 'admin', password: 'geoserver' }

/** Answers an administrator; everyone else is refused before anything is looked at. */
export function answer(node: StockNode, request: Request, login: Login = administrator): Answer {
  const expected = `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`
  const Date = node.time().toUTCString()
  if (request.headers.authorization === expected) {
    const found = node.handle(request)
    return { ...found, headers: { Date, ...found.headers } }
  }
  const [path = ''] = request.target.split('?')
  const refused = new RestError(401, 'Unauthorized', 'page').answer(path)
  const headers = { Date, ...refused.headers, 'WWW-Authenticate': 'Basic realm="GeoServer Realm"' }
  return { ...refused, headers }
}

export interface ServedNode {
  /** The address an operator would enter, ending in `/geoserver`. */
  readonly url: string
  /** Every request so far, as `METHOD /rest/…`. */
  readonly asked: readonly string[]
  readonly close: () => void
}

/** Lets a node answer on a port of this machine, below `/geoserver`. */
export async function listen(node: StockNode, login: Login = administrator): Promise<ServedNode> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const handled = (async () => {
      const target = (request.url ?? '').replace(/^\/geoserver/, '')
      asked.push(`${request.method} ${target}`)
      const body = await bodyOf(request)
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(', ') : (value ?? ''),
        ]),
      )
      const found = answer(node, { method: request.method ?? 'GET', target, headers, body }, login)
      response.writeHead(found.status, found.headers).end(found.status === 304 ? undefined : found.body)
    })()
    handled.catch((error: unknown) => {
      response.writeHead(500, { 'Content-Type': 'text/plain' }).end(String(error))
    })
  })
  // As long as Jetty keeps a connection that is not used.
  server.keepAliveTimeout = 30_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/geoserver`,
    asked,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) if (part instanceof Buffer) parts.push(part)
  return Buffer.concat(parts)
}

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
