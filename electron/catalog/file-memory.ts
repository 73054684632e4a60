import type { FileStat } from '../storage/files.ts'
import type { Catalog } from './catalog.ts'
import type { CatalogObject } from './object.ts'
import type { Problem } from './problem.ts'

export interface ReadLimits {
  /** Bytes of one file. */
  readonly fileSize: number
  /** Files read in all. */
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
   * What a file holds: `null` for no object of ours.
   * @param stat how it looked before it is read
   */
  objectOf(
    path: string,
    stat: FileStat,
    read: () => Buffer,
    parse: (content: Buffer) => CatalogObject | null,
  ): CatalogObject | null
  /**
   * The scan is complete: files it did not come across are gone.
   * @param load what the files make together; not asked while all of them are as they were the last time
   */
  together(load: () => Part<Loaded>): Part<Loaded>
}
