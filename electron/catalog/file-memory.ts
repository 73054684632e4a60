import type { RelativePath } from '../storage/directory-root.ts'
import type { DirectoryEntry, Look } from '../storage/files.ts'
import type { Catalog } from './catalog.ts'
import type { Found } from './loadable.ts'
import type { CatalogObject } from './object.ts'
import type { Problem } from './problem.ts'

export interface ReadLimits {
  /** Bytes of one file. */
  readonly fileSize: number
  readonly files: number
}

/** A part of the reading; another may wait for its turn wherever it yields. */
export type Part<Result = void> = Generator<void, Result, undefined>

/** What the files of a directory make together. */
export interface Loaded {
  readonly catalog: Catalog
  readonly problems: readonly Problem[]
  /** Paths of the configuration and the rules of styles. */
  readonly ofStyles: ReadonlySet<string>
}

/** Remembers what files held, so that those that did not change need not be read again. */
export interface FileMemory {
  /** A scan of the whole directory begins. */
  begin(): void
  /**
   * What a directory holds, see {@link DirectoryRoot.list}.
   * @param look how it looked when the one it lies in was listed in this scan; undefined when it has to be looked at
   * @throws as that
   */
  list?(path: RelativePath, look?: Look): readonly DirectoryEntry[]
  /** Answers a question about the disk that listing and reading leave open. */
  ask?(question: () => boolean): boolean
  /**
   * What a file holds: `null` for no object of ours.
   * @param look how it looked before it is read
   */
  objectOf(
    path: string,
    look: Look,
    read: () => Buffer,
    parse: (content: Buffer) => CatalogObject | null,
  ): CatalogObject | null
  /**
   * The scan is complete.
   * @param found all it came across that what they make together depends on
   * @param load what that makes together; not asked while it is what it was the last time
   */
  together(found: readonly Found[], load: () => Part<Loaded>): Part<Loaded>
}
