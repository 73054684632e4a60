import { z } from 'zod'
import { failure } from '../errors/failure.ts'
import { hasControlCharacter } from '../text/control-characters.ts'
import { JsonRefused, parseJson, type JsonLimits } from '../text/json.ts'
import { childText } from '../xml/element.ts'
import { documentIn } from './document-in.ts'
import { escapedPath, RestConnection, type GeoServerOptions, type Patience } from './rest-connection.ts'
import { say } from '../sentences/say.ts'

export type { GeoServerLogin, GeoServerOptions } from './rest-connection.ts'

/** One name in a directory of the resource API. */
export interface ResourceEntry {
  readonly name: string
  readonly isDirectory: boolean
}

/** A file of a data directory, and what a later reading needs to know whether it is still the same. */
export interface ResourceFile {
  readonly content: Buffer
  /** As the node says it; undefined when it may have been written in the very second it was read. */
  readonly lastModified: string | undefined
}

const entryLimit = 100_000
/** As many values as that many names are listed with, counted before anything is made of them. */
const answerLimits: JsonLimits = { values: 1_000_000, depth: 32 }
/** Modification times have whole seconds: what is younger than this may change without looking changed. */
const settled = 2_000

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

const child = z
  .object({
    name: z.union([z.string().max(1000), z.number(), z.boolean()]),
    link: z.object({ type: z.string().optional(), href: z.string().max(10_000).optional() }).optional(),
  })
  .transform(({ name, link }) => ({ name: nameIn(name, link?.href), type: link?.type }))
const directory = z.object({
  ResourceDirectory: z.object({
    children: z.union([z.literal(''), z.object({ child: oneOrMore(child) })]).optional(),
  }),
})

/**
 * What Plumbline asks a GeoServer over REST to know it: what it is, and the files of its data directory. It only reads,
 * and only with GET, since HEAD is refused by GeoServer's own rules.
 */
export class GeoServerClient {
  readonly connection: RestConnection

  readonly #options: GeoServerOptions

  constructor(options: GeoServerOptions) {
    this.#options = options
    this.connection = new RestConnection(options)
  }

  /** The same node, asked with patience. */
  patient(patience: Patience): GeoServerClient {
    return new GeoServerClient({ ...this.#options, ...patience })
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
    return (await this.read(path, undefined, signal))?.content
  }

  /**
   * As {@link file}, with the time it was changed.
   * @param known the file as it was read before, which is returned again when it has not changed
   */
  async read(
    path: readonly string[],
    known: ResourceFile | undefined,
    signal?: AbortSignal,
  ): Promise<ResourceFile | undefined> {
    const since = known?.lastModified
    const answer = await this.connection.get(`rest/resource/${escapedPath(path)}`, {
      signal,
      ...(since === undefined ? {} : { ifModifiedSince: since }),
    })
    if (answer === undefined || answer.resourceType === 'directory') return undefined
    if (answer.status === 304) return known
    const { body, lastModified, date } = answer
    const age = Date.parse(date ?? '') - Date.parse(lastModified ?? '')
    return { content: body, lastModified: age >= settled ? lastModified : undefined }
  }

  /**
   * What a directory of the data directory holds; undefined when there is no such directory, or a file.
   * @throws PLB-GEOSERVER-…; the signal's reason
   */
  async list(path: readonly string[], signal?: AbortSignal): Promise<readonly ResourceEntry[] | undefined> {
    const address = `rest/resource${path.length === 0 ? '' : `/${escapedPath(path)}`}?format=json`
    const answer = await this.connection.get(address, { signal })
    if (answer === undefined || answer.resourceType === 'resource') return undefined
    const { children } = this.#parse(address, answer.body, directory).ResourceDirectory
    const found = children === undefined || children === '' ? [] : children.child
    if (found.length > entryLimit) {
      throw this.connection.unexpected(address, say('geoserver.listsMoreThanNames', { limit: entryLimit }))
    }
    const entries = found
      .filter(({ name }) => isPlainName(name))
      .map(async ({ name, type }) => {
        if (type !== 'application/json') return { name, isDirectory: false }
        // Only by its type a directory is known from a file, and files of JSON, as rules of styles can be, have the same.
        if (!name.endsWith('.json')) return { name, isDirectory: true }
        const isRules = path.at(-1) === 'styles'
        return { name, isDirectory: !isRules && (await this.isDirectory([...path, name], signal)) }
      })
    return Promise.all(entries)
  }

  /**
   * Whether there is a directory of the data directory, also where it cannot be listed.
   * @throws PLB-GEOSERVER-…; the signal's reason
   */
  async isDirectory(path: readonly string[], signal?: AbortSignal): Promise<boolean> {
    const address = `rest/resource${path.length === 0 ? '' : `/${escapedPath(path)}`}?operation=metadata&format=xml`
    const answer = await this.connection.get(address, { signal })
    const document = answer && documentIn(answer)
    return document !== undefined && childText(document, 'type') === 'directory'
  }

  async #required(path: string, signal: AbortSignal | undefined): Promise<Buffer> {
    const answer = await this.connection.get(path, { signal })
    if (answer === undefined) {
      throw failure('PLB-GEOSERVER-NOT-FOUND', { url: this.connection.url, path: path.replace(/\?.*$/, '') })
    }
    return answer.body
  }

  #parse<Schema extends z.ZodType>(path: string, body: Buffer, schema: Schema): z.output<Schema> {
    let value: unknown
    try {
      value = parseJson(body.toString('utf8'), answerLimits)
    } catch (error) {
      throw this.connection.unexpected(
        path,
        error instanceof JsonRefused
          ? say(error.too === 'many' ? 'geoserver.jsonTooLarge' : 'geoserver.jsonTooDeep', {
              limit: error.limit,
            })
          : say('storage.noJson'),
      )
    }
    const parsed = schema.safeParse(value)
    if (!parsed.success) throw this.connection.unexpected(path, say('geoserver.jsonAnotherForm'))
    return parsed.data
  }
}

/** The name of an entry: where it looks like a number or a truth it is written as one, and only its address has it as it is. */
function nameIn(name: string | number | boolean, href: string | undefined): string {
  if (typeof name === 'string') return name
  const segment = /[^/]+$/.exec(href ?? '')?.[0]
  try {
    return segment === undefined ? String(name) : decodeURIComponent(segment)
  } catch {
    return String(name)
  }
}

/** A name that can lie in a data directory, leads nowhere else, and can be asked for: GeoServer refuses some in paths. */
export function isPlainName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\%;+]/.test(name) && !hasControlCharacter(name)
}
