import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { failure } from '../errors/failure.ts'
import { hasControlCharacter } from '../text/control-characters.ts'
import type { DirectoryEntry, FileStat, FileSystem } from './files.ts'
import { isLeftover } from './files.ts'

/** A path below a root, one name an element; empty for the root itself. */
export type RelativePath = readonly string[]

const longestName = 255
const deepestPath = 64

/**
 * A directory nothing may leave. Paths are given as names below it, and each is proven to stay inside before
 * the disk is touched: names that could climb out are refused, and so is a symbolic link that leads out.
 * Failures: PLB-STORAGE-PATH-OUTSIDE, PLB-STORAGE-NAME-REFUSED, and those of {@link FileSystem}.
 */
export class DirectoryRoot {
  readonly path: string
  readonly #fileSystem: FileSystem
  #changes = 0

  /** @param path the directory; it need not exist yet */
  constructor(path: string, fileSystem: FileSystem) {
    this.path = resolve(path)
    this.#fileSystem = fileSystem
  }

  /** How often something in it was written, moved or removed through this. */
  get changes(): number {
    return this.#changes
  }

  /** Where it lies, whatever links lead to it. */
  get realPath(): string {
    return this.#fileSystem.realPath(this.path)
  }

  /** The absolute path of names below the root. */
  resolve(path: RelativePath): string {
    if (path.length > deepestPath) {
      throw failure('PLB-STORAGE-NAME-REFUSED', {
        name: `${path.slice(0, 3).join('/')}/…`,
        reason: `the path is deeper than ${deepestPath} directories`,
      })
    }
    for (const name of path) this.#checkName(name, path)
    const absolute = join(this.path, ...path)
    this.#checkLinks(path, absolute)
    return absolute
  }

  readFile(path: RelativePath, limit: number): Buffer {
    return this.#fileSystem.readFile(this.resolve(path), limit)
  }

  /** See {@link FileSystem.writeAtomically}; makes the directories above the file when they are missing. */
  writeAtomically(
    path: RelativePath,
    bytes: Uint8Array | string,
    options?: { readonly mode?: number },
  ): void {
    const absolute = this.#resolveBelow(path)
    this.#changing(absolute, () => {
      this.#inDirectoryOf(absolute, () => {
        this.#fileSystem.writeAtomically(absolute, bytes, options)
      })
    })
  }

  /** See {@link FileSystem.rename}; makes the directories above the target when they are missing. */
  rename(from: RelativePath, to: RelativePath): void {
    const source = this.#resolveBelow(from)
    const target = this.#resolveBelow(to)
    this.#changing(source, () => {
      this.#inDirectoryOf(target, () => {
        this.#fileSystem.rename(source, target)
      })
    })
  }

  removeFile(path: RelativePath): void {
    const absolute = this.#resolveBelow(path)
    this.#changing(absolute, () => {
      this.#fileSystem.removeFile(absolute)
    })
  }

  removeDirectory(path: RelativePath): void {
    const absolute = this.#resolveBelow(path)
    this.#changing(absolute, () => {
      this.#fileSystem.removeDirectory(absolute)
    })
  }

  makeDirectory(path: RelativePath): void {
    this.#fileSystem.makeDirectory(this.resolve(path))
  }

  /**
   * What a directory holds. A symbolic link that stays inside the root is reported as what it leads to;
   * one that leads out or nowhere stays a link, and says which of both.
   */
  list(path: RelativePath): readonly DirectoryEntry[] {
    return this.#fileSystem.list(this.resolve(path)).map((entry) => this.#followInside(path, entry))
  }

  stat(path: RelativePath): FileStat | undefined {
    return this.#fileSystem.stat(this.resolve(path))
  }

  exists(path: RelativePath): boolean {
    return this.stat(path) !== undefined
  }

  removeLeftovers(path: RelativePath): readonly string[] {
    return this.#fileSystem.removeLeftovers(this.resolve(path))
  }

  /** Counts a change, also one that was made although the disk refused what belongs to it, such as its sync. */
  #changing(absolute: string, action: () => void): void {
    const before = this.#fileSystem.stat(absolute)
    try {
      action()
    } catch (error) {
      if (!this.#isAsBefore(absolute, before)) this.#changes += 1
      throw error
    }
    this.#changes += 1
  }

  #isAsBefore(absolute: string, before: FileStat | undefined): boolean {
    try {
      const now = this.#fileSystem.stat(absolute)
      return now?.inode === before?.inode && now?.mtimeNs === before?.mtimeNs
    } catch {
      // What cannot be looked at may have changed; the failure of the change itself is what counts.
      return false
    }
  }

  /** Makes the directories above a file for an action; when that fails, those that were made go again. */
  #inDirectoryOf(absolute: string, action: () => void): void {
    const made = this.#fileSystem.makeDirectory(dirname(absolute))
    try {
      action()
    } catch (error) {
      this.#fileSystem.removeEmptyDirectories(made)
      throw error
    }
  }

  /** As resolve, for calls that would be a disaster on the root itself. */
  #resolveBelow(path: RelativePath): string {
    if (path.length === 0) throw this.#outside(this.path)
    return this.resolve(path)
  }

  #checkName(name: string, path: RelativePath): void {
    const escapes =
      name === '' || name === '.' || name === '..' || /[/\\\0]/.test(name) || /^[A-Za-z]:/.test(name)
    if (escapes) throw this.#outside(path.join('/'))
    const reason = reasonToRefuse(name)
    if (reason !== undefined) {
      throw failure('PLB-STORAGE-NAME-REFUSED', { name: JSON.stringify(name.slice(0, 80)), reason })
    }
  }

  #checkLinks(path: RelativePath, absolute: string): void {
    if (!this.#fileSystem.exists(this.path)) return
    const realRoot = this.#fileSystem.realPath(this.path)
    for (let depth = path.length; depth > 0; depth -= 1) {
      const candidate = join(this.path, ...path.slice(0, depth))
      if (!this.#fileSystem.exists(candidate)) continue
      if (!isInside(realRoot, this.#fileSystem.realPath(candidate))) throw this.#outside(absolute)
      return
    }
  }

  #followInside(path: RelativePath, entry: DirectoryEntry): DirectoryEntry {
    if (entry.kind !== 'link') return entry
    const absolute = join(this.path, ...path, entry.name)
    const target = this.#fileSystem.stat(absolute)
    if (target === undefined) return entry
    const inside = isInside(this.#fileSystem.realPath(this.path), this.#fileSystem.realPath(absolute))
    return inside ? { name: entry.name, ...target } : { ...entry, outside: target.kind }
  }

  /** Whether a directory outside, to which a link in this one leads, holds one of these names; nothing is read of it. */
  hasOutside(path: RelativePath, names: readonly string[]): boolean {
    for (const name of [...path, ...names]) this.#checkName(name, path)
    return names.some((name) => this.#fileSystem.exists(join(this.path, ...path, name)))
  }

  #outside(path: string): Error {
    return failure('PLB-STORAGE-PATH-OUTSIDE', { path: JSON.stringify(path.slice(0, 400)), root: this.path })
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

function reasonToRefuse(name: string): string | undefined {
  if (hasControlCharacter(name)) return 'it holds a control character'
  if (!name.isWellFormed()) return 'it is not valid Unicode'
  if (Buffer.byteLength(name) > longestName) return `it is longer than ${longestName} bytes`
  if (isLeftover(name)) return 'Plumbline uses such names for unfinished writes'
  if (process.platform === 'win32' && (/[<>:"|?*]/.test(name) || /[. ]$/.test(name) || isDeviceName(name))) {
    return 'Windows does not allow it'
  }
  return undefined
}

function isDeviceName(name: string): boolean {
  return /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name)
}
