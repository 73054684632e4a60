import { digestOf } from '../../catalog/digest.ts'
import type { CatalogObject } from '../../catalog/object.ts'

/** An object as it was at a version. */
export interface Snapshot {
  readonly object: CatalogObject
  readonly styleBody: string | undefined
}

const keptSnapshots = 300

/** Which states of objects were shown, so that a draft can be told what changed since it was begun. */
export class Versions {
  readonly #fingerprint: (password: string) => string
  readonly #snapshots = new Map<string, Snapshot>()

  /** @param fingerprint what stands for a password: it counts in a version without being in it */
  constructor(fingerprint: (password: string) => string) {
    this.#fingerprint = fingerprint
  }

  /** The version of an object, which changes with everything that can be edited in it; its state is remembered. */
  of(snapshot: Snapshot): string {
    const { object, styleBody } = snapshot
    const body = styleBody === undefined ? undefined : Buffer.from(styleBody, 'utf8')
    const version = digestOf(object, { fingerprint: this.#fingerprint }, body)
    this.#snapshots.delete(version)
    this.#snapshots.set(version, snapshot)
    const [oldest] = this.#snapshots.keys()
    if (this.#snapshots.size > keptSnapshots && oldest !== undefined) this.#snapshots.delete(oldest)
    return version
  }

  /** The state of a version; undefined when it was shown too long ago, or by an earlier run. */
  find(version: string): Snapshot | undefined {
    return this.#snapshots.get(version)
  }
}
