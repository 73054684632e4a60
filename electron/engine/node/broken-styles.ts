import { titleOf, type Catalog } from '../../catalog/catalog.ts'
import { locationOf } from '../../catalog/locations.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { readStyleBody } from '../../catalog/style-body.ts'
import { isFailure } from '../../errors/failure.ts'
import type { Wording } from '../../sentences/sentence.ts'
import type { DirectoryRoot } from '../../storage/directory-root.ts'
import { problemOf, styleProblem } from '../master/style-findings.ts'

/** Styles looked at in one step, and bodies read in it, so that nobody waits for it. */
const stylesAtOnce = 100
const bodiesAtOnce = 5
/** Bytes of a body that is read; longer ones nobody wrote by hand. */
const longestBody = 1024 * 1024

/** A style of this node GeoServer cannot draw with. */
export interface BrokenStyle {
  /** As operators name it, such as `topp:roads`. */
  readonly title: string
  /** What is wrong with it, and where. */
  readonly problem: Wording
}

interface Seen {
  readonly style: CatalogObject
  readonly looks: string
  readonly problem: Wording | undefined
}

/**
 * Looks, a few at a time, for styles GeoServer cannot draw with. What a master sends is applied as a GeoServer would
 * apply it, however broken, and files are changed by hand: so all there are count, wherever they came from.
 */
export class BrokenStyles {
  readonly #root: DirectoryRoot
  readonly #catalog: Catalog
  #seen = new Map<string, Seen>()
  #left: CatalogObject[] = []
  #next = new Map<string, Seen>()

  constructor(root: DirectoryRoot, catalog: Catalog) {
    this.#root = root
    this.#catalog = catalog
  }

  /**
   * Looks at some more styles; a body is read again only when its file looks different.
   * @returns whether to go on at once, because some are still to be read
   */
  step(): boolean {
    if (this.#left.length === 0) {
      this.#seen = this.#next
      this.#next = new Map()
      this.#left = this.#catalog.ofKind('style')
    }
    let read = 0
    for (const style of this.#left.splice(0, stylesAtOnce)) {
      if (read === bodiesAtOnce) {
        this.#left.push(style)
        continue
      }
      const before = this.#seen.get(style.id)
      const now = this.#lookAt(style, before)
      if (now !== undefined && now !== before) read += 1
      if (now !== undefined) this.#next.set(style.id, now)
    }
    return read > 0 && this.#left.length > 0
  }

  get all(): readonly BrokenStyle[] {
    return this.#catalog.ofKind('style').flatMap((style) => {
      const problem = (this.#next.get(style.id) ?? this.#seen.get(style.id))?.problem
      return problem === undefined ? [] : [{ title: titleOf(this.#catalog, style), problem }]
    })
  }

  #lookAt(style: CatalogObject, before: Seen | undefined): Seen | undefined {
    try {
      const { body } = locationOf(style, this.#catalog)
      const stat = body === undefined ? undefined : this.#root.stat(body)
      if (stat === undefined || stat.size > longestBody) return undefined
      const looks = `${body?.join('/')} ${stat.inode} ${stat.mtimeNs} ${stat.size}`
      if (before?.style === style && before.looks === looks) return before
      const text = readStyleBody(this.#root, this.#catalog, style)?.toString('utf8')
      const error = text === undefined ? undefined : styleProblem(style, text)
      return { style, looks, problem: error && problemOf(error) }
    } catch (error) {
      // A style without a place or a readable body is told of by others.
      if (isFailure(error)) return undefined
      throw error
    }
  }
}
