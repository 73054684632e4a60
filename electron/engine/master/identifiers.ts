import { kindTable } from '../../catalog/kinds/table.ts'
import type { Kind } from '../../catalog/kinds/property.ts'

/**
 * Makes ids as GeoServer does: the class, then Java's unique id (a number of the process, the time, a counter, each
 * hexadecimal and signed). GeoServer treats them as opaque; looking alike is only for those who read them.
 */
export class IdentifierSource {
  readonly #process: number
  readonly #now: () => number
  #counter = -0x8000

  /** @param random a number from 0 to under 1 */
  constructor(random: () => number, now: () => number) {
    this.#process = Math.floor(random() * 0x1_0000_0000) - 0x8000_0000
    this.#now = now
  }

  /** @param root root element of the object's file, which for a service names its type */
  next(kind: Kind, root: string): string {
    const className =
      kind === 'service' ? `${root.toUpperCase()}InfoImpl` : (kindTable[kind].class.split('.').at(-1) ?? kind)
    const id = `${className}-${this.#process.toString(16)}:${this.#now().toString(16)}:${this.#counter.toString(16)}`
    this.#counter = this.#counter === 0x7fff ? -0x8000 : this.#counter + 1
    return id
  }
}
