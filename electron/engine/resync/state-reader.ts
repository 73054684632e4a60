import type { RelativePath } from '../../storage/directory-root.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type { NodeState } from './compare.ts'

/** A state that was read while nobody changed it, unless somebody changed it for too long. */
export interface SettledState extends NodeState {
  readonly isSettled: boolean
}

/** Reads what a node holds: its data directory, or a GeoServer over REST. */
export interface StateReader {
  /** Where that lies, for people. */
  readonly place: string
  /** Whether what is gone was removed, since what is lost without that is still served and seen. */
  readonly tellsRemovals?: boolean
  /** @throws PLB-STORAGE-…, PLB-GEOSERVER-… when it cannot be read at all */
  read(): Promise<SettledState>
  /** Whether it can be told that nothing changed since it was read; where that cannot be asked, it is compared again. */
  isUnchanged?(): Promise<boolean>
  /** Which of some objects it no longer has as it was read to have them, where that can be told. */
  changedAmong?(objects: readonly CatalogObject[], places: Catalog): Promise<ReadonlySet<string>>
  /** Files beside its configuration that no message carries, see {@link attachmentsIn}; none where they cannot be listed. */
  attachments?(catalog: Catalog): Promise<readonly RelativePath[]>
  /** What such a file holds; undefined when it is gone. */
  attachment?(path: RelativePath): Promise<Buffer | undefined>
}
