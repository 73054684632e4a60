import { createHmac, randomBytes } from 'node:crypto'
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
  /** Passwords count in a version without being in it; the key is of this run alone. */
  readonly #key = randomBytes(32)
  readonly #snapshots = new Map<string, Snapshot>()

  /** The version of an object, which changes with everything that can be edited in it; its state is remembered. */
  of(snapshot: Snapshot): string {
    const { object, styleBody } = snapshot
    const fingerprint = (password: string) =>
      createHmac('sha256', this.#key).update(password, 'utf8').digest('base64url')
    const body = styleBody === undefined ? undefined : Buffer.from(styleBody, 'utf8')
    const version = digestOf(object, { fingerprint }, body)
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
