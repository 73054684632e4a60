import { storeKinds, type Kind, type StoreKind } from '../../catalog/kinds/property.ts'
import { resourceOfStore, resourcePaths, storePaths } from '../../catalog/kinds/rest-paths.ts'
import { childText } from '../../xml/element.ts'
import { decodeUtf8, parseXml } from '../../xml/parse.ts'
import { isPlainName, type GeoServerClient } from '../client.ts'
import { escapedPath } from '../rest-connection.ts'
import { inParallel } from '../in-parallel.ts'
import { say } from '../../sentences/say.ts'

/** The names of everything a node serves, as its REST interface lists them. */
export interface ServedNames {
  readonly styles: readonly string[]
  readonly groups: readonly string[]
  readonly workspaces: readonly {
    readonly name: string
    readonly styles: readonly string[]
    readonly groups: readonly string[]
    readonly stores: readonly {
      readonly kind: StoreKind
      readonly name: string
      readonly resources: readonly string[]
    }[]
  }[]
  /** Layers by workspace and name, each of which a resource of that name shows; undefined when they could not be listed. */
  readonly layers: ReadonlySet<string> | undefined
  /** Prefixes, of which each workspace has its own; undefined when they could not be listed. */
  readonly namespaces: ReadonlySet<string> | undefined
  /** What is named so that no request can ask for it. */
  readonly unaskable: readonly Named[]
  /** Whether the groups could not be listed, as happens while one of them refers to a layer whose resource is gone. */
  readonly groupsUnknown: readonly (string | undefined)[]
}

export const noNames: ServedNames = {
  styles: [],
  groups: [],
  workspaces: [],
  layers: undefined,
  namespaces: undefined,
  unaskable: [],
  groupsUnknown: [],
}

interface Named {
  readonly kind: Kind
  readonly workspace: string | undefined
  readonly name: string
  /** Of what lies in a store: how that is called. */
  readonly store?: string
}

const nameLimit = 200_000

interface Space {
  readonly styles: string[]
  readonly groups: string[]
  readonly stores: Map<string, { readonly kind: StoreKind; readonly resources: string[] }>
}

function newSpace(): Space {
  return { styles: [], groups: [], stores: new Map() }
}

/**
 * Asks for the names of everything, some requests at a time.
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function servedNames(
  client: GeoServerClient,
  options: { readonly width: number; readonly signal?: AbortSignal | undefined },
): Promise<ServedNames> {
  const lister = new Lister(client, options.signal)
  const workspaces = await lister.names('rest/workspaces.xml', { kind: 'workspace', workspace: undefined })
  const above = [undefined, ...workspaces]
  const spaces = new Map<string | undefined, Space>(above.map((name) => [name, newSpace()]))
  const groupsUnknown: (string | undefined)[] = []
  const wanted = above.flatMap((workspace) => [
    { workspace, what: 'styles' as const },
    { workspace, what: 'layergroups' as const },
    ...(workspace === undefined ? [] : storeKinds.map((kind) => ({ workspace, what: kind }))),
  ])
  const listed = inParallel(wanted, options.width, async (each) => {
    const { workspace, what } = each
    const segment = what === 'styles' || what === 'layergroups' ? what : storePaths[what]
    const path = `${pathOf(workspace)}/${segment}.xml`
    const kind = what === 'styles' ? 'style' : what === 'layergroups' ? 'layerGroup' : what
    const of = { kind, workspace } as const
    return {
      ...each,
      names: await (what === 'layergroups' ? lister.groups(path, of) : lister.names(path, of)),
    }
  })
  for await (const { workspace, what, names } of listed) {
    const space = spaces.get(workspace)
    if (names === undefined) groupsUnknown.push(workspace)
    else if (what === 'styles') space?.styles.push(...names)
    else if (what === 'layergroups') space?.groups.push(...names)
    else for (const name of names) space?.stores.set(name, { kind: what, resources: [] })
  }
  const stores = [...spaces].flatMap(([workspace, { stores: own }]) =>
    [...own].map(([name, store]) => ({ workspace, name, store })),
  )
  const resources = inParallel(stores, options.width, async ({ workspace, name, store }) => {
    const kind = resourceOfStore[store.kind]
    const path = `${pathOf(workspace)}/${storePaths[store.kind]}/${encodeURIComponent(name)}/${resourcePaths[kind]}.xml`
    return { store, names: await lister.names(path, { kind, workspace, store: name }) }
  })
  for await (const { store, names } of resources) store.resources.push(...names)
  const global = spaces.get(undefined)
  return {
    styles: global?.styles ?? [],
    groups: global?.groups ?? [],
    workspaces: workspaces.map((name) => {
      const { styles, groups, stores: own } = spaces.get(name) ?? newSpace()
      return {
        name,
        styles,
        groups,
        stores: [...own].map(([store, { kind, resources: found }]) => ({
          name: store,
          kind,
          resources: found,
        })),
      }
    }),
    layers: await lister.all('rest/layers.xml'),
    namespaces: await lister.all('rest/namespaces.xml'),
    unaskable: lister.unaskable,
    groupsUnknown,
  }
}

/**
 * Which groups a node serves that cannot list them, of those its files name: one request each.
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function servedGroups(
  client: GeoServerClient,
  workspace: string | undefined,
  names: readonly string[],
  options: { readonly width: number; readonly signal?: AbortSignal | undefined },
): Promise<readonly string[]> {
  const asked = inParallel(names, options.width, async (name) => {
    const path = `${pathOf(workspace)}/layergroups/${encodeURIComponent(name)}.xml`
    const { status } = await client.connection.ask({ method: 'GET', path, signal: options.signal })
    return { name, isServed: status !== 404 }
  })
  const served: string[] = []
  for await (const { name, isServed } of asked) if (isServed) served.push(name)
  return served
}

function pathOf(workspace: string | undefined): string {
  return workspace === undefined ? 'rest' : `rest/${escapedPath(['workspaces', workspace])}`
}

/** Reads lists of names. In XML, since JSON makes numbers of names. */
class Lister {
  readonly unaskable: Named[] = []
  readonly #client: GeoServerClient
  readonly #signal: AbortSignal | undefined
  #count = 0

  constructor(client: GeoServerClient, signal: AbortSignal | undefined) {
    this.#client = client
    this.#signal = signal
  }

  /** A collection that is gone meanwhile has no names. */
  async names(path: string, of: Omit<Named, 'name'>): Promise<string[]> {
    const answer = await this.#client.connection.get(path, { signal: this.#signal })
    return answer === undefined ? [] : this.#namesIn(path, answer.body, of)
  }

  /** Undefined when the node cannot list them. */
  async groups(path: string, of: Omit<Named, 'name'>): Promise<string[] | undefined> {
    const answer = await this.#client.connection.ask({ method: 'GET', path, signal: this.#signal })
    if (answer.status === 200) return this.#namesIn(path, answer.body, of)
    return answer.status === 500 ? undefined : this.names(path, of)
  }

  /** All names of a list, as they are; undefined when the node cannot list them. */
  async all(path: string): Promise<ReadonlySet<string> | undefined> {
    const { status, body } = await this.#client.connection.ask({ method: 'GET', path, signal: this.#signal })
    return status === 200 ? new Set(this.#allNamesIn(path, body)) : undefined
  }

  #namesIn(path: string, body: Buffer, of: Omit<Named, 'name'>): string[] {
    const { connection } = this.#client
    const names = this.#allNamesIn(path, body)
    this.#count += names.length
    if (this.#count > nameLimit)
      throw connection.unexpected(path, say('geoserver.moreThanObjects', { limit: nameLimit }))
    for (const name of names) if (!isPlainName(name)) this.unaskable.push({ ...of, name })
    return names.filter(isPlainName)
  }

  #allNamesIn(path: string, body: Buffer): readonly string[] {
    try {
      return parseXml(decodeUtf8(body)).children.flatMap((item) => childText(item, 'name') ?? [])
    } catch (error) {
      throw this.#client.connection.unexpected(path, say('geoserver.noXml'), error)
    }
  }
}
