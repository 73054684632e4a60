import { randomBytes } from 'node:crypto'
import { titleOf, Catalog } from '../../catalog/catalog.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { checkAgreement, nameAskedFor, type Agreement } from '../../engine/master/agreement.ts'
import { IdentifierSource } from '../../engine/master/identifiers.ts'
import { nothingPlanned, type EditRequest, type Plan } from '../../engine/master/master.ts'
import { planChangeOf, type PlannedEdit } from '../../engine/master/planned-edit.ts'
import { resolveRequest } from '../../engine/master/resolve-request.ts'
import { brokenStyle } from '../../engine/master/style-findings.ts'
import { isFailure } from '../../errors/failure.ts'
import { carryOut, type ChangeOutcome } from '../../geoserver/changes/carry-out.ts'
import type { Step, StockChange } from '../../geoserver/changes/change.ts'
import { planChange } from '../../geoserver/changes/plan-change.ts'
import { StockWriter } from '../../geoserver/changes/stock-writer.ts'
import type { RestConnection } from '../../geoserver/rest-connection.ts'
import type { CatalogReading } from '../../geoserver/reading/read-catalog.ts'
import { sayStep } from './say-step.ts'

/** A change of a GeoServer, planned as for a node of ours and as the requests that make it. */
interface PlannedStockEdit {
  readonly edit: PlannedEdit
  readonly change: StockChange
  readonly steps: readonly Step[]
  /** The node's catalog with what the change adds. */
  readonly catalog: Catalog
}

/** Bytes a body may have in a message of GeoServer's module. */
const styleBodyLimit = 8 * 1024 * 1024

/** Plans changes of a GeoServer by the same rules as those of our masters, and makes them by its recipes. */
export class StockEdits {
  readonly #identifiers: IdentifierSource
  readonly #now: () => number
  readonly #digestKey = randomBytes(32)

  constructor({ now }: { readonly now: () => number }) {
    this.#identifiers = new IdentifierSource(Math.random, now)
    this.#now = now
  }

  /** What a request would do; nothing changes. */
  plan(request: EditRequest, reading: CatalogReading): Plan {
    const { catalog } = reading
    try {
      const { edit, steps } = this.#prepare(request, reading)
      const error = brokenStyle(edit.findings)
      return {
        events: steps.map((step) => sayStep(step, edit, catalog)),
        before: edit.before,
        after: edit.after,
        problems: error === undefined ? [] : [error],
        findings: edit.findings,
        goesAlong: edit.goesAlong.map((each) => ({ ...each, title: titleOf(catalog, each.object) })),
        digest: edit.digest,
        asksForName: nameAskedFor(edit, catalog),
      }
    } catch (error) {
      if (!isFailure(error)) throw error
      const before = request.name === undefined ? undefined : catalog.get(request.name)
      return { ...nothingPlanned, before, problems: [error] }
    }
  }

  /**
   * Makes a change whose plan was agreed to.
   * @param mark what the messages carry that come of it
   * @throws PLB-ENGINE-PLAN-CHANGED, PLB-ENGINE-NAME-NEEDED, PLB-ENGINE-STYLE-BROKEN and what planning throws: nothing
   * was sent; PLB-GEOSERVER-…
   */
  async make(
    request: EditRequest,
    agreement: Agreement,
    reading: CatalogReading,
    connection: RestConnection,
    mark: string,
  ): Promise<{ readonly edit: PlannedEdit; readonly outcome: ChangeOutcome }> {
    const { edit, change, catalog } = this.#prepare(request, reading)
    checkAgreement(edit, agreement, reading.catalog)
    return { edit, outcome: await carryOut(StockWriter.ofMaster(connection, mark), change, catalog) }
  }

  #prepare(request: EditRequest, reading: CatalogReading): PlannedStockEdit {
    const edit = planChangeOf(resolveRequest(request, reading.catalog), {
      catalog: reading.catalog,
      identifiers: this.#identifiers,
      now: this.#now,
      styleBodyLimit,
      styleBody: (style) => styleBodyIn(reading, style),
      digestKey: this.#digestKey,
    })
    const change = stockChangeOf(edit)
    const catalog = withObjects(reading.catalog, [...edit.added.values()])
    return { edit, change, catalog, steps: planChange(change, catalog) }
  }
}

/** The rules of a style, as a reading has them. */
export function styleBodyIn({ styleBodies }: CatalogReading, { id }: CatalogObject): string | undefined {
  return styleBodies.get(id)?.toString('utf8')
}

function stockChangeOf({ edit, before, after }: PlannedEdit): StockChange {
  const styleBody =
    'styleBody' in edit && edit.styleBody !== undefined
      ? { styleBody: new Uint8Array(Buffer.from(edit.styleBody, 'utf8')) }
      : {}
  switch (edit.verb) {
    case 'remove':
      return { verb: 'remove', object: edit.object }
    case 'default':
      return { verb: 'default-workspace', workspace: edit.workspace }
    case 'add':
      if (after === undefined) throw new Error('an addition that adds nothing')
      return { verb: 'add', object: after, ...styleBody }
    case 'modify':
      return { verb: 'modify', before: edit.object, after: after ?? before ?? edit.object, ...styleBody }
  }
}

function withObjects(catalog: Catalog, objects: readonly CatalogObject[]): Catalog {
  if (objects.length === 0) return catalog
  const copy = new Catalog()
  copy.become(catalog)
  for (const each of objects) copy.put(each)
  return copy
}
