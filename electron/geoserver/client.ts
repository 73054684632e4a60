import { z } from 'zod'
import { failure, isFailure, textOf, type Failure } from '../errors/failure.ts'
import { hasControlCharacter } from '../text/control-characters.ts'

export interface GeoServerOptions {
  /** `http://host:8080/geoserver`, without a login in it. */
  readonly url: string
  readonly user: string
  readonly password: string
  /** Milliseconds for one answer, from asking to its last byte. */
  readonly deadline?: number
  readonly fetch?: typeof fetch
}

/** One name in a directory of the resource API. */
export interface ResourceEntry {
  readonly name: string
  readonly isDirectory: boolean
}

const defaultDeadline = 15_000
const answerLimit = 16 * 1024 * 1024
const entryLimit = 20_000

const scalar = z.union([z.string(), z.number()]).transform(String)
/** A list of one is written as the one. */
const oneOrMore = <Item extends z.ZodType>(item: Item) =>
  z.union([z.array(item), item.transform((each) => [each])])

const about = z.object({
  about: z.object({
    resource: oneOrMore(z.object({ '@name': z.string(), Version: scalar.optional() })),
  }),
})
const emptyAbout = z.object({
  about: z.union([z.literal(''), z.object({ resource: z.undefined().optional() })]),
})

const child = z.object({
  name: z.string().max(1000),
  link: z.object({ type: z.string().optional() }).optional(),
})
const directory = z.object({
  ResourceDirectory: z.object({
    children: z.union([z.literal(''), z.object({ child: oneOrMore(child) })]).optional(),
  }),
})

/**
 * The little Plumbline asks a GeoServer over REST: what it is, and the files of its data directory. It only reads, and
 * only with GET, since HEAD is refused by GeoServer's own rules. It follows no redirection, so that the password goes
 * to nobody else.
 */
export class GeoServerClient {
  readonly #url: string
  readonly #authorization: string
  readonly #deadline: number
  readonly #fetch: typeof fetch

  constructor(options: GeoServerOptions) {
    this.#url = options.url.replace(/\/+$/, '')
    const login = Buffer.from(`${options.user}:${options.password}`, 'utf8').toString('base64')
    this.#authorization = `Basic ${login}`
    this.#deadline = options.deadline ?? defaultDeadline
    this.#fetch = options.fetch ?? fetch
  }

  /**
   * The version of GeoServer itself, such as `2.26.2`.
   * @throws PLB-GEOSERVER-…; the signal's reason
   */
  async version(signal?: AbortSignal): Promise<string | undefined> {
    const path = 'rest/about/version.json'
    const { about: found } = this.#parse(path, await this.#required(path, signal), about)
    return found.resource.find((each) => each['@name'] === 'GeoServer')?.Version
  }

  /**
   * Names of the jar files of the clustering module, as `gs-jms-geoserver-2.26.2`; empty when it is not installed.
   * @throws PLB-GEOSERVER-…; the signal's reason
   */
  async clusteringModules(signal?: AbortSignal): Promise<readonly string[]> {
    const path = 'rest/about/manifest.json?manifest=gs-jms.*'
    const body = await this.#required(path, signal)
    const { about: found } = this.#parse(path, body, z.union([about, emptyAbout]))
    const resource = found === '' ? undefined : found.resource
    return (resource ?? []).map((each) => each['@name'])
  }

  /**
   * The content of a file of the data directory.
   * @param path its names below the data directory
   * @returns undefined when there is no such file
   * @throws PLB-GEOSERVER-…; the signal's reason
   */
  async file(path: readonly string[], signal?: AbortSignal): Promise<Buffer | undefined> {
    return this.#get(`rest/resource/${encoded(path)}`, signal)
  }

  /**
   * What a directory of the data directory holds; undefined when there is no such directory.
   * @throws PLB-GEOSERVER-…; the signal's reason
   */
  async list(path: readonly string[], signal?: AbortSignal): Promise<readonly ResourceEntry[] | undefined> {
    const address = `rest/resource${path.length === 0 ? '' : `/${encoded(path)}`}?format=json`
    const body = await this.#get(address, signal)
    if (body === undefined) return undefined
    const { children } = this.#parse(address, body, directory).ResourceDirectory
    const found = children === undefined || children === '' ? [] : children.child
    if (found.length > entryLimit) throw this.#unexpected(address, `it lists more than ${entryLimit} names`)
    return found
      .filter(({ name }) => isPlainName(name))
      .map(({ name, link }) => ({
        name,
        // Only by its type a directory is known from a file, and files of JSON have the same.
        isDirectory: link?.type === 'application/json' && !name.endsWith('.json'),
      }))
  }

  async #required(path: string, signal: AbortSignal | undefined): Promise<Buffer> {
    const body = await this.#get(path, signal)
    if (body === undefined) throw failure('PLB-GEOSERVER-NOT-FOUND', { url: this.#url, path: plain(path) })
    return body
  }

  async #get(path: string, signal: AbortSignal | undefined): Promise<Buffer | undefined> {
    const late = AbortSignal.timeout(this.#deadline)
    try {
      const response = await this.#fetch(`${this.#url}/${path}`, {
        headers: { authorization: this.#authorization, accept: '*/*' },
        redirect: 'manual',
        signal: signal === undefined ? late : AbortSignal.any([signal, late]),
      })
      return await this.#bodyOf(response, path)
    } catch (error) {
      signal?.throwIfAborted()
      if (isFailure(error)) throw error
      const reason = late.aborted ? `it did not answer within ${this.#deadline} ms` : reasonOf(error)
      throw failure('PLB-GEOSERVER-UNREACHABLE', { url: this.#url, reason }, error)
    }
  }

  async #bodyOf(response: Response, path: string): Promise<Buffer | undefined> {
    const { status } = response
    if (status === 200) return this.#read(response, path)
    await response.body?.cancel()
    if (status === 404) return undefined
    if (status === 401 || status === 403) {
      throw failure('PLB-GEOSERVER-CREDENTIALS', { url: this.#url, path: plain(path) })
    }
    if (status >= 300 && status < 400) throw this.#unexpected(path, 'it redirects to another address')
    throw this.#unexpected(path, `status ${status}`)
  }

  async #read({ body }: Response, path: string): Promise<Buffer> {
    const parts: Uint8Array[] = []
    let size = 0
    const chunks: AsyncIterable<unknown> | readonly unknown[] = body ?? []
    for await (const part of chunks) {
      if (!(part instanceof Uint8Array)) continue
      size += part.byteLength
      if (size > answerLimit) {
        throw failure('PLB-GEOSERVER-TOO-LARGE', { url: this.#url, path: plain(path), limit: answerLimit })
      }
      parts.push(part)
    }
    return Buffer.concat(parts)
  }

  #parse<Form extends z.ZodType>(path: string, body: Buffer, form: Form): z.output<Form> {
    let value: unknown
    try {
      value = JSON.parse(body.toString('utf8'))
    } catch {
      throw this.#unexpected(path, 'it is no JSON')
    }
    const parsed = form.safeParse(value)
    if (!parsed.success) throw this.#unexpected(path, 'its JSON has another form')
    return parsed.data
  }

  #unexpected(path: string, reason: string): Failure {
    return failure('PLB-GEOSERVER-UNEXPECTED', { url: this.#url, path: plain(path), reason })
  }
}

/** A name that can lie in a data directory and leads nowhere else. */
function isPlainName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\]/.test(name) && !hasControlCharacter(name)
}

function encoded(path: readonly string[]): string {
  return path.map((name) => encodeURIComponent(name)).join('/')
}

function plain(path: string): string {
  return path.replace(/\?.*$/, '')
}

/** What fetch throws says the same for everything; its cause says what it was. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  return textOf(cause ?? error).replace(/\.$/, '')
}
