import type { FileStat } from '../storage/files.ts'
import type { CatalogObject } from './object.ts'

export interface ReadLimits {
  /** Bytes of one file. */
  readonly fileSize: number
  /** Files read in all. */
  readonly files: number
}

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
