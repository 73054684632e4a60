import type { CatalogObject } from '../../catalog/object.ts'
import type { GeoServerClient } from '../../geoserver/client.ts'
import { isSameState, readStockCatalog, type CatalogReading } from '../../geoserver/reading/read-catalog.ts'
import { readState } from '../../geoserver/reading/state.ts'

/**
 * The catalog of a GeoServer as it was read last. Whether anything changed since is one request; then only what changed
 * is sent again.
 */
export class StockCatalog {
  readonly #client: () => Promise<GeoServerClient>
  #latest: CatalogReading | undefined
  #reading: Promise<CatalogReading> | undefined
  #changes = 0

  constructor(client: () => Promise<GeoServerClient>) {
    this.#client = client
  }

  /**
   * What the node holds now. Whoever asks while it is being read gets what is read after that, since somebody else may
   * have changed it in between; all of them get the same.
   * @throws PLB-GEOSERVER-…
   */
  async read(): Promise<CatalogReading> {
    if (this.#reading !== undefined) await Promise.allSettled([this.#reading])
    this.#reading ??= this.#readAgain()
    const reading = this.#reading
    try {
      return await reading
    } finally {
      if (this.#reading === reading) this.#reading = undefined
    }
  }

  /** Something was changed: who asks from now on gets no reading that began before. */
  changed(): void {
    this.#changes += 1
    this.#reading = undefined
  }

  /** Files that were put by hand leave no trace in the count of updates: the next reading asks for each. */
  distrust(): void {
    this.changed()
    if (this.#latest !== undefined) this.#latest = { ...this.#latest, changedMeanwhile: true }
  }

  async #readAgain(): Promise<CatalogReading> {
    const changes = this.#changes
    const client = await this.#client()
    const previous = this.#latest
    if (previous?.changedMeanwhile === false && isSameState(previous.state, await readState(client)))
      return previous
    const reading = await readStockCatalog(client, { previous })
    this.#latest = changes === this.#changes ? reading : { ...reading, changedMeanwhile: true }
    return reading
  }
}

/** The rules of a style, as a reading has them. */
export function styleBodyIn({ styleBodies }: CatalogReading, { id }: CatalogObject): string | undefined {
  return styleBodies.get(id)?.toString('utf8')
}
