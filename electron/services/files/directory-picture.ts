import { isFailure } from '../../errors/failure.ts'
import type { DirectoryRoot, RelativePath } from '../../storage/directory-root.ts'
import type { FileStat } from '../../storage/files.ts'

interface Pictured {
  /** What files look like, by name. */
  readonly files: Map<string, string>
  readonly directories: Set<string>
}

/**
 * What the files of a catalog in a data directory look like from outside: names, sizes, times. Looking again says what
 * changed since, except for what we are told we changed ourselves.
 */
export class DirectoryPicture {
  readonly #root: DirectoryRoot
  readonly #pictures = new Map<string, Pictured>()
  /** Directories of our own making that were not looked into yet. */
  readonly #ours = new Set<string>()

  constructor(root: DirectoryRoot) {
    this.#root = root
  }

  /** The directories it knows, by their paths with slashes. */
  get directories(): Iterable<string> {
    return this.#pictures.keys()
  }

  /**
   * Looks at a directory, and at those below that are new, or at all of them.
   * @param isKnown false to take what is there as it is: nothing changed
   * @returns the paths that changed
   */
  *look(
    path: RelativePath,
    how: 'deep' | 'new',
    isKnown = true,
  ): Generator<void, readonly string[], undefined> {
    const key = path.join('/')
    const before = this.#pictures.get(key)
    const isOurs = this.#ours.delete(key)
    const counts = isKnown && !isOurs
    const now = this.#picture(path)
    if (now === undefined) {
      this.#forget(key)
      return counts && before !== undefined ? [key] : []
    }
    this.#pictures.set(key, now)
    const changed = counts ? [...changedFiles(before, now)].map((name) => [...path, name].join('/')) : []
    for (const name of before?.directories ?? []) {
      const below = [...path, name].join('/')
      if (now.directories.has(name) || !this.#pictures.has(below)) continue
      this.#forget(below)
      if (counts) changed.push(below)
    }
    yield
    for (const name of now.directories) {
      const isNew = !this.#pictures.has([...path, name].join('/'))
      if (isNew || how === 'deep') changed.push(...(yield* this.look([...path, name], how, counts)))
    }
    return changed
  }

  /** Takes what lies at a path now as our own doing. */
  own(path: RelativePath): void {
    const [key, name = ''] = [path.join('/'), path.at(-1)]
    const directory = this.#pictures.get(path.slice(0, -1).join('/'))
    const stat = this.#statOf(path)
    if (stat?.kind === 'directory') {
      if (!this.#pictures.has(key)) this.#ours.add(key)
      return
    }
    if (stat === undefined) {
      this.#forget(key)
      directory?.directories.delete(name)
      directory?.files.delete(name)
    } else if (isOfCatalog(path.slice(0, -1), name)) directory?.files.set(name, look(stat))
  }

  #statOf(path: RelativePath): FileStat | undefined {
    try {
      return this.#root.stat(path)
    } catch (error) {
      // What leads outside, or could be no file of the catalog, is in no picture.
      if (isFailure(error)) return undefined
      throw error
    }
  }

  #picture(path: RelativePath): Pictured | undefined {
    const picture: Pictured = { files: new Map(), directories: new Set() }
    try {
      for (const { name, ...stat } of this.#root.list(path)) {
        if (stat.kind === 'directory' && mayHoldCatalog([...path, name])) picture.directories.add(name)
        else if (stat.kind !== 'directory' && isOfCatalog(path, name)) picture.files.set(name, look(stat))
      }
    } catch (error) {
      // It is gone, or cannot be looked into; the comparison that follows says which.
      if (isFailure(error)) return undefined
      throw error
    }
    return picture
  }

  #forget(key: string): void {
    for (const each of this.#pictures.keys()) {
      if (each === key || each.startsWith(`${key}/`)) this.#pictures.delete(each)
    }
    this.#ours.delete(key)
  }
}

function look({ kind, size, mtimeNs, inode }: FileStat): string {
  return [kind, size, mtimeNs, inode].join(' ')
}

function* changedFiles(before: Pictured | undefined, { files }: Pictured): Generator<string> {
  for (const [name, look] of files) if (before?.files.get(name) !== look) yield name
  for (const name of before?.files.keys() ?? []) if (!files.has(name)) yield name
}

/** workspaces/<workspace>/<store>/<resource> is the deepest there is. */
function mayHoldCatalog([first = '', ...rest]: RelativePath): boolean {
  if (first === 'workspaces') return rest.length <= 3
  return rest.length === 0 && (first === 'styles' || first === 'layergroups')
}

function isOfCatalog(directory: RelativePath, name: string): boolean {
  return name.endsWith('.xml') || directory.at(-1) === 'styles'
}
