import { elementForFile } from '../../catalog/to-file.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import { describe } from '../../catalog/locations.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type { KeptEntry } from '../../engine/journal/history.ts'
import type { Agreement } from '../../engine/master/agreement.ts'
import type { Accepted, EditRequest, Plan } from '../../engine/master/master.ts'
import { bodiesOf, type PlannedEdit } from '../../engine/master/planned-edit.ts'
import { failure, wordingOf } from '../../errors/failure.ts'
import type { ChangeOutcome } from '../../geoserver/changes/carry-out.ts'
import type { GeoServerClient } from '../../geoserver/client.ts'
import type { NodeReader } from '../../geoserver/reading/node-reader.ts'
import { parseAhead } from '../../geoserver/reading/parsed-files.ts'
import { catalogOf, type CatalogReading } from '../../geoserver/reading/read-catalog.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { writeXml } from '../../xml/write.ts'
import type { CatalogView, NodeConfiguration } from '../cluster-node.ts'
import { sayStep } from './say-step.ts'
import { StockEdits, styleBodyIn } from './stock-edit.ts'
import { StockHistory, type StockHistoryOptions } from './stock-history.ts'

export interface StockConfigurationOptions extends StockHistoryOptions {
  readonly client: () => Promise<GeoServerClient>
  readonly reader: NodeReader
  readonly now: () => number
  /** @throws why it cannot be done with the node, when it cannot */
  readonly check: (action: 'read' | 'edit') => void
}

type Incomplete = Extract<ChangeOutcome, { outcome: 'incomplete' }>

/**
 * The catalog of a GeoServer as it is looked at and changed. It knows no versions and no locks: what a change was decided
 * on is compared with what is there right before anything is sent, and what came of it is read back.
 */
export class StockConfiguration implements NodeConfiguration {
  readonly #options: StockConfigurationOptions
  readonly #edits: StockEdits
  readonly #history: StockHistory
  /** One change at a time: each is planned on what the one before left. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: StockConfigurationOptions) {
    this.#options = options
    this.#edits = new StockEdits({ now: options.now })
    this.#history = new StockHistory(options)
  }

  async view(): Promise<CatalogView> {
    this.#options.check('read')
    const reading = await this.#read()
    return { catalog: reading.catalog, styleBody: (style) => styleBodyIn(reading, style) }
  }

  async plan(request: EditRequest): Promise<Plan> {
    this.#options.check('edit')
    return this.#edits.plan(request, await this.#read())
  }

  /**
   * @throws PLB-EDIT-CONFLICT, and nothing was sent; PLB-GEOSERVER-CHANGE-INCOMPLETE, which says what was done;
   * PLB-GEOSERVER-CHANGE-UNREAD
   */
  async publish(
    request: EditRequest,
    agreement: Agreement,
    author: string,
    requestId: string,
  ): Promise<Accepted> {
    this.#options.check('edit')
    const turn = this.#last.then(() => this.#publish(request, agreement, author, requestId))
    this.#last = turn.catch(() => undefined)
    return turn
  }

  async madeBefore(
    requestId: string,
    asked: Pick<EditRequest, 'verb' | 'kind'> | undefined,
  ): Promise<Accepted | undefined> {
    const made = this.#history.use((history) => history.byRequest(requestId))
    if (made === undefined) return undefined
    if (asked !== undefined && (made.verb !== asked.verb || made.kind !== asked.kind)) {
      throw failure('PLB-ENGINE-REQUEST-REUSED', { request: requestId, summary: made.summary })
    }
    return { events: made.events, id: made.objectId, mark: requestId }
  }

  async historyOf(objectId: string, limit?: number): Promise<readonly KeptEntry[]> {
    return this.#history.use((history) => history.ofObject(objectId, limit))
  }

  async historyEntry(id: number): Promise<KeptEntry | undefined> {
    return this.#history.use((history) => history.entry(id))
  }

  /** Whether anything changed is one request; then only what changed is sent again. */
  async #read(): Promise<CatalogReading> {
    return catalogOf(await this.#options.reader.read({ will: 'counted', onFile: parseAhead }))
  }

  async #publish(
    request: EditRequest,
    agreement: Agreement,
    author: string,
    requestId: string,
  ): Promise<Accepted> {
    const made = await this.madeBefore(requestId, request)
    if (made !== undefined) return made
    const reading = await this.#read()
    const { connection } = await this.#options.client()
    const { edit, outcome } = await this.#edits
      .make(request, agreement, reading, connection, requestId)
      .finally(() => {
        this.#options.reader.changed()
      })
    if (outcome.outcome === 'changed meanwhile') {
      this.#options.reader.distrust()
      const object = edit.before ?? edit.after
      throw failure('PLB-EDIT-CONFLICT', { object: object === undefined ? '' : describe(object) })
    }
    const events = outcome.sent.map((step) => sayStep(step, edit, reading.catalog))
    if (outcome.sent.length > 0) {
      this.#remember({ edit, outcome, request, author, requestId, events, catalog: reading.catalog })
    }
    if (outcome.outcome === 'incomplete') {
      this.#options.reader.distrust()
      throw incomplete(edit, outcome, events)
    }
    return { events, id: outcome.now.object?.id ?? edit.subject?.id ?? '', mark: requestId }
  }

  #remember(made: {
    readonly edit: PlannedEdit
    readonly outcome: Exclude<ChangeOutcome, { outcome: 'changed meanwhile' }>
    readonly request: EditRequest
    readonly author: string
    readonly requestId: string
    readonly events: readonly Wording[]
    readonly catalog: Catalog
  }): void {
    const { edit, outcome, request, author, requestId, events, catalog } = made
    const { object: now } = outcome.now
    const entry = {
      at: this.#options.now(),
      author,
      verb: request.verb,
      kind: request.kind,
      objectId: now?.id ?? edit.subject?.id ?? '',
      summary: events.at(-1) ?? '',
      before: edit.before && fileForm(edit.before, catalog),
      after: request.verb === 'remove' ? undefined : now && fileForm(now, catalog),
      ...bodiesOf(edit),
      // One that was half made may be asked for again.
      requestId: outcome.outcome === 'done' ? requestId : undefined,
    }
    this.#history.use((history) => {
      history.add(entry)
    })
  }
}

function fileForm(object: CatalogObject, catalog: Catalog): string {
  return writeXml(elementForFile(object, catalog))
}

function incomplete(edit: PlannedEdit, outcome: Incomplete, events: readonly Wording[]): Error {
  const object = edit.before ?? edit.after
  const done = events.length === 0 ? [say('stockNodes.nothingDone')] : events
  return failure(
    'PLB-GEOSERVER-CHANGE-INCOMPLETE',
    { object: object === undefined ? '' : describe(object), left: leftOf(edit, outcome), done },
    outcome.failed?.failure,
  )
}

/** What is not as it was to be, in words. */
function leftOf({ edit }: PlannedEdit, { left, besides, failed }: Incomplete): readonly Wording[] {
  const words: Wording[] = []
  if (failed !== undefined) words.push(wordingOf(failed.failure))
  if (left === undefined) {
    words.push(edit.verb === 'remove' ? say('stockNodes.isStillThere') : say('stockNodes.isMissing'))
  } else if (left.length > 0) words.push(say('stockNodes.otherThan', { properties: left }))
  if (besides.length > 0) words.push(say('stockNodes.changedBesides', { properties: besides }))
  return words
}
