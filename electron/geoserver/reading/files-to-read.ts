import { fileNames } from '../../catalog/locations.ts'
import { resourceKinds, storeKinds, type Kind, type StoreKind } from '../../catalog/kinds/property.ts'
import type { GeoServerClient, ResourceEntry } from '../client.ts'
import { inParallel } from '../in-parallel.ts'
import { resourceOfStore } from '../../catalog/kinds/rest-paths.ts'
import { likelyEntries } from './unlisted.ts'
import { servedGroups, type ServedNames } from './names.ts'

/**
 * An object that is in a node's memory alone or in its files alone. What a node serves is its memory; a reload makes
 * that follow the files.
 */
export interface Split {
  /**
   * `both`: as long as the file that is there by its name holds it, which is seen when it is read. `unaskable`: it is
   * served, yet no request can name it, so that nothing else of it is known. `otherwise`: it is served otherwise than its
   * file says. `left-out`: it is served as its file says, and map clients do not learn of it;
   * `revealed`: although a group hides it, everybody does.
   */
  readonly side: 'memory' | 'files' | 'both' | 'unaskable' | 'otherwise' | 'left-out' | 'revealed'
  readonly kind: Kind
  readonly workspace: string | undefined
  /** With the store in front for a resource: `store/resource`. */
  readonly name: string
  /** Below the data directory; where the file lies or would lie. */
  readonly path: string
  /** Whether it is a file nobody serves with the id of something that is served. */
  readonly isCopy?: boolean
}

export interface FileToRead {
  readonly path: readonly string[]
  /** What is served and is to lie there. */
  readonly split?: Split
}

export interface FilesToReadOptions {
  readonly width: number
  readonly signal?: AbortSignal | undefined
  readonly onSplit?: ((split: Split) => void) | undefined
  /** Hears of what lies in directories of the configuration and is none, which is never read. */
  readonly onBeside?: ((path: readonly string[], isDirectory: boolean) => void) | undefined
  /** Hears of directories the node cannot list, of which only what is served is known. */
  readonly onUnlisted?: ((path: readonly string[]) => void) | undefined
}

/** What the rules of styles are written in. */
const styleBody = /\.(sld|css|ysld|yaml|yml|json|mbstyle)$/i
/** Of what has a directory of its own. */
const ownFiles: Readonly<Partial<Record<Kind, string>>> = { ...fileNames, workspace: 'workspace.xml' }
/** Directories nobody serves that are looked into. */
const strangeLimit = 1_000

/** Files by where they lie: what is served and has a file, and what lies beside it and is configuration as well. */
export async function filesToRead(
  client: GeoServerClient,
  listed: ServedNames,
  options: FilesToReadOptions,
): Promise<readonly FileToRead[]> {
  const { signal, width, onSplit, onBeside } = options
  const listings = await listAll(client, listed, options)
  const names = await withGroups(client, listed, listings, { width, signal })
  const found: FileToRead[] = []
  const splits: Split[] = []
  const search = new Search(listings, found, (split) => splits.push(split))
  search.files([], (name) => name.endsWith('.xml') && !name.startsWith('gwc'))
  search.files(['workspaces'], (name) => name === 'default.xml')
  search.named([], 'styles', 'style', names.styles, undefined)
  search.named([], 'layergroups', 'layerGroup', names.groups, undefined)
  search.workspaces(names)
  search.astray(splits)
  for (const { kind, workspace, store, name } of listed.unaskable)
    search.unaskable(kind, workspace, store === undefined ? [name] : [store, name])
  for (const split of splits) onSplit?.(split)
  if (onBeside !== undefined) search.beside(onBeside)
  return found
}

/** Groups that could not be listed are asked for one by one, as far as they have files. */
async function withGroups(
  client: GeoServerClient,
  names: ServedNames,
  listings: Listings,
  options: { readonly width: number; readonly signal?: AbortSignal | undefined },
): Promise<ServedNames> {
  const inFiles = (workspace: string | undefined): readonly string[] =>
    (
      listings.get(
        [...(workspace === undefined ? [] : ['workspaces', workspace]), 'layergroups'].join('/'),
      ) ?? []
    )
      .filter(({ name, isDirectory }) => !isDirectory && name.endsWith('.xml'))
      .map(({ name }) => name.replace(/\.xml$/, ''))
  const found = new Map<string | undefined, readonly string[]>()
  for (const workspace of names.groupsUnknown)
    found.set(workspace, await servedGroups(client, workspace, inFiles(workspace), options))
  return {
    ...names,
    groups: found.get(undefined) ?? names.groups,
    workspaces: names.workspaces.map((each) => ({ ...each, groups: found.get(each.name) ?? each.groups })),
  }
}

type Listings = ReadonlyMap<string, readonly ResourceEntry[]>

async function listAll(
  client: GeoServerClient,
  names: ServedNames,
  { width, signal, onUnlisted }: FilesToReadOptions,
): Promise<Listings> {
  const found = new Map<string, readonly ResourceEntry[]>()
  const list = async (paths: readonly (readonly string[])[]): Promise<void> => {
    const lists = inParallel(paths, width, async (path) => ({
      path,
      entries: await client.list(path, signal),
    }))
    for await (const { path, entries } of lists) {
      const likely = entries === undefined ? await likelyEntries(client, path, names, { width, signal }) : []
      if (likely !== undefined && entries === undefined) onUnlisted?.(path)
      found.set(path.join('/'), entries ?? likely ?? [])
    }
  }
  const spaces = names.workspaces.map(({ name }) => ['workspaces', name])
  await list([[], ['workspaces'], ['styles'], ['layergroups'], ...spaces])
  // Asking for a directory is what costs most: only those that are there are asked for.
  const inside = (path: string): readonly string[] =>
    (found.get(path) ?? []).flatMap((each) => (each.isDirectory ? each.name : []))
  const expected = new Map(
    names.workspaces.map(({ name, stores }) => [
      `workspaces/${name}`,
      new Set(['styles', 'layergroups', ...stores.map((store) => store.name)]),
    ]),
  )
  await list(
    [...expected].flatMap(([path, wanted]) =>
      inside(path)
        .filter((each) => wanted.has(each))
        .map((each) => [...path.split('/'), each]),
    ),
  )
  // What nobody serves may be a store or a resource that only a reload would bring back, or anything else.
  const served = new Set(names.workspaces.map(({ name }) => name))
  const resources = names.workspaces.flatMap(({ name, stores }) =>
    stores.map((store) => ({ path: `workspaces/${name}/${store.name}`, known: new Set(store.resources) })),
  )
  const strange = [
    ...inside('workspaces')
      .filter((each) => !served.has(each))
      .map((each) => ['workspaces', each]),
    ...[...expected].flatMap(([path, known]) =>
      inside(path)
        .filter((each) => !known.has(each))
        .map((each) => [...path.split('/'), each]),
    ),
    ...resources.flatMap(({ path, known }) =>
      inside(path)
        .filter((each) => !known.has(each))
        .map((each) => [...path.split('/'), each]),
    ),
  ]
  await list(strange.slice(0, strangeLimit))
  // One may be a workspace by another name, with all that lies in it.
  const renamed = strange.filter(
    ([first, ...rest]) =>
      first === 'workspaces' &&
      rest.length === 1 &&
      found.get([first, ...rest].join('/'))?.some(({ name }) => name === 'workspace.xml') === true,
  )
  await list(
    renamed.flatMap((path) => inside(path.join('/')).map((each) => [...path, each])).slice(0, strangeLimit),
  )
  return found
}

class Search {
  readonly #listings: Listings
  readonly #found: FileToRead[]
  readonly #onSplit: (split: Split) => void

  constructor(listings: Listings, found: FileToRead[], onSplit: (split: Split) => void) {
    this.#listings = listings
    this.#found = found
    this.#onSplit = onSplit
  }

  /** Files of a directory that are configuration, whatever they are called. */
  files(directory: readonly string[], isWanted: (name: string) => boolean): void {
    for (const { name, isDirectory } of this.#entries(directory)) {
      if (!isDirectory && isWanted(name)) this.#found.push({ path: [...directory, name] })
    }
  }

  named(
    above: readonly string[],
    segment: 'styles' | 'layergroups',
    kind: 'style' | 'layerGroup',
    names: readonly string[],
    workspace: string | undefined,
  ): void {
    const directory = [...above, segment]
    const present = new Set(this.#entries(directory).flatMap((each) => (each.isDirectory ? [] : each.name)))
    const served = new Map(names.map((name) => [`${name}.xml`, name]))
    for (const [file, name] of served) {
      // A style whose rules are in <name>.xml has its configuration beside them.
      const other = `${file}.xml`
      if (!present.has(file) && !present.has(other))
        this.#split('memory', kind, workspace, name, [...directory, file])
    }
    for (const file of present) {
      const path = [...directory, file]
      const isConfiguration = file.endsWith('.xml')
      const own = served.get(file)
      if (own !== undefined) this.#served(kind, workspace, own, path)
      else if (isConfiguration && !served.has(file.replace(/\.xml$/, ''))) {
        this.#split('files', kind, workspace, file.replace(/\.xml$/, ''), path)
      } else if (isConfiguration || (kind === 'style' && styleBody.test(file))) this.#found.push({ path })
    }
  }

  workspaces({ workspaces, namespaces, layers }: ServedNames): void {
    const served = new Set(workspaces.map(({ name }) => name))
    for (const { name, isDirectory } of this.#entries(['workspaces'])) {
      const path = ['workspaces', name]
      if (isDirectory && !served.has(name) && this.#has(path, 'workspace.xml')) {
        this.#split('files', 'workspace', undefined, name, [...path, 'workspace.xml'])
      } else if (isDirectory && !served.has(name) && this.#has(path, 'namespace.xml'))
        this.#found.push({ path: [...path, 'namespace.xml'] })
    }
    for (const { name, styles, groups, stores } of workspaces) {
      const directory = ['workspaces', name]
      const present = new Set(this.#entries(directory).map((each) => each.name))
      if (!present.has('workspace.xml')) {
        this.#split('memory', 'workspace', undefined, name, [...directory, 'workspace.xml'])
      } else this.#served('workspace', undefined, name, [...directory, 'workspace.xml'])
      // A workspace is served without it where its file could not be read.
      if (namespaces?.has(name) === false && present.has('namespace.xml'))
        this.#split('files', 'namespace', undefined, name, [...directory, 'namespace.xml'])
      this.files(directory, (file) => file.endsWith('.xml') && file !== 'workspace.xml')
      this.named(directory, 'styles', 'style', styles, name)
      this.named(directory, 'layergroups', 'layerGroup', groups, name)
      for (const store of stores) this.#store(name, store, layers)
      const known = new Set(['styles', 'layergroups', ...stores.map((store) => store.name)])
      for (const entry of this.#entries(directory)) {
        if (!entry.isDirectory || known.has(entry.name)) continue
        const place = [...directory, entry.name]
        const kind = storeKinds.find((each) => this.#has(place, fileNames[each]))
        if (kind !== undefined) this.#split('files', kind, name, entry.name, [...place, fileNames[kind]])
      }
    }
  }

  /**
   * Files nobody serves by their place: one may hold what is served by another name and has no file where that would put
   * it, or nothing a GeoServer would load.
   */
  astray(splits: readonly Split[]): void {
    for (const { side, kind, path } of splits) {
      if (side !== 'files') continue
      const file = path.split('/')
      const directory = file.slice(0, -1)
      this.#found.push({ path: file })
      if (kind === 'workspace') this.#found.push({ path: [...directory, 'namespace.xml'] })
      if (resourceKinds.some((each) => each === kind)) this.#found.push({ path: [...directory, 'layer.xml'] })
      const isLooked = splits.some((each) => each.side === 'memory' && each.kind === kind)
      const store = storeKinds.find((each) => each === kind)
      if (isLooked && store !== undefined) this.#inStore(directory, store)
      if (isLooked && kind === 'workspace') this.#inWorkspace(directory)
    }
  }

  /** Everything a workspace holds that goes by another name than its directory. */
  #inWorkspace(directory: readonly string[]): void {
    this.files(
      directory,
      (name) => name.endsWith('.xml') && !['workspace.xml', 'namespace.xml'].includes(name),
    )
    for (const { name, isDirectory } of this.#entries(directory)) {
      const place = [...directory, name]
      const isNamed = name === 'styles' || name === 'layergroups'
      if (isDirectory && isNamed) this.files(place, (file) => file.endsWith('.xml') || styleBody.test(file))
      const store = storeKinds.find((each) => this.#has(place, fileNames[each]))
      if (store === undefined) continue
      this.#found.push({ path: [...place, fileNames[store]] })
      this.#inStore(place, store)
    }
  }

  #inStore(directory: readonly string[], store: StoreKind): void {
    for (const { name, isDirectory } of this.#entries(directory)) {
      if (!isDirectory) continue
      for (const held of [fileNames[resourceOfStore[store]], 'layer.xml'])
        this.#found.push({ path: [...directory, name, held] })
    }
  }

  /** What lies where its name puts it, and cannot be asked for there. */
  unaskable(kind: Kind, workspace: string | undefined, names: readonly string[]): void {
    const space = workspace === undefined ? [] : ['workspaces', workspace]
    const file =
      kind === 'style' || kind === 'layerGroup'
        ? [...space, kind === 'style' ? 'styles' : 'layergroups', `${names.join('/')}.xml`]
        : [...(kind === 'workspace' ? ['workspaces'] : space), ...names, ownFiles[kind] ?? '']
    this.#split('unaskable', kind, workspace, names.join('/'), file)
  }

  /** What lies in the root, beside styles, and beside the files of workspaces and stores, and is not to be read. */
  beside(found: NonNullable<FilesToReadOptions['onBeside']>): void {
    const wanted = new Set(this.#found.map(({ path }) => path.join('/')))
    for (const [place, entries] of this.#listings) {
      const directory = place === '' ? [] : place.split('/')
      for (const { name, isDirectory } of entries) {
        const path = [...directory, name]
        const isConfiguration = name.endsWith('.xml') && !name.startsWith('gwc')
        const isShown = isDirectory
          ? place === '' ||
            name === 'templates' ||
            directory.at(-1) === 'styles' ||
            this.#holdsNothing(directory, name)
          : !isConfiguration
        if (isShown && !wanted.has(path.join('/'))) found(path, isDirectory)
      }
    }
  }

  /** Whether a directory lies where that of a store would, and is none. */
  #holdsNothing(directory: readonly string[], name: string): boolean {
    if (directory[0] !== 'workspaces' || directory.length !== 2) return false
    if (name === 'styles' || name === 'layergroups') return false
    return !storeKinds.some((kind) => this.#has([...directory, name], fileNames[kind]))
  }

  #store(
    workspace: string,
    { kind, name, resources }: ServedNames['workspaces'][number]['stores'][number],
    layers: ServedNames['layers'],
  ): void {
    const directory = ['workspaces', workspace, name]
    const entries = this.#entries(directory)
    const file = [...directory, fileNames[kind]]
    if (entries.some((each) => each.name === fileNames[kind])) this.#served(kind, workspace, name, file)
    else this.#split('memory', kind, workspace, name, file)
    const resource = resourceOfStore[kind]
    const present = new Set(entries.flatMap((each) => (each.isDirectory ? each.name : [])))
    for (const each of resources) {
      const place = [...directory, each]
      const own = [...place, fileNames[resource]]
      if (present.has(each)) {
        this.#served(resource, workspace, `${name}/${each}`, own)
        const layer = ['layer', workspace, `${name}/${each}`, [...place, 'layer.xml']] as const
        // It is loaded by its own file, and may be missing where that could not be read.
        if (layers?.has(`${workspace}:${each}`) === false) this.#split('files', ...layer)
        else this.#served(...layer)
      } else this.#split('memory', resource, workspace, `${name}/${each}`, own)
    }
    const served = new Set(resources)
    for (const each of present) {
      const place = [...directory, each]
      if (!served.has(each) && this.#has(place, fileNames[resource])) {
        this.#split('files', resource, workspace, `${name}/${each}`, [...place, fileNames[resource]])
      }
    }
  }

  #has(directory: readonly string[], file: string): boolean {
    return this.#entries(directory).some(({ name, isDirectory }) => name === file && !isDirectory)
  }

  #entries(directory: readonly string[]): readonly ResourceEntry[] {
    return this.#listings.get(directory.join('/')) ?? []
  }

  #served(kind: Kind, workspace: string | undefined, name: string, path: readonly string[]): void {
    this.#found.push({ path, split: { side: 'both', kind, workspace, name, path: path.join('/') } })
  }

  #split(
    side: Split['side'],
    kind: Kind,
    workspace: string | undefined,
    name: string,
    path: readonly string[],
  ): void {
    this.#onSplit({ side, kind, workspace, name, path: path.join('/') })
  }
}
