import { basename, dirname, join, resolve, sep } from 'node:path'
import type { Wording } from '../sentences/sentence.ts'
import { failure } from '../errors/failure.ts'
import { hasControlCharacter } from '../text/control-characters.ts'
import { otherSpellings, reasonNotOnWindows } from '../text/file-names.ts'
import { fileFailure } from './file-failure.ts'
import {
  type Bounds,
  type DirectoryEntry,
  type FileStat,
  type FileSystem,
  type Look,
  isInside,
  isLeftover,
} from './files.ts'
import { say } from '../sentences/say.ts'

/** A path below a root, one name an element; empty for the root itself. */
export type RelativePath = readonly string[]

/** Where something lies or is to lie, and how what lies there looks, links followed. */
interface Place {
  readonly absolute: string
  readonly found: FileStat | undefined
}

const longestName = 255
const deepestPath = 64
/** Of what Linux takes, with room for the name of a file that is not whole yet. */
const longestPath = 4000

/**
 * A directory nothing may leave. Paths are given as names below it, and each is proven to stay inside before
 * the disk is touched: names that could climb out are refused, and so is a symbolic link that leads out. Whoever puts
 * one in place between that proof and the change is found out, since the file or its directory is looked at again once
 * it is open. What the file system takes for another name, because it ignores case or how accents are composed, is not
 * changed by this one.
 * Failures: PLB-STORAGE-PATH-OUTSIDE, PLB-STORAGE-NAME-REFUSED, PLB-STORAGE-NAME-COLLIDES, and those of {@link FileSystem}.
 */
export class DirectoryRoot implements Bounds {
  readonly path: string
  readonly #fileSystem: FileSystem
  #changes = 0
  #foldsCase: boolean | undefined
  /** Where it was found, links resolved. */
  #lies: string | undefined
  /** What was found in this turn of the event loop under the very names it was asked for by. */
  readonly #spelled = new Set<string>()
  /** Directories that were found in it in this turn. */
  readonly #inside = new Set<string>()

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
    return this.#fileSystem.realPath(this.path) ?? this.path
  }

  /** The absolute path of names below the root. */
  resolve(path: RelativePath): string {
    const absolute = this.#nameIt(path)
    for (let depth = path.length; depth > 0; depth -= 1) {
      const found = this.#fileSystem.realPath(this.#join(path.slice(0, depth)))
      if (found === undefined) continue
      if (!this.holds(found)) throw this.#outside(absolute)
      break
    }
    return absolute
  }

  /**
   * The same for what is told of it alone, or is looked at again once it is open: where its directory leads is asked once
   * in a turn. Says how what lies there looks as well.
   */
  #resolveOnce(path: RelativePath): Place {
    const absolute = this.#nameIt(path)
    if (path.length > 0 && this.#isInside(dirname(absolute))) {
      const found = this.#fileSystem.statItself(absolute)
      // A link may lead from there to anywhere.
      if (found?.kind !== 'link') return { absolute, found }
    }
    return { absolute: this.resolve(path), found: this.#fileSystem.stat(absolute) }
  }

  #isInside(directory: string): boolean {
    if (this.#inside.has(directory)) return true
    const found = this.#fileSystem.realPath(directory)
    if (found === undefined || !this.holds(found)) return false
    this.#keep(this.#inside, directory)
    return true
  }

  /** Keeps something that was found until this turn is over, or {@link #forget}. */
  #keep(found: Set<string>, absolute: string): void {
    if (this.#spelled.size + this.#inside.size === 0) queueMicrotask(() => this.#forget())
    found.add(absolute)
  }

  /** What lies where, and under which names, is not known any more once something went or moved. */
  #forget(): void {
    this.#spelled.clear()
    this.#inside.clear()
  }

  /**
   * Whether something lies in it, by its path without symbolic links. Where it lies itself is looked up anew only when
   * something does not lie where it was.
   */
  holds(found: string): boolean {
    if (this.#lies !== undefined && isInside(this.#lies, found)) return true
    this.#lies = this.#fileSystem.realPath(this.path)
    return this.#lies !== undefined && isInside(this.#lies, found)
  }

  /** The same, without looking where links lead. */
  #nameIt(path: RelativePath): string {
    if (path.length > deepestPath) {
      throw failure('PLB-STORAGE-NAME-REFUSED', {
        name: `${path.slice(0, 3).join('/')}/…`,
        reason: say('storage.pathDeeperThanDirectories', { depth: deepestPath }),
      })
    }
    for (const name of path) this.#checkName(name, path)
    const absolute = this.#join(path)
    if (Buffer.byteLength(absolute) > longestPath) {
      const reason = say('storage.longerThanBytes', { longest: longestPath })
      throw failure('PLB-STORAGE-NAME-REFUSED', { name: `${path.slice(0, 3).join('/')}/…`, reason })
    }
    return absolute
  }

  /**
   * Whether its file system takes two names for one that differ in case. A directory without a name that has letters
   * tells nothing, and counts as one that does not.
   */
  get foldsCase(): boolean {
    this.#foldsCase ??= this.#findFolding()
    return this.#foldsCase ?? false
  }

  readFile(path: RelativePath, limit: number): Buffer {
    // Where links lead is seen once it is open.
    return this.#fileSystem.readFile(this.#nameIt(path), limit, { within: this })
  }

  /** See {@link FileSystem.writeAtomically}; makes the directories above the file when they are missing. */
  writeAtomically(
    path: RelativePath,
    bytes: Uint8Array | string,
    options?: { readonly mode?: number },
  ): void {
    const place = this.#resolveToChange(path)
    const { absolute } = place
    this.#changing(place, () => {
      this.#inDirectory(dirname(absolute), () => {
        this.#fileSystem.writeAtomically(absolute, bytes, { ...options, within: this })
      })
    })
  }

  /**
   * See {@link FileSystem.rename}; makes the directories above the target when they are missing. A name may be changed
   * into one the file system takes for the same.
   */
  rename(from: RelativePath, to: RelativePath): void {
    const source = this.#resolveToChange(from)
    const target = this.isSameEntry(from, to)
      ? join(dirname(source.absolute), to.at(-1) ?? '')
      : this.#resolveToChange(to).absolute
    this.#forget()
    this.#changing(source, () => {
      this.#inDirectory(dirname(target), () => {
        this.#fileSystem.rename(source.absolute, target, { within: this })
      })
    })
  }

  /** Whether two names in one directory are one for the file system. */
  isSameEntry(left: RelativePath, right: RelativePath): boolean {
    const [one, other] = [this.resolve(left), this.resolve(right)]
    if (one === other || dirname(one) !== dirname(other)) return one === other
    return this.#fileSystem.nameOnDisk(other) === basename(one)
  }

  removeFile(path: RelativePath): void {
    const place = this.#resolveToChange(path)
    this.#forget()
    this.#changing(place, () => {
      this.#fileSystem.removeFile(place.absolute, { within: this })
    })
  }

  removeDirectory(path: RelativePath): void {
    const place = this.#resolveToChange(path)
    this.#forget()
    this.#changing(place, () => {
      this.#fileSystem.removeDirectory(place.absolute, { within: this })
    })
  }

  makeDirectory(path: RelativePath): void {
    const absolute = this.resolve(path)
    this.#checkSpelling(path)
    this.#inDirectory(absolute, () => undefined)
  }

  /**
   * What a directory holds. A symbolic link that stays inside the root is reported as what it leads to;
   * one that leads out or nowhere stays a link, and says which of both.
   */
  list(path: RelativePath): readonly DirectoryEntry[] {
    const directory = this.#resolveOnce(path).absolute
    return this.#fileSystem
      .list(directory)
      .map((entry) =>
        entry.kind === 'link'
          ? { name: entry.name, ...this.#followInside(`${directory}${sep}${entry.name}`, entry) }
          : entry,
      )
  }

  /**
   * How something looks, as {@link list} says it, at the least cost: whether a link leads there is not asked, so that
   * it tells no more than whether it still looks as it did when it was listed or read.
   * @param place names below the root, joined by `/`; empty for the root itself
   */
  look(place: string): Look | undefined {
    const absolute = place === '' ? this.path : `${this.path}/${place}`
    const stat = this.#fileSystem.statItself(absolute)
    return stat?.kind === 'link' ? this.#followInside(absolute, stat) : stat
  }

  stat(path: RelativePath): FileStat | undefined {
    const absolute = this.#nameIt(path)
    const own = this.#fileSystem.statItself(absolute)
    // Where nothing lies, nothing is told of what is outside.
    if (own === undefined) return undefined
    if (own.kind !== 'link' && path.length > 0 && this.#isInside(dirname(absolute))) return own
    const found = this.#fileSystem.stat(absolute)
    if (found !== undefined) this.resolve(path)
    return found
  }

  exists(path: RelativePath): boolean {
    return this.stat(path) !== undefined
  }

  /** See {@link FileSystem.together}. */
  together<Result>(action: () => Result): Result {
    return this.#fileSystem.together(action)
  }

  /** See {@link FileSystem.hastily}. */
  hastily<Result>(action: () => Result): Result {
    return this.#fileSystem.hastily(action)
  }

  /** See {@link FileSystem.sync}. */
  sync(paths: readonly RelativePath[]): void {
    const absolute = paths.map((path) => this.#nameIt(path))
    this.#fileSystem.sync(this.path, absolute, { within: this })
  }

  /** Whether what lies there is nothing, or no more than what this account would make by writing a file. */
  isOwnFile(path: RelativePath): boolean {
    const stat = this.#fileSystem.statItself(this.resolve(path))
    if (stat?.kind !== 'file') return stat === undefined
    const [userId, groupId] = [process.getuid?.(), process.getgid?.()]
    return userId === undefined || (stat.userId === userId && stat.groupId === groupId)
  }

  /**
   * @returns how what lies there looks
   * @throws why nothing may be written or removed there, as far as that is known before it is tried
   */
  checkChange(path: RelativePath): FileStat | undefined {
    const { absolute, found } = this.#resolveToChange(path)
    if (found !== undefined) return found
    for (let above = dirname(absolute); isInside(this.path, above); above = dirname(above)) {
      const kind = this.#fileSystem.stat(above)?.kind
      if (kind === 'directory') break
      if (kind !== undefined) throw inTheWay(above, 'ENOTDIR')
    }
    return undefined
  }

  /** That a directory lies where a file should be. */
  inTheWay(path: RelativePath): unknown {
    return inTheWay(this.#nameIt(path), 'EISDIR')
  }

  removeLeftovers(path: RelativePath): readonly string[] {
    return this.#fileSystem.removeLeftovers(this.resolve(path), { within: this })
  }

  /** Counts a change, also one that was made although the disk refused what belongs to it, such as its sync. */
  #changing({ absolute, found }: Place, action: () => void): void {
    try {
      action()
    } catch (error) {
      if (!this.#isAsBefore(absolute, found)) this.#changes += 1
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

  /** Makes a directory and those above it for an action; when that fails, those that were made go again. */
  #inDirectory(absolute: string, action: () => void): void {
    if (this.#fileSystem.stat(absolute)?.kind === 'directory') {
      action()
      return
    }
    // The root itself lies outside of what is guarded.
    const root = this.#fileSystem.makeDirectory(this.path)
    let made: readonly string[] = []
    try {
      made = this.#fileSystem.makeDirectory(absolute, { within: this })
      action()
    } catch (error) {
      this.#fileSystem.removeEmptyDirectories(made, { within: this })
      this.#fileSystem.removeEmptyDirectories(root)
      throw error
    }
  }

  /** As resolve, for calls that would be a disaster on the root itself, or on what has another name. */
  #resolveToChange(path: RelativePath): Place {
    if (path.length === 0) throw this.#outside(this.path)
    const place = this.#resolveOnce(path)
    this.#checkSpelling(path, place.found !== undefined)
    return place
  }

  /**
   * @param isThere whether something is known to lie there
   * @throws PLB-STORAGE-NAME-COLLIDES when the file system takes one of the names for that of something else
   */
  #checkSpelling(path: RelativePath, isThere = false): void {
    for (const [depth, name] of path.entries()) {
      const absolute = join(this.path, ...path.slice(0, depth + 1))
      if (this.#spelled.has(absolute)) continue
      const found = this.#fileSystem.nameOnDisk(absolute, isThere)
      if (found === undefined) return
      if (found === name) {
        this.#keep(this.#spelled, absolute)
        continue
      }
      throw failure('PLB-STORAGE-NAME-COLLIDES', {
        name: JSON.stringify(name),
        other: JSON.stringify(found),
        directory: join(this.path, ...path.slice(0, depth)),
      })
    }
  }

  #findFolding(): boolean | undefined {
    if (!this.exists([])) return undefined
    const names = this.#fileSystem.list(this.path).map(({ name }) => name)
    for (const name of names) {
      const [swapped] = otherSpellings(name)
      if (swapped === undefined || swapped.toLowerCase() !== name.toLowerCase() || names.includes(swapped))
        continue
      return this.#fileSystem.nameOnDisk(join(this.path, swapped)) !== undefined
    }
    return undefined
  }

  #checkName(name: string, path: RelativePath): void {
    if (isOrdinary(name)) return
    const escapes =
      name === '' || name === '.' || name === '..' || /[/\\\0]/.test(name) || /^[A-Za-z]:/.test(name)
    if (escapes) throw this.#outside(path.join('/'))
    checkName(name)
  }

  /** What is joined has been checked, or is our own. */
  #join(path: RelativePath): string {
    return path.length === 0 ? this.path : `${this.path}${sep}${path.join(sep)}`
  }

  #followInside(absolute: string, link: FileStat): Look {
    const target = this.#fileSystem.stat(absolute)
    if (target === undefined) return link
    const leads = this.#fileSystem.realPath(absolute)
    const inside = leads !== undefined && this.holds(leads)
    return inside ? target : { ...link, outside: target.kind }
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

/**
 * Whether a file can have a name at all; where it leads is another question.
 * @throws PLB-STORAGE-NAME-REFUSED
 */
export function checkName(name: string): void {
  const reason = reasonToRefuse(name)
  if (reason !== undefined) {
    throw failure('PLB-STORAGE-NAME-REFUSED', { name: JSON.stringify(name.slice(0, 80)), reason })
  }
}

function inTheWay(path: string, code: 'EISDIR' | 'ENOTDIR'): unknown {
  return fileFailure(Object.assign(new Error(`${code}: ${path}`), { code, errno: -1 }), 'write', path)
}

/** As much of a name as leaves room for an ending. */
export function withEnding(name: string, ending: string): string {
  let kept = [...name]
  while (Buffer.byteLength(kept.join('') + ending) > longestName) kept = kept.slice(0, -1)
  return kept.join('') + ending
}

/** Most names: nothing in them could be refused on any system but one. */
function isOrdinary(name: string): boolean {
  return process.platform !== 'win32' && name.length <= longestName && /^\w[\w-]*(?:\.[\w-]+)*$/.test(name)
}

function reasonToRefuse(name: string): Wording | undefined {
  if (hasControlCharacter(name)) return say('storage.holdsControlCharacter')
  if (!name.isWellFormed()) return say('storage.notValidUnicode')
  if (Buffer.byteLength(name) > longestName) return say('storage.longerThanBytes', { longest: longestName })
  if (isLeftover(name)) return say('storage.plumblineUsesSuchNames')
  const onWindows = process.platform === 'win32' ? reasonNotOnWindows(name) : undefined
  return onWindows === undefined ? undefined : say(`storage.${onWindows}`)
}
