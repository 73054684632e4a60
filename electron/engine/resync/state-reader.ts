import type { NodeState } from './compare.ts'

/** A state that was read while nobody changed it, unless somebody changed it for too long. */
export interface SettledState extends NodeState {
  readonly isSettled: boolean
}

/** Reads what a node holds: its data directory, or a GeoServer over REST. */
export interface StateReader {
  /** Where that lies, for people. */
  readonly place: string
  /** @throws PLB-STORAGE-…, PLB-GEOSERVER-… when it cannot be read at all */
  read(): Promise<SettledState>
  /** Whether it can be told that nothing changed since it was read; where that cannot be asked, it is compared again. */
  isUnchanged?(): Promise<boolean>
}
