import { sep } from 'node:path'
import type { DirectoryRoot, RelativePath } from './directory-root.ts'
import type { DirectoryEntry, FileStat } from './files.ts'

/** What is done in a data directory, at once or later. */
export type Directory = Pick<
  DirectoryRoot,
  | 'changes'
  | 'exists'
  | 'foldsCase'
  | 'isSameEntry'
  | 'list'
  | 'readFile'
  | 'removeDirectory'
  | 'removeFile'
  | 'removeLeftovers'
  | 'rename'
  | 'writeAtomically'
> & { stat(path: RelativePath): Pick<FileStat, 'kind' | 'size' | 'mode'> | undefined }

/** A file as it is to be; without content, what is to go: a file, or a directory with all in it. */
export interface FileChange {
  readonly path: RelativePath
  readonly content: Uint8Array | undefined
  /** Permission bits it shall have whatever it had. */
  readonly mode: number | undefined
}

interface Staged extends FileChange {
  /** Permission bits of the file that lies there, asked once; undefined when there is none. */
  readonly formerMode: number | undefined
}

/** Where changes are written down before they are made, so that the disk need not be waited for with each of them. */
export interface ChangeLog {
  /** Whether the disk has everything. */
  readonly isEmpty: boolean
  /** For use inside a transaction. */
  add(changes: readonly FileChange[]): void
  /** Says that all that was added is made, or never will be; until then nothing of it is forgotten. */
  made(): void
  /** Waits until the disk has everything, or what has to do with some places, and forgets that. */
  settle(places?: readonly RelativePath[]): void
  /** The same when too much waits for the disk. */
  limit(): void
}

/** Bytes of a file that is moved by being written down as what it holds. */
const longestMoved = 1_000_000

/** What is asked for has to be done at once: it moves what cannot be written down as what it holds. */
export class NotStaged extends Error {}

/**
 * A directory whose changes can be put off: they are seen in it from then on, and made together after they were written
 * down. What is changed at once waits for what was made there that way before, since after a power cut that is made again.
 */
export class StagedDirectory implements Directory {
  readonly #root: DirectoryRoot
  readonly #log: ChangeLog | undefined
  /** What differs from what lies there; what is to go covers all below it that is not named as well. */
  #staged = new Map<string, Staged>()
  #isStaging = false
  #count = 0

  /** @param log without it nothing is put off */
  constructor(root: DirectoryRoot, log?: ChangeLog) {
    this.#root = root
    this.#log = log
  }

  get changes(): number {
    return this.#root.changes + this.#count
  }

  get foldsCase(): boolean {
    return this.#root.foldsCase
  }

  /** Puts off what an action changes. @throws NotStaged when it moves a directory, or a file that is not just a file */
  stage<Result>(action: () => Result): Result {
    const was = this.#isStaging
    this.#isStaging = this.#log !== undefined
    try {
      return action()
    } finally {
      this.#isStaging = was
    }
  }

  get isStaging(): boolean {
    return this.#isStaging
  }

  /**
   * Writes down what was put off; for use inside a transaction, before {@link settle}.
   * @returns whether there was anything
   */
  writeDown(): boolean {
    if (this.#staged.size > 0) this.#log?.add(this.#inOrder())
    return this.#staged.size > 0
  }

  /** Makes what was written down. What fails is made by the next call. */
  settle(): void {
    // Together, so that what was changed at once before and the disk did not confirm is waited for.
    this.#root.together(() => {
      this.#root.hastily(() => {
        this.#makeAll()
      })
    })
    this.#log?.limit()
  }

  /** Forgets what was put off and not written down. */
  discard(): void {
    this.#staged.clear()
    this.#log?.made()
  }

  readFile(path: RelativePath, limit: number): Buffer {
    const staged = this.#staged.size === 0 ? undefined : this.#staged.get(keyOf(path))
    if (staged?.content === undefined || staged.content.byteLength > limit) {
      return this.#root.readFile(path, limit)
    }
    return Buffer.from(staged.content)
  }

  writeAtomically(
    path: RelativePath,
    bytes: Uint8Array | string,
    options: { readonly mode?: number } = {},
  ): void {
    if (!this.#isStaging) {
      this.#beginAtOnce(path)
      this.#root.writeAtomically(path, bytes, options)
      return
    }
    const staged = this.#staged.get(keyOf(path))
    const formerMode = staged?.content === undefined ? this.#checkFile(path) : staged.formerMode
    const content = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
    this.#put({ path, content, mode: options.mode ?? staged?.mode, formerMode })
  }

  /** @returns permission bits of the file that lies there */
  #checkFile(path: RelativePath): number | undefined {
    const stat = this.#root.checkChange(path)
    if (stat?.kind !== 'directory') return stat?.mode
    throw this.#isGone(path) ? new NotStaged() : this.#root.inTheWay(path)
  }

  removeFile(path: RelativePath): void {
    this.#remove(path, () => {
      this.#root.removeFile(path)
    })
  }

  removeDirectory(path: RelativePath): void {
    this.#remove(path, () => {
      this.#root.removeDirectory(path)
    })
  }

  rename(from: RelativePath, to: RelativePath): void {
    if (!this.#isStaging) {
      this.#beginAtOnce(from, to)
      this.#root.rename(from, to)
      return
    }
    // As what it holds, in another place: made again, it is that wherever a crash left it.
    const stat = this.stat(from)
    const isOrdinary = stat?.kind === 'file' && stat.size <= longestMoved && this.#root.isOwnFile(from)
    if (!isOrdinary || this.foldsCase) throw new NotStaged()
    const staged = this.#staged.get(keyOf(from))
    const mode = staged?.mode ?? staged?.formerMode ?? this.#root.stat(from)?.mode
    this.writeAtomically(to, this.readFile(from, longestMoved), mode === undefined ? {} : { mode })
    this.removeFile(from)
  }

  isSameEntry(left: RelativePath, right: RelativePath): boolean {
    return this.#root.isSameEntry(left, right)
  }

  /** What lies there without what was put off: who asks is about to move it. */
  list(path: RelativePath): readonly DirectoryEntry[] {
    if (this.#isStaging) throw new NotStaged()
    return this.#root.list(path)
  }

  stat(path: RelativePath): Pick<FileStat, 'kind' | 'size' | 'mode'> | undefined {
    if (this.#staged.size === 0) return this.#root.stat(path)
    const staged = this.#staged.get(keyOf(path))
    if (staged?.content !== undefined) {
      const mode = staged.mode ?? staged.formerMode ?? 0o666
      return { kind: 'file', size: staged.content.byteLength, mode }
    }
    const below = keyOf(path) + sep
    for (const [key, { content }] of this.#staged) {
      if (content !== undefined && key.startsWith(below)) return { kind: 'directory', size: 0, mode: 0o777 }
    }
    return this.#isGone(path) ? undefined : this.#root.stat(path)
  }

  exists(path: RelativePath): boolean {
    return this.stat(path) !== undefined
  }

  removeLeftovers(path: RelativePath): readonly string[] {
    return this.#root.removeLeftovers(path)
  }

  #remove(path: RelativePath, atOnce: () => void): void {
    if (!this.#isStaging) {
      this.#beginAtOnce(path)
      atOnce()
      return
    }
    this.#root.checkChange(path)
    const [own, below] = [keyOf(path), keyOf(path) + sep]
    for (const key of this.#staged.keys()) {
      if (key === own || key.startsWith(below)) this.#staged.delete(key)
    }
    if (this.exists(path)) this.#put({ path, content: undefined, mode: undefined, formerMode: undefined })
    this.#count += 1
  }

  #put(change: Staged): void {
    const key = keyOf(change.path)
    // The latest change of a place goes behind all others.
    this.#staged.delete(key)
    this.#staged.set(key, change)
    this.#count += 1
  }

  #isGone(path: RelativePath): boolean {
    return path.some((_, depth) => {
      const staged = this.#staged.get(keyOf(path.slice(0, depth + 1)))
      return staged !== undefined && staged.content === undefined
    })
  }

  /** What goes first, since nothing of it covers what is written below it later. */
  #inOrder(): readonly FileChange[] {
    const all = [...this.#staged.values()]
    return [...all.filter(({ content }) => content === undefined), ...all.filter(({ content }) => content)]
  }

  #makeAll(): void {
    for (const change of this.#inOrder()) {
      makeChange(this.#root, change)
      this.#staged.delete(keyOf(change.path))
    }
    this.#log?.made()
  }

  /** What has to do with other places may well be made again: nothing of what follows is undone by that. */
  #beginAtOnce(...places: readonly RelativePath[]): void {
    if (this.#staged.size > 0) this.#makeAll()
    if (this.#log?.isEmpty === false) this.#log.settle(places)
  }
}

/** Makes a change of a file that was written down, or makes it again. */
export function makeChange(root: DirectoryRoot, { path, content, mode }: FileChange): void {
  if (content !== undefined) root.writeAtomically(path, content, mode === undefined ? {} : { mode })
  else if (root.stat(path)?.kind === 'directory') root.removeDirectory(path)
  else root.removeFile(path)
}

function keyOf(path: RelativePath): string {
  return path.join(sep)
}
