import { failure, isFailure, textOf, type Failure } from '../errors/failure.ts'
import { exchangeTrusting, placeOf, type Exchange, type Method, type Reply } from './exchange.ts'
import { answersTls } from '../tls/secure-socket.ts'
import { tlsFailure } from '../tls/tls-failure.ts'
import type { Trust } from '../tls/trust.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'

/** Where a GeoServer is, and who asks it. */
export interface GeoServerLogin {
  /** `http://host:8080/geoserver`, without a login in it. */
  readonly url: string
  readonly user: string
  readonly password: string
  /** How it proves itself over https, and we do. */
  readonly trust?: Trust | undefined
  /** The machine to go through by ssh. */
  readonly via?: string | undefined
}

export interface GeoServerOptions extends GeoServerLogin, Patience {
  /** Milliseconds for one answer, from asking to its last byte. */
  readonly deadline?: number
  readonly fetch?: Exchange
}

/** With a node that lets wait: one that reloads, starts or clears its memory answers nobody for a while. */
export interface Patience {
  /**
   * Hears each time that a question is asked again that was not answered in time, which is done where somebody hears of it,
   * for two minutes; a change is never sent twice.
   */
  readonly onSilence?: (() => void) | undefined
}

const patientAttempts = 8

export interface RestRequest {
  readonly method: Method
  /** Below the address of the GeoServer, escaped, with its query. */
  readonly path: string
  readonly type?: string
  readonly body?: string | Uint8Array<ArrayBuffer>
  /** Answer only if it changed since, as `Last-Modified` said; 304 otherwise. */
  readonly ifModifiedSince?: string
  /** The site that is said to ask. */
  readonly origin?: string
  /** Bytes an answer may have, where these are fewer than usual. */
  readonly limit?: number
  /** Milliseconds for its answer, where they are others than usual. */
  readonly deadline?: number
  readonly signal?: AbortSignal | undefined
}

export interface RestAnswer {
  readonly status: number
  readonly body: Buffer
  /** As the header says, which has whole seconds. */
  readonly lastModified: string | undefined
  /** Of the resource API: `directory`, or `resource` for a file. */
  readonly resourceType: string | undefined
  /** When the node answered, by its own clock. */
  readonly date: string | undefined
}

const defaultDeadline = 15_000
/** A change waits until a node that is busy lets it, and of one that was given up nobody knows what became. */
const changeDeadline = 60_000
const answerLimit = 16 * 1024 * 1024

/**
 * A GeoServer's REST interface as one asks it. Connections are kept open between requests; no redirection is followed,
 * so that the password goes to nobody else; an answer has a limit in time and size.
 */
export class RestConnection {
  readonly url: string
  readonly #authorization: string
  readonly #deadline: number
  readonly #changeDeadline: number
  readonly #exchange: Exchange
  readonly #isDirect: boolean
  readonly #patience: Patience

  constructor(options: GeoServerOptions) {
    this.url = options.url.replace(/\/+$/, '')
    const login = Buffer.from(`${options.user}:${options.password}`, 'utf8').toString('base64')
    this.#authorization = `Basic ${login}`
    this.#deadline = options.deadline ?? defaultDeadline
    this.#changeDeadline = options.deadline ?? changeDeadline
    this.#exchange = options.fetch ?? exchangeTrusting(options.trust ?? {}, options.via)
    this.#isDirect = options.via === undefined
    this.#patience = options
  }

  /**
   * The answer, whatever its status.
   * @throws PLB-GEOSERVER-UNREACHABLE, -SILENT, PLB-TLS-…, PLB-GEOSERVER-UNEXPECTED for a redirection,
   * PLB-GEOSERVER-TOO-LARGE; the signal's reason
   */
  async ask(request: RestRequest): Promise<RestAnswer> {
    const { onSilence } = this.#patience
    const attempts = onSilence === undefined || request.method !== 'GET' ? 1 : patientAttempts
    for (let attempt = 1; attempt < attempts; attempt += 1) {
      try {
        return await this.#askOnce(request)
      } catch (error) {
        if (!isFailure(error, 'PLB-GEOSERVER-SILENT')) throw error
        onSilence?.()
      }
    }
    return this.#askOnce(request)
  }

  async #askOnce(request: RestRequest): Promise<RestAnswer> {
    const { method, path, type, body, ifModifiedSince, origin, limit = answerLimit, signal } = request
    const { deadline = method === 'GET' ? this.#deadline : this.#changeDeadline } = request
    const late = AbortSignal.timeout(deadline)
    try {
      const response = await this.#exchange(`${this.url}/${path}`, {
        method,
        headers: {
          authorization: this.#authorization,
          accept: '*/*',
          ...(type === undefined ? {} : { 'content-type': type }),
          ...(origin === undefined ? {} : { origin }),
          ...(ifModifiedSince === undefined ? {} : { 'if-modified-since': ifModifiedSince }),
        },
        ...(body === undefined ? {} : { body }),
        redirect: 'manual',
        signal: signal === undefined ? late : AbortSignal.any([signal, late]),
      })
      const { status, headers } = response
      if (status >= 300 && status < 400 && status !== 304) {
        await response.body?.[Symbol.asyncIterator]().return?.()
        throw this.unexpected(path, say('geoserver.redirectsAnotherAddress'))
      }
      return {
        status,
        body: await this.#read(response, path, limit),
        lastModified: headers.get('last-modified') ?? undefined,
        resourceType: headers.get('resource-type') ?? undefined,
        date: headers.get('date') ?? undefined,
      }
    } catch (error) {
      signal?.throwIfAborted()
      if (isFailure(error)) throw error
      const ofTls = tlsFailure(error, new URL(this.url).host)
      if (ofTls !== undefined) throw ofTls
      if (isHangUp(error) && (await this.#expectsTls(signal)))
        throw failure('PLB-TLS-REQUIRED', { server: new URL(this.url).host }, error)
      if (late.aborted)
        throw failure('PLB-GEOSERVER-SILENT', { url: this.url, milliseconds: deadline }, error)
      throw failure('PLB-GEOSERVER-UNREACHABLE', { url: this.url, reason: reasonOf(error) }, error)
    }
  }

  /**
   * What lies at a path; undefined when nothing does, or when it has not changed.
   * @throws as {@link ask}, and PLB-GEOSERVER-CREDENTIALS, PLB-GEOSERVER-NOT-ADMINISTRATOR, PLB-GEOSERVER-UNEXPECTED
   * for other statuses
   */
  async get(
    path: string,
    options: Pick<RestRequest, 'signal' | 'ifModifiedSince' | 'limit'> = {},
  ): Promise<(RestAnswer & { readonly status: 200 | 304 }) | undefined> {
    const request = { method: 'GET', path, ...options } as const
    const first = await this.ask(request)
    // A GeoServer that is busy fails at a file now and then, and has it a moment later.
    const isAskedAgain = first.status === 500 && path.startsWith('rest/resource/')
    const answer = isAskedAgain ? await this.ask(request) : first
    const { status } = answer
    if (status === 200 || status === 304) return { ...answer, status }
    if (status === 404) return undefined
    if (status === 401) throw failure('PLB-GEOSERVER-CREDENTIALS', { url: this.url, path: plainPath(path) })
    if (status === 403) {
      throw failure('PLB-GEOSERVER-NOT-ADMINISTRATOR', { url: this.url, path: plainPath(path) })
    }
    if (status >= 502 && status <= 504) {
      const reason = say('geoserver.startingOrProxy', { status })
      throw failure('PLB-GEOSERVER-UNREACHABLE', { url: this.url, reason })
    }
    throw this.unexpected(path, say('geoserver.status', { status }))
  }

  unexpected(path: string, reason: Wording, cause?: unknown): Failure {
    return failure('PLB-GEOSERVER-UNEXPECTED', { url: this.url, path: plainPath(path), reason }, cause)
  }

  async #expectsTls(signal: AbortSignal | undefined): Promise<boolean> {
    const url = new URL(this.url)
    if (url.protocol !== 'http:' || !this.#isDirect) return false
    return answersTls(placeOf(url), signal ?? AbortSignal.timeout(this.#deadline))
  }

  async #read({ body }: Reply, path: string, limit: number): Promise<Buffer> {
    const parts: Uint8Array[] = []
    let size = 0
    for await (const part of body ?? []) {
      if (!(part instanceof Uint8Array)) continue
      size += part.byteLength
      if (size > limit) {
        throw failure('PLB-GEOSERVER-TOO-LARGE', { url: this.url, path: plainPath(path), limit })
      }
      parts.push(part)
    }
    return Buffer.concat(parts)
  }
}

export function escapedPath(names: readonly string[]): string {
  return names.map((name) => encodeURIComponent(name)).join('/')
}

function plainPath(path: string): string {
  return path.replace(/\?.*$/, '')
}

function isHangUp(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
}

/** What is thrown may say the same for everything; its cause says what it was. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  return textOf(cause ?? error).replace(/\.$/, '')
}
