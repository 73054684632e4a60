import { failure, isFailure, type Failure } from '../errors/failure.ts'
import { atOnce, scheduler } from '../scheduler/scheduler.ts'
import type { DirectoryRoot, RelativePath } from '../storage/directory-root.ts'
import type { DirectoryEntry, FileStat } from '../storage/files.ts'
import { parentElement, textElement } from '../xml/element.ts'
import { decodeUtf8, parseXml } from '../xml/parse.ts'
import { Catalog } from './catalog.ts'
import { resourceKinds, storeKinds, type Kind } from './kinds/property.ts'
import { describe, fileNames, locationOf, reservedDirectories, reservedServiceNames } from './locations.ts'
import { mayHoldSomethingElse, objectFromFile } from './object-from-file.ts'
import { propertyOf, withProperties, type CatalogObject } from './object.ts'
import { resolveReferencesByName } from './references-by-name.ts'

/** Something in a data directory that could not be read as it should; the rest was read nevertheless. */
export interface Problem {
  /** Below the root, names joined by `/`. */
  readonly path: string
  readonly failure: Failure
  readonly effect: ProblemEffect
}

/**
 * `remark`: what lies there was read and counts. `ignored`: a GeoServer does not load it either. `unread`: a GeoServer
 * may load what lies there, or below, and nothing of it is known here.
 */
export type ProblemEffect = 'remark' | 'ignored' | 'unread'

export interface ReadLimits {
  /** Bytes of one file. */
  readonly fileSize: number
  /** Files read in all. */
  readonly files: number
}

export const defaultReadLimits: ReadLimits = { fileSize: 16 * 1024 * 1024, files: 1_000_000 }

/** Remembers what files held, so that those that did not change need not be read again. */
export interface FileMemory {
  /** A scan of the whole directory begins. */
  begin(): void
  /** What the file held when it looked like this: `null` for no object of ours; undefined when not known. */
  recall(path: string, stat: FileStat): CatalogObject | null | undefined
  /** @param stat how the file looked before it was read */
  remember(path: string, stat: FileStat, held: CatalogObject | null): void
  /** The scan is complete: files it did not come across are gone. */
  end(): void
}

export interface DataDirectoryContent {
  readonly catalog: Catalog
  readonly problems: readonly Problem[]
}

/**
 * Reads the catalog and configuration a data directory holds. A file that is damaged, unreadable or out of place
 * becomes a problem and never keeps the rest from being read.
 * @throws PLB-STORAGE-… when the root itself cannot be listed
 */
export function readDataDirectory(
  root: DirectoryRoot,
  options: { readonly limits?: ReadLimits; readonly memory?: FileMemory } = {},
): DataDirectoryContent {
  options.memory?.begin()
  const content = atOnce(readInParts(root, options.limits ?? defaultReadLimits, options.memory))
  options.memory?.end()
  return content
}

/**
 * As {@link readDataDirectory}, but everyone else in this process is heard in between. Who writes into the directory
 * meanwhile may find some of it in what was read, and some not.
 */
export function readDataDirectoryInTurns(root: DirectoryRoot): Promise<DataDirectoryContent> {
  return scheduler.run(readInParts(root, defaultReadLimits, undefined))
}

/** A part of the reading; another may wait for its turn wherever it yields. */
type Part<Result = void> = Generator<void, Result, undefined>

function* readInParts(
  root: DirectoryRoot,
  limits: ReadLimits,
  memory: FileMemory | undefined,
): Part<DataDirectoryContent> {
  const reader = new DataDirectoryReader(root, limits, memory)
  yield* reader.readRoot()
  return yield* reader.finish()
}

type FilesByName = ReadonlyMap<string, DirectoryEntry>

class DataDirectoryReader {
  readonly #root: DirectoryRoot
  readonly #limits: ReadLimits
  readonly #memory: FileMemory | undefined
  readonly #catalog = new Catalog()
  readonly #problems: Problem[] = []
  readonly #places = new Map<string, string>()
  #files = 0

  constructor(root: DirectoryRoot, limits: ReadLimits, memory: FileMemory | undefined) {
    this.#root = root
    this.#limits = limits
    this.#memory = memory
  }

  *readRoot(): Part {
    const entries = this.#root.list([])
    const files = filesOf(entries)
    for (const kind of ['global', 'logging'] as const)
      yield* this.#readFile([], files.get(`${kind}.xml`), kind)
    yield* this.#readServices([], files, undefined)
    yield* this.#readStylesAndGroups([], entries)
    if (entries.some((entry) => entry.name === 'workspaces' && entry.kind === 'directory')) {
      yield* this.#readWorkspaces()
    }
  }

  /** Resolves what could only be resolved with everything at hand. */
  *finish(): Part<DataDirectoryContent> {
    resolveReferencesByName(this.#catalog)
    for (const object of this.#catalog.objects()) {
      yield
      this.#checkPlace(object)
    }
    return { catalog: this.#catalog, problems: this.#problems }
  }

  *#readWorkspaces(): Part {
    const entries = this.#list(['workspaces'])
    for (const entry of entries) {
      if (entry.kind === 'directory') yield* this.#readWorkspace(['workspaces', entry.name])
    }
    const file = filesOf(entries).get('default.xml')
    const copy = file && this.#parse(['workspaces', 'default.xml'], file, 'workspace')
    if (copy === undefined || copy === null) return
    if (this.#catalog.get(copy.id, 'workspace') !== undefined) {
      this.#catalog.defaultWorkspace = copy.id
    } else {
      this.#report(
        ['workspaces', 'default.xml'],
        failure('PLB-CATALOG-PARENT-MISSING', {
          object: 'default workspace',
          parent: `the workspace ${copy.id}`,
        }),
        'remark',
      )
    }
  }

  *#readWorkspace(path: RelativePath): Part {
    const entries = this.#list(path)
    const files = filesOf(entries)
    if (!files.has('workspace.xml')) {
      if (entries.length > 0) this.#ignore(path, 'there is no workspace.xml in it')
      return
    }
    const workspace = yield* this.#readFile(path, files.get('workspace.xml'), 'workspace')
    if (files.has('namespace.xml')) yield* this.#readFile(path, files.get('namespace.xml'), 'namespace')
    else this.#ignore(path, 'there is no namespace.xml in it; GeoServer does not load such a workspace')
    yield* this.#readFile(path, files.get('settings.xml'), 'settings', workspace)
    yield* this.#readServices(path, files, workspace)
    yield* this.#readStylesAndGroups(path, entries)
    for (const entry of entries) {
      if (entry.kind === 'directory' && !reservedDirectories.has(entry.name)) {
        yield* this.#readStore([...path, entry.name], workspace)
      }
    }
  }

  *#readServices(path: RelativePath, files: FilesByName, workspace: CatalogObject | undefined): Part {
    for (const [name, entry] of files) {
      const type = name.endsWith('.xml') ? name.slice(0, -'.xml'.length) : ''
      if (type !== '' && !reservedServiceNames.has(type))
        yield* this.#readFile(path, entry, 'service', workspace)
    }
  }

  *#readStylesAndGroups(path: RelativePath, entries: readonly DirectoryEntry[]): Part {
    const directories = { styles: 'style', layergroups: 'layerGroup' } as const
    for (const [name, kind] of Object.entries(directories)) {
      if (!entries.some((entry) => entry.name === name && entry.kind === 'directory')) continue
      for (const [fileName, entry] of filesOf(this.#list([...path, name]))) {
        if (fileName.endsWith('.xml')) yield* this.#readFile([...path, name], entry, kind)
      }
    }
  }

  *#readStore(path: RelativePath, workspace: CatalogObject | undefined): Part {
    const entries = this.#list(path)
    const files = filesOf(entries)
    const found = storeKinds.filter((kind) => files.has(fileNames[kind]))
    for (const kind of found) yield* this.#readFile(path, files.get(fileNames[kind]), kind, workspace)
    // Data and templates may lie in directories of their own.
    if (found.length === 0) return
    for (const entry of entries) {
      if (entry.kind === 'directory') yield* this.#readResource([...path, entry.name])
    }
  }

  *#readResource(path: RelativePath): Part {
    const files = filesOf(this.#list(path))
    const found = resourceKinds.filter((kind) => files.has(fileNames[kind]))
    for (const kind of found) yield* this.#readFile(path, files.get(fileNames[kind]), kind)
    if (!files.has('layer.xml')) return
    if (found.length > 0) yield* this.#readFile(path, files.get('layer.xml'), 'layer')
    else this.#ignore(path, 'there is a layer.xml in it, but not the resource it publishes')
  }

  /** @param workspace the one it lies in, for what does not say so itself */
  *#readFile(
    directory: RelativePath,
    entry: DirectoryEntry | undefined,
    kind: Kind,
    workspace?: CatalogObject,
  ): Part<CatalogObject | undefined> {
    if (entry === undefined) return undefined
    yield
    const path = [...directory, entry.name]
    const held = this.#parse(path, entry, kind)
    if (held === undefined || held === null) return undefined
    const object = workspace === undefined ? held : inWorkspace(held, workspace)
    const other = this.#catalog.get(object.id)
    if (other !== undefined) {
      this.#report(
        path,
        failure('PLB-CATALOG-DUPLICATE-ID', { id: object.id, other: describe(other) }),
        'unread',
      )
      return undefined
    }
    this.#catalog.put(object)
    this.#places.set(object.id, path.join('/'))
    return object
  }

  /** The object in a file; null when the file is none of ours, undefined when it cannot be read. */
  #parse(path: RelativePath, stat: FileStat, kind: Kind): CatalogObject | null | undefined {
    if (this.#files === this.#limits.files) {
      this.#report([], failure('PLB-CATALOG-TOO-MANY-FILES', { limit: this.#limits.files }), 'unread')
    }
    this.#files += 1
    if (this.#files > this.#limits.files) return undefined
    const place = path.join('/')
    const remembered = this.#memory?.recall(place, stat)
    if (remembered !== undefined) return remembered
    try {
      const element = parseXml(decodeUtf8(this.#root.readFile(path, this.#limits.fileSize)))
      const held = objectFromFile(element, kind, entryName(path))
      this.#memory?.remember(place, stat, held)
      return held
    } catch (error) {
      if (!isFailure(error)) throw error
      if (mayHoldSomethingElse(kind, entryName(path))) return null
      this.#report(path, error, 'unread')
      return undefined
    }
  }

  #checkPlace(object: CatalogObject): void {
    const place = this.#places.get(object.id)
    if (place === undefined) return
    try {
      const expected = locationOf(object, this.#catalog).file.join('/')
      if (place === expected) return
      const misplaced = failure('PLB-CATALOG-MISPLACED', { object: describe(object), expected })
      this.#report(place.split('/'), misplaced, 'remark')
    } catch (error) {
      if (!isFailure(error)) throw error
      this.#report(place.split('/'), error, 'remark')
    }
  }

  #list(path: RelativePath): readonly DirectoryEntry[] {
    try {
      return this.#root.list(path)
    } catch (error) {
      if (!isFailure(error)) throw error
      this.#report(path, error, 'unread')
      return []
    }
  }

  #ignore(path: RelativePath, reason: string): void {
    this.#report(path, failure('PLB-CATALOG-DIRECTORY-IGNORED', { reason }), 'ignored')
  }

  #report(path: RelativePath, found: Failure, effect: ProblemEffect): void {
    this.#problems.push({ path: path.join('/'), failure: found, effect })
  }
}

function filesOf(entries: readonly DirectoryEntry[]): FilesByName {
  return new Map(entries.filter((entry) => entry.kind !== 'directory').map((entry) => [entry.name, entry]))
}

function entryName(path: RelativePath): string {
  return path.at(-1) ?? ''
}

function inWorkspace(object: CatalogObject, workspace: CatalogObject): CatalogObject {
  if (propertyOf(object, 'workspace') !== undefined) return object
  const reference = parentElement('workspace', [textElement('id', workspace.id)])
  return withProperties(object, new Map([['workspace', reference]]))
}
