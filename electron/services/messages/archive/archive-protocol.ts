import type { MessageRow } from '../../../contract/features/messages.ts'
import type { FailureForm } from '../../../contract/failures.ts'
import type { Archive, ArchiveOptions } from './archive.ts'

/** What travels between an archive's thread and the rest, as structured clones. */

/** Methods that may be called from another thread. */
export type ArchiveMethod =
  | 'store'
  | 'importLines'
  | 'page'
  | 'position'
  | 'message'
  | 'details'
  | 'facets'
  | 'statistics'
  | 'savedFilters'
  | 'saveFilter'
  | 'removeFilter'
  | 'exportPart'
  | 'followSlaves'
  | 'sawQueue'
  | 'compared'
  | 'pendingIdentities'
  | 'heard'
  | 'watch'
  | 'unwatch'
  | 'retain'
  | 'close'

/** The archive as another thread sees it. */
export type RemoteArchive = {
  readonly [Method in ArchiveMethod]: (
    ...parameters: Parameters<Archive[Method]>
  ) => Promise<Awaited<ReturnType<Archive[Method]>>>
}

export type Opening = Omit<ArchiveOptions, 'now'>

export interface Request {
  readonly id: number
  readonly method: ArchiveMethod
  readonly parameters: readonly unknown[]
}

export interface ErrorForm {
  /** Null for an error that is none of the catalogue. */
  readonly failure: FailureForm | null
  readonly reason: string
}

export type Answer =
  | { readonly type: 'opened'; readonly setAside: string | null }
  | { readonly type: 'failed'; readonly error: ErrorForm }
  | { readonly type: 'done'; readonly id: number; readonly result: unknown }
  | { readonly type: 'refused'; readonly id: number; readonly error: ErrorForm }
  | { readonly type: 'rows'; readonly view: number; readonly rows: readonly MessageRow[] }
