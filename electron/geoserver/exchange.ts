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

  constructor(trust: Trust, options: AgentOptions) {
    super(options)
    this.#trust = trust
  }

  override createConnection({ host, port }: RequestOptions): TLSSocket {
    return connectSecurely({ host: host ?? '', port: Number(port ?? 443) }, this.#trust)
  }
}

/**
 * Asks over connections that are kept open for the next question, which costs less than `fetch`, and can be told whom to
 * trust. Redirections are answers like any other.
 */
export function exchangeTrusting(trust: Trust): Exchange {
  const key = JSON.stringify(trust)
  const agent = secureAgents.get(key) ?? new TrustingAgent(trust, keptOpen)
  secureAgents.set(key, agent)
  const begin = (
    url: string,
    { method, headers, signal }: ExchangeRequest,
    isKept: boolean,
  ): ClientRequest => {
    const options = { method, headers, signal }
    return url.startsWith('https:')
      ? askSecurely(url, { ...options, agent: isKept ? agent : new TrustingAgent(trust, {}) })
      : askPlainly(url, { ...options, agent: isKept ? plainAgent : false })
  }
  return async (url, request) => {
    // What was kept open may be closing just now; whether a change came through then, nobody could tell.
    if (request.method !== 'GET') return replyTo(begin(url, request, false), request.body)
    const asked = begin(url, request, true)
    try {
      return await replyTo(asked, undefined)
    } catch (error) {
      if (!asked.reusedSocket || request.signal.aborted || !isReset(error)) throw error
      return replyTo(begin(url, request, false), undefined)
    }
  }
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
