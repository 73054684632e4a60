import {
  Agent as PlainAgent,
  request as askPlainly,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http'
import {
  Agent as SecureAgent,
  request as askSecurely,
  type AgentOptions,
  type RequestOptions,
} from 'node:https'
import type { TLSSocket } from 'node:tls'
import { connectSecurely } from '../tls/secure-socket.ts'
import type { Trust } from '../tls/trust.ts'
import { through, type Place } from '../tunnel/ssh-tunnel.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** One request, and its answer as it begins. */
export type Exchange = (url: string, request: ExchangeRequest) => Promise<Reply>

export interface ExchangeRequest {
  readonly method: Method
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer>
  /** For what would follow them. */
  readonly redirect: 'manual'
  readonly signal: AbortSignal
}

/** What is needed of a `Response`. */
export interface Reply {
  readonly status: number
  readonly headers: Pick<Headers, 'get'>
  readonly body: AsyncIterable<unknown> | null
}

const keptOpen = { keepAlive: true, maxFreeSockets: 8 }
const plainAgent = new PlainAgent(keptOpen)
const secureAgents = new Map<string, SecureAgent>()

/** Its connections are trusted as is said, and by nothing else. */
class TrustingAgent extends SecureAgent {
  readonly #trust: Trust
  readonly #far: Place | undefined

  /** @param far what its connections lead to, where they begin at a tunnel */
  constructor(trust: Trust, far: Place | undefined, options: AgentOptions) {
    super(options)
    this.#trust = trust
    this.#far = far
  }

  override createConnection({ host, port }: RequestOptions): TLSSocket {
    const near = { host: host ?? '', port: Number(port ?? 443) }
    return connectSecurely({ ...(this.#far ?? near), near }, this.#trust)
  }
}

function keptAgent(trust: Trust, far: Place | undefined): SecureAgent {
  const key = JSON.stringify([trust, far])
  const agent = secureAgents.get(key) ?? new TrustingAgent(trust, far, keptOpen)
  secureAgents.set(key, agent)
  return agent
}

/**
 * Asks over connections that are kept open for the next question, which costs less than `fetch`, and can be told whom to
 * trust and through which machine to go. Redirections are answers like any other.
 */
export function exchangeTrusting(trust: Trust, via?: string): Exchange {
  const begin = (
    url: URL,
    { method, headers, signal }: ExchangeRequest,
    isKept: boolean,
    near: Place | undefined,
  ): ClientRequest => {
    const far = near === undefined ? undefined : placeOf(url)
    const tunnelled = near && {
      hostname: near.host,
      port: near.port,
      headers: { ...headers, host: url.host },
    }
    const options = { method, headers, signal, ...tunnelled }
    return url.protocol === 'https:'
      ? askSecurely(url, {
          ...options,
          agent: isKept ? keptAgent(trust, far) : new TrustingAgent(trust, far, {}),
        })
      : askPlainly(url, { ...options, agent: isKept ? plainAgent : false })
  }
  return async (text, request) => {
    const url = new URL(text)
    const near = via === undefined ? undefined : await through(via, placeOf(url), request.signal)
    // What was kept open may be closing just now; whether a change came through then, nobody could tell.
    if (request.method !== 'GET') return replyTo(begin(url, request, false, near), request.body)
    const asked = begin(url, request, true, near)
    try {
      return await replyTo(asked, undefined)
    } catch (error) {
      if (!asked.reusedSocket || request.signal.aborted || !isReset(error)) throw error
      return replyTo(begin(url, request, false, near), undefined)
    }
  }
}

/** Where a URL leads. */
export function placeOf({ protocol, hostname, port }: URL): Place {
  const usual = protocol === 'https:' ? 443 : 80
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usual : Number(port) }
}

async function replyTo(
  request: ClientRequest,
  body: string | Uint8Array<ArrayBuffer> | undefined,
): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  request.on('response', resolve)
  request.on('error', reject)
  request.end(body)
  const incoming = await promise
  const { statusCode: status = 0, headers } = incoming
  const get = (name: string): string | null => {
    const value = headers[name.toLowerCase()]
    return typeof value === 'string' ? value : null
  }
  return { status, headers: { get }, body: incoming }
}

function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
}
