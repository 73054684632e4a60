import { failure, isFailure } from '../errors/failure.ts'
import type { DirectoryRoot, RelativePath } from '../storage/directory-root.ts'
import type { DirectoryEntry, Look } from '../storage/files.ts'
import { parseXmlFile } from '../xml/parse.ts'
import type { FileMemory, Part, ReadLimits } from './file-memory.ts'
import type { Found } from './loadable.ts'
import { resourceKinds, storeKinds, type Kind } from './kinds/property.ts'
import { fileNames, reservedDirectories, reservedServiceNames } from './locations.ts'
import { mayHoldSomethingElse, objectFromFile } from './object-from-file.ts'
import type { CatalogObject } from './object.ts'
import type { Report } from './problem.ts'
import { UnsentFiles } from './unsent.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'

export interface WalkOptions {
  readonly limits: ReadLimits
  readonly memory: FileMemory | undefined
  /**
   * Whether to read a workspace without its namespace, a resource without its layer and a group without members. A
   * GeoServer that starts does not; a node of ours may have stopped between the messages that bring them.
   */
  readonly halves: boolean
}

type FilesByName = ReadonlyMap<string, DirectoryEntry>

/**
 * Goes through a data directory as GeoServer does: every directory in its place is looked into, whatever it is called,
 * and what is missing or cannot be read keeps nothing else from being read.
 */
export class DataDirectoryWalk {
  readonly found: Found[] = []
  readonly unsent = new UnsentFiles()
  /** The copy of a workspace that says which is the default; not among what was found, as it is no object of its own. */
  defaultWorkspace: Found | undefined
  readonly #root: DirectoryRoot
  readonly #options: WalkOptions
  readonly #report: Report
  #files = 0

  constructor(root: DirectoryRoot, options: WalkOptions, report: Report) {
    this.#root = root
    this.#options = options
    this.#report = report
  }

  /** @throws PLB-STORAGE-… when the root itself cannot be listed */
  *readRoot(): Part {
    const entries = this.#listed([])
    const files = this.#filesOf([], entries)
    for (const name of ['catalog.xml', 'services.xml']) {
      if (files.has(name)) this.#report([name], failure('PLB-CATALOG-VERSION-1', { file: name }), 'unread')
    }
    for (const kind of ['global', 'logging'] as const)
      yield* this.#readFile([], files.get(`${kind}.xml`), kind)
    yield* this.#readServices([], files)
    yield* this.#readStylesAndGroups([], entries)
    const workspaces = this.#directoryIn([], entries, 'workspaces')
    if (workspaces !== undefined) yield* this.#readWorkspaces(workspaces)
    this.unsent.addRoot(entries)
  }

  *#readWorkspaces(look: Look): Part {
    const entries = this.#list(['workspaces'], look)
    for (const entry of entries) {
      const path = ['workspaces', entry.name]
      if (entry.kind === 'directory') yield* this.#readWorkspace(path, entry)
      else this.#reportLink(path, entry, ['workspace.xml'])
    }
    const file = this.#filesOf(['workspaces'], entries).get('default.xml')
    const path = ['workspaces', 'default.xml']
    const object = file && this.#parse(path, file, 'workspace')
    if (object) this.defaultWorkspace = { object, path }
  }

  *#readWorkspace(path: RelativePath, look: Look): Part {
    const entries = this.#list(path, look)
    const files = this.#filesOf(path, entries)
    this.unsent.addOthers(path, entries)
    const missing = ['workspace.xml', 'namespace.xml'].find((name) => !files.has(name))
    if (missing !== undefined && !(missing === 'namespace.xml' && this.#options.halves)) {
      if (entries.length > 0) this.#ignore(path, say('catalog.fileMissing', { file: missing }))
      return
    }
    yield* this.#readFile(path, files.get('workspace.xml'), 'workspace')
    yield* this.#readFile(path, files.get('namespace.xml'), 'namespace')
    yield* this.#readFile(path, files.get('settings.xml'), 'settings')
    yield* this.#readServices(path, files)
    yield* this.#readStylesAndGroups(path, entries)
    for (const entry of entries) {
      const inner = [...path, entry.name]
      if (reservedDirectories.has(entry.name)) continue
      if (entry.kind === 'directory') yield* this.#readStore(inner, entry)
      else this.#reportLink(inner, entry, storeFiles)
    }
  }

  *#readServices(path: RelativePath, files: FilesByName): Part {
    for (const [name, entry] of files) {
      const type = name.endsWith('.xml') ? name.slice(0, -'.xml'.length) : ''
      if (type !== '' && !reservedServiceNames.has(type)) yield* this.#readFile(path, entry, 'service')
    }
  }

  *#readStylesAndGroups(path: RelativePath, entries: readonly DirectoryEntry[]): Part {
    const directories = { styles: 'style', layergroups: 'layerGroup' } as const
    for (const [name, kind] of Object.entries(directories)) {
      const directory = this.#directoryIn(path, entries, name)
      if (directory === undefined) continue
      const inner = this.#list([...path, name], directory)
      for (const [fileName, entry] of this.#filesOf([...path, name], inner)) {
        if (fileName.endsWith('.xml')) yield* this.#readFile([...path, name], entry, kind)
      }
      if (kind === 'style') this.unsent.addStyles([...path, name], inner)
    }
  }

  *#readStore(path: RelativePath, look: Look): Part {
    const entries = this.#list(path, look)
    const files = this.#filesOf(path, entries)
    const kind = this.#firstOf(path, files, storeKinds)
    const directories = entries.filter((entry) => entry.kind === 'directory')
    if (kind === undefined) {
      // Data and templates may lie in directories of their own.
      const lost = directories.find(({ name }) =>
        this.#ask(() => this.#root.exists([...path, name, 'layer.xml'])),
      )
      if (lost === undefined) this.unsent.addDirectory(path)
      else this.#ignore(path, say('catalog.layersWithoutStore'))
      return
    }
    this.unsent.addOthers(path, entries)
    yield* this.#readFile(path, files.get(fileNames[kind]), kind)
    for (const entry of entries) {
      const inner = [...path, entry.name]
      if (entry.kind === 'directory') yield* this.#readResource(inner, entry)
      else this.#reportLink(inner, entry, ['layer.xml'])
    }
  }

  *#readResource(path: RelativePath, look: Look): Part {
    const entries = this.#list(path, look)
    const files = this.#filesOf(path, entries)
    const kind = this.#firstOf(path, files, resourceKinds)
    if (kind === undefined) {
      if (files.has('layer.xml')) this.#ignore(path, say('catalog.layerXmlButNot'))
      else this.unsent.addDirectory(path)
      return
    }
    this.unsent.addOthers(path, entries)
    if (!files.has('layer.xml') && !this.#options.halves) {
      this.#ignore(path, say('catalog.fileMissing', { file: 'layer.xml' }))
      return
    }
    yield* this.#readFile(path, files.get(fileNames[kind]), kind)
    yield* this.#readFile(path, files.get('layer.xml'), 'layer')
  }

  /** Of several stores, or resources, in one directory GeoServer loads the first it looks for. */
  #firstOf<Member extends keyof typeof fileNames>(
    path: RelativePath,
    files: FilesByName,
    kinds: readonly Member[],
  ): Member | undefined {
    const [first, ...others] = kinds.filter((kind) => files.has(fileNames[kind]))
    for (const other of others) {
      const beside = fileNames[first ?? other]
      this.#report(
        [...path, fileNames[other]],
        failure('PLB-CATALOG-FILE-IGNORED', {
          reason: say('catalog.geoserverLoadsBeside', { kind: beside }),
        }),
        'ignored',
      )
    }
    return first
  }

  *#readFile(directory: RelativePath, entry: DirectoryEntry | undefined, kind: Kind): Part {
    if (entry === undefined) return
    yield
    const path = [...directory, entry.name]
    const object = this.#parse(path, entry, kind)
    if (object !== undefined && object !== null) this.found.push({ object, path })
  }

  /** The object in a file; null when the file is none of ours, undefined when it cannot be read. */
  #parse(path: RelativePath, look: Look, kind: Kind): CatalogObject | null | undefined {
    const { limits, memory } = this.#options
    if (this.#files === limits.files) {
      this.#report([], failure('PLB-CATALOG-TOO-MANY-FILES', { limit: limits.files }), 'unread')
    }
    this.#files += 1
    if (this.#files > limits.files) return undefined
    const name = path.at(-1) ?? ''
    const read = (): Buffer => this.#root.readFile(path, limits.fileSize)
    const parse = (content: Buffer): CatalogObject | null => objectFromFile(parseXmlFile(content), kind, name)
    try {
      return memory === undefined ? parse(read()) : memory.objectOf(path.join('/'), look, read, parse)
    } catch (error) {
      if (!isFailure(error)) throw error
      if (mayHoldSomethingElse(kind, name)) return null
      this.#report(path, error, 'unread')
      return undefined
    }
  }

  #directoryIn(
    path: RelativePath,
    entries: readonly DirectoryEntry[],
    name: string,
  ): DirectoryEntry | undefined {
    const entry = entries.find((each) => each.name === name)
    if (entry === undefined || entry.kind === 'directory') return entry
    this.#reportLink([...path, name], entry)
    return undefined
  }

  /**
   * A link to a directory outside is not followed, and one to nowhere leads GeoServer nowhere, too.
   * @param telltale files of which one must be there for the directory to be configuration
   */
  #reportLink(path: RelativePath, { kind, outside }: DirectoryEntry, telltale?: readonly string[]): void {
    if (kind !== 'link') return
    if (outside === undefined) {
      if (path.length < 3 && !path.at(-1)?.endsWith('.xml')) this.#ignore(path, say('catalog.linkNowhere'))
    } else if (
      outside === 'directory' &&
      (telltale === undefined || this.#ask(() => this.#root.hasOutside(path, telltale)))
    ) {
      this.#report(path, failure('PLB-CATALOG-LINK-OUTSIDE', {}), 'unread')
    }
  }

  /** Files, and links to some; a link to nowhere is as good as not there. */
  #filesOf(path: RelativePath, entries: readonly DirectoryEntry[]): FilesByName {
    const files = new Map<string, DirectoryEntry>()
    for (const entry of entries) {
      const isDangling = entry.kind === 'link' && entry.outside === undefined
      if (isDangling && entry.name.endsWith('.xml'))
        this.#ignore([...path, entry.name], say('catalog.linkNowhere'))
      else if (entry.kind !== 'directory' && !isDangling && entry.outside !== 'directory')
        files.set(entry.name, entry)
    }
    return files
  }

  #list(path: RelativePath, look: Look): readonly DirectoryEntry[] {
    try {
      return this.#listed(path, look)
    } catch (error) {
      if (!isFailure(error)) throw error
      this.#report(path, error, 'unread')
      return []
    }
  }

  #listed(path: RelativePath, look?: Look): readonly DirectoryEntry[] {
    return this.#options.memory?.list?.(path, look) ?? this.#root.list(path)
  }

  #ask(question: () => boolean): boolean {
    return this.#options.memory?.ask?.(question) ?? question()
  }

  #ignore(path: RelativePath, reason: Wording): void {
    this.#report(path, failure('PLB-CATALOG-DIRECTORY-IGNORED', { reason }), 'ignored')
  }
}

const storeFiles = storeKinds.map((kind) => fileNames[kind])
