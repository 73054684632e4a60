import { randomBytes } from 'node:crypto'
import { Catalog } from '../../catalog/catalog.ts'
import { textOfProperty, type CatalogObject } from '../../catalog/object.ts'
import type { Edit } from '../../engine/master/edit.ts'
import { IdentifierSource } from '../../engine/master/identifiers.ts'
import type { EditRequest } from '../../engine/master/master.ts'
import { planOf, planOrProblem, type EditPlan } from '../../engine/master/plan.ts'
import { planChange as planEdits, type PlannedChange } from '../../engine/master/planned-change.ts'
import { planChangeOf, type PlannedEdit } from '../../engine/master/planned-edit.ts'
import { describe, locationOf } from '../../catalog/locations.ts'
import { failure } from '../../errors/failure.ts'
import { differingProperties } from '../../geoserver/changes/differences.ts'
import { carryOut, type ChangeOutcome } from '../../geoserver/changes/carry-out.ts'
import type { Step, StockChange } from '../../geoserver/changes/change.ts'
import { planChange } from '../../geoserver/changes/plan-change.ts'
import { fileFollowing } from '../../geoserver/changes/style-steps.ts'
import { checkUri } from '../../geoserver/changes/safe-names.ts'
import { StockWriter } from '../../geoserver/changes/stock-writer.ts'
import type { RestConnection } from '../../geoserver/rest-connection.ts'
import type { CatalogReading } from '../../geoserver/reading/read-catalog.ts'
import { authorProperties } from '../../wire/author.ts'
import { sayStep } from './say-step.ts'

/** A change of a GeoServer, planned as for a node of ours and as the requests that make it. */
export interface PlannedStockEdit extends PlannedEdit {
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
  readonly #digestKey = randomBytes(32).toString('base64url')

  constructor({ now }: { readonly now: () => number }) {
    this.#identifiers = new IdentifierSource(Math.random, now)
    this.#now = now
  }

  /** What a request would do; nothing changes. */
  plan(request: EditRequest, reading: CatalogReading): EditPlan {
    return planOrProblem(request, reading.catalog, () => {
      const planned = this.prepare(request, reading)
      const events = planned.edits.flatMap((edit) =>
        edit.steps.map((step) => sayStep(step, edit, edit.catalog)),
      )
      return planOf(planned, events)
    })
  }

  /**
   * Plans all of a request on what was read.
   * @throws what planning throws
   */
  prepare(request: EditRequest, reading: CatalogReading, isPart = false): PlannedChange<PlannedStockEdit> {
    const context = {
      catalog: reading.catalog,
      identifiers: this.#identifiers,
      now: this.#now,
      styleBodyLimit,
      styleBody: (style: CatalogObject) => styleBodyIn(reading, style),
      digestKey: this.#digestKey,
      readsItsPasswords: true,
    }
    const plan = (edit: Edit, { catalog: before, ...surroundings }: typeof context): PlannedStockEdit => {
      const change = planChangeOf(edit, { ...surroundings, catalog: before })
      // Nobody would hear of it once more: no message says which workspace is the default.
      const isSo = edit.verb === 'default' && edit.workspace.id === before.defaultWorkspace
      const planned = isSo ? { ...change, planned: [] } : change
      const asked = withRules(stockChangeOf(planned), reading)
      checkUri(asked, before)
      const catalog = withObjects(before, [...planned.added.values()])
      return {
        ...planned,
        change: asked,
        catalog,
        steps: planned.planned.length === 0 ? [] : planChange(asked, catalog),
      }
    }
    return planEdits(request, context, plan, isPart)
  }

  /**
   * Makes one edit of a change that was agreed to.
   * @param agreed as it was planned then
   * @param reading what the edits before it left
   * @param made what the messages carry that come of it, and who asked for it
   * @param begin called right before anything is sent
   * @throws PLB-EDIT-CONFLICT when its object is another by now, and what planning throws: nothing was sent;
   * PLB-GEOSERVER-…
   */
  async make(
    request: EditRequest,
    agreed: PlannedEdit,
    reading: CatalogReading,
    connection: RestConnection,
    made: { readonly mark: string; readonly author: string },
    begin: (edit: PlannedStockEdit) => void,
  ): Promise<{ readonly edit: PlannedStockEdit; readonly outcome: ChangeOutcome }> {
    const [edit] = this.prepare({ ...request, others: undefined }, reading, true).edits
    if (edit === undefined || !isSameState(agreed.before, edit.before)) {
      const object = edit?.before ?? agreed.before
      throw failure('PLB-EDIT-CONFLICT', { object: object === undefined ? '' : describe(object) })
    }
    begin(edit)
    const { change, catalog } = edit
    const carried = { plumblineEdit: made.mark, ...authorProperties(made.author) }
    return { edit, outcome: await carryOut(StockWriter.ofMaster(connection, carried), change, catalog) }
  }
}

/** What an earlier edit of the same change made has ids of the node's own. */
function isSameState(agreed: CatalogObject | undefined, found: CatalogObject | undefined): boolean {
  if (agreed === undefined || found === undefined) return agreed === found
  return agreed.id !== found.id || differingProperties(agreed, found).length === 0
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

/** Rules have to be brought to another file of a style, as long as there is none of that name with rules of its own. */
function withRules(change: StockChange, { catalog, files, styleBodies }: CatalogReading): StockChange {
  if (change.verb !== 'modify' || change.before.kind !== 'style' || change.styleBody !== undefined)
    return change
  const { before, after } = change
  const file = textOfProperty(after, 'filename')
  if (file === textOfProperty(before, 'filename') || file === fileFollowing(before, after)) return change
  const place = locationOf(after, catalog).body?.join('/')
  const rules = styleBodies.get(before.id)
  if (place === undefined || rules === undefined || files.has(place)) return change
  return { ...change, styleBody: new Uint8Array(rules) }
}

function withObjects(catalog: Catalog, objects: readonly CatalogObject[]): Catalog {
  if (objects.length === 0) return catalog
  const copy = new Catalog()
  copy.become(catalog)
  for (const each of objects) copy.put(each)
  return copy
}
