import { fileText } from '../../catalog/to-file.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import { describe } from '../../catalog/locations.ts'
import { withPasswordsAsBefore } from '../../catalog/passwords.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type { EntryAlong, HistoryEntry, KeptEntry } from '../../engine/journal/history.ts'
import { checkAgreement, type Agreement } from '../../engine/master/agreement.ts'
import { kindOf } from '../../engine/master/edit.ts'
import type { Accepted, EditRequest } from '../../engine/master/master.ts'
import type { EditPlan } from '../../engine/master/plan.ts'
import { bodiesOf, entriesAlong, historyEntryOf, type PlannedEdit } from '../../engine/master/planned-edit.ts'
import { editsOf } from '../../engine/master/resolve-request.ts'
import { describeObject } from '../../engine/words.ts'
import { failure, isFailure, wordingOf, type Failure } from '../../errors/failure.ts'
import type { ChangeOutcome } from '../../geoserver/changes/carry-out.ts'
import type { Step, StepPurpose } from '../../geoserver/changes/change.ts'
import type { GeoServerClient } from '../../geoserver/client.ts'
import type { NodeReader } from '../../geoserver/reading/node-reader.ts'
import { parseAhead } from '../../geoserver/reading/parsed-files.ts'
import { catalogOf, type CatalogReading } from '../../geoserver/reading/read-catalog.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import type { CatalogView, NodeConfiguration } from '../face/cluster-node.ts'
import { withHalfMade } from './half-made.ts'
import { sayStep } from './say-step.ts'
import { StockEdits, styleBodyIn, type PlannedStockEdit } from './stock-edit.ts'
import { ownProcess, StockHistory, type StockHistoryOptions } from './stock-history.ts'
import { alongAsMade, entriesTaken, entryAsMade } from './unfinished.ts'

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
    const reading = withHalfMade(await this.#read())
    return { catalog: reading.catalog, styleBody: (style) => styleBodyIn(reading, style) }
  }

  async plan(request: EditRequest): Promise<EditPlan> {
    this.#options.check('edit')
    return this.#edits.plan(request, await this.#readFor(request))
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
    await this.#settle()
    return this.#history.use((history) => history.ofObject(objectId, limit))
  }

  async removals(before?: number): Promise<readonly KeptEntry[]> {
    await this.#settle()
    return this.#history.use((history) => history.removals(before))
  }

  async changeOf(id: number): Promise<readonly KeptEntry[]> {
    await this.#settle()
    return this.#history.use((history) => history.ofChange(id))
  }

  /** Finds out what became of what a process left that did not live to tell. */
  async #settle(): Promise<void> {
    const left = this.#history.use((history) =>
      history.begun().filter(({ open }) => this.#history.isLeft(open)),
    )
    if (left.length === 0) return
    const reading = await this.#read()
    this.#history.use((history) => {
      for (const each of left.filter(({ partOf }) => partOf === undefined)) {
        const parts = left.filter(({ partOf }) => partOf === each.id)
        const along = alongAsMade(parts, reading)
        const made = entryAsMade(each, along, reading)
        if (made === undefined) history.withdraw(each.id)
        else history.made(each.id, made, along)
      }
    })
  }

  /** Whether anything changed is one request; then only what changed is sent again. */
  async #read(): Promise<CatalogReading> {
    return catalogOf(await this.#options.reader.read({ will: 'counted', onFile: parseAhead }))
  }

  /** What is half made is there for all but an addition, which makes it whole. */
  async #readFor(request: EditRequest): Promise<CatalogReading> {
    const reading = await this.#read()
    const isAddition = editsOf(request).some(({ verb, kind }) => verb === 'add' && kind === 'workspace')
    return isAddition ? reading : withHalfMade(reading)
  }

  async #publish(
    request: EditRequest,
    agreement: Agreement,
    author: string,
    requestId: string,
  ): Promise<Accepted> {
    const before = await this.madeBefore(requestId, request)
    if (before !== undefined) return before
    await this.#settle()
    let reading = await this.#readFor(request)
    const agreed = this.#prepared(request, reading, requestId)
    checkAgreement(agreed, agreement)
    this.#history.use((history) => {
      history.leave(requestId)
    })
    const made: Made = { author, requestId, reason: agreement.reason, events: [] }
    const ids: string[] = []
    const requests = editsOf(request)
    const changing = agreed.edits.flatMap((edit, index) => {
      const each = requests[index]
      const isToBeMade = edit.planned.length > 0 || isUnknownYet(edit, reading)
      return each === undefined || !isToBeMade ? [] : [{ edit, request: each }]
    })
    for (const [index, each] of changing.entries()) {
      // Each is planned on what the ones before it left, which has ids of the node's own.
      if (index > 0) reading = await this.#readFor(each.request)
      const isLast = index + 1 === changing.length
      ids.push(await this.#makeOne(each.request, each.edit, reading, made, isLast))
    }
    return { events: made.events, id: ids[0] ?? '', mark: requestId }
  }

  /** @throws PLB-GEOSERVER-REQUEST-HALF-MADE when what was made of it before is in the way of it */
  #prepared(
    request: EditRequest,
    reading: CatalogReading,
    requestId: string,
  ): ReturnType<StockEdits['prepare']> {
    try {
      return this.#edits.prepare(request, reading)
    } catch (error) {
      const done = this.#history.use((history) => history.openOf(requestId))
      if (!isFailure(error) || done.length === 0) throw error
      const reason = wordingOf(error)
      throw failure('PLB-GEOSERVER-REQUEST-HALF-MADE', { request: requestId, done, reason }, error)
    }
  }

  /** @returns the id of the object it was about */
  async #makeOne(
    request: EditRequest,
    planned: PlannedEdit,
    reading: CatalogReading,
    made: Made,
    isLast: boolean,
  ): Promise<string> {
    const { connection } = await this.#options.client()
    let begun = 0
    const { edit, outcome } = await this.#edits
      .make(request, planned, reading, connection, { mark: made.requestId, author: made.author }, (each) => {
        begun = this.#begin(each, reading.catalog, made)
      })
      .catch((error: unknown) => {
        this.#history.use((history) => {
          if (isFailure(error, 'PLB-GEOSERVER-CHANGE-UNREAD')) history.abandon(begun)
          else history.withdraw(begun)
        })
        throw made.events.length === 0 || !isFailure(error) ? error : stoppedAt(planned, error, made.events)
      })
      .finally(() => {
        this.#options.reader.changed()
      })
    if (outcome.outcome === 'changed meanwhile') {
      this.#history.use((history) => {
        history.withdraw(begun)
      })
      this.#options.reader.distrust()
      const conflict = failure('PLB-EDIT-CONFLICT', { object: nameOf(edit) })
      throw made.events.length === 0 ? conflict : stoppedAt(edit, conflict, made.events)
    }
    const steps = stepsMade(edit, outcome)
    const isMade = isMadeAllTheSame(edit, outcome)
    const { putBack = [], notPutBack } = outcome.outcome === 'incomplete' ? outcome : {}
    const isAsBefore = steps.length > 0 && steps.every(({ takes }) => isAmong(putBack, takes?.object))
    // What goes along with an object is put back after it.
    const told = [...steps, ...putBack.filter(({ method }) => method === 'POST')]
    const events = told.map((step) => sayStep(step, edit, reading.catalog))
    made.events.push(...events)
    const main = mainOf(steps)
    const summary = main === undefined ? '' : sayStep(main, edit, reading.catalog)
    const entry =
      steps.length === 0 || isAsBefore
        ? undefined
        : this.#entryOf(edit, outcome, summary, reading.catalog, made)
    const taken = outcome.outcome === 'done' ? [] : entriesTaken(edit, summary, reading.catalog)
    const along = await this.#asMade([...entriesAlong(edit, summary, reading.catalog), ...taken])
    const isWhole = isLast && (outcome.outcome === 'done' || isMade)
    this.#history.use((history) => {
      if (entry === undefined) history.withdraw(begun)
      else history.made(begun, entry, along)
      // What was half made may be asked for again.
      if (isWhole) history.requested(made.requestId)
    })
    if (outcome.outcome === 'incomplete') {
      this.#options.reader.distrust()
      if (isMade && isLast) throw untold(edit, outcome, made.events)
      if (!isMade) made.events.push(...(await this.#goneBesides(edit, outcome, reading)))
      const undone = isAsBefore ? [] : edit.steps.slice(Math.max(steps.length, outcome.sent.length + 1))
      const left = undone.map((step) =>
        say('stockNodes.notSent', { step: sayStep(step, edit, reading.catalog) }),
      )
      if (notPutBack !== undefined)
        left.push(say('stockNodes.refusedToo', { step: sayStep(notPutBack, edit, reading.catalog) }))
      throw incomplete(edit, outcome, left, made.events)
    }
    return outcome.now.object?.id ?? edit.subject?.id ?? ''
  }

  /** What changed along, as the node has it: it has a mind of its own about what takes the place of what went. */
  async #asMade(along: readonly EntryAlong[]): Promise<readonly EntryAlong[]> {
    if (along.length === 0) return along
    try {
      return alongAsMade(along, await this.#read())
    } catch (error) {
      if (isFailure(error)) return along
      throw error
    }
  }

  /** What a request took along before it was refused. */
  async #goneBesides(
    { withRemoval }: PlannedEdit,
    { failed }: Incomplete,
    { catalog }: CatalogReading,
  ): Promise<readonly Wording[]> {
    if (failed?.step.method !== 'DELETE') return []
    const along = withRemoval.flatMap(({ before, after }) => (after === undefined ? [before] : []))
    const taken = failed.step.object === undefined ? along : [failed.step.object, ...along]
    if (taken.length === 0) return []
    try {
      const { catalog: now } = await this.#read()
      const gone = taken.filter(({ id, kind }) => now.get(id, kind) === undefined)
      return gone.map((each) =>
        say('stockNodes.remove', { object: describeObject(each, new Map(), catalog) }),
      )
    } catch (error) {
      if (isFailure(error)) return [say('stockNodes.goneUnknown')]
      throw error
    }
  }

  /** Notes what is about to be made, for whoever comes when its maker is gone. */
  #begin(edit: PlannedStockEdit, catalog: Catalog, { author, reason, requestId }: Made): number {
    const summary = say('stockNodes.interrupted', { object: nameOf(edit) })
    const entry = historyEntryOf(edit, summary, catalog)
    const at = this.#options.now()
    return this.#history.use((history) =>
      history.begin(
        { ...entry, at, author, reason, requestId },
        [...entriesAlong(edit, summary, catalog), ...entriesTaken(edit, summary, catalog)],
        ownProcess,
      ),
    )
  }

  #entryOf(
    edit: PlannedStockEdit,
    outcome: Outcome,
    summary: Wording,
    catalog: Catalog,
    { author, reason, requestId }: Made,
  ): HistoryEntry {
    const { verb } = edit.edit
    const { object: now } = outcome.now
    return {
      at: this.#options.now(),
      ...{ author, reason, requestId, verb },
      kind: kindOf(edit.edit),
      objectId: now?.id ?? edit.subject?.id ?? '',
      summary,
      before: edit.before && fileText(edit.before, catalog),
      after: verb === 'remove' ? undefined : now && fileText(asWritten(edit, now), catalog),
      ...bodiesOf(edit),
    }
  }
}

/** What was read back, with the passwords nobody changed as they were written before. */
function asWritten({ before, after }: PlannedEdit, now: CatalogObject): CatalogObject {
  return before === undefined || after === undefined ? now : withPasswordsAsBefore(before, after, now)
}

type Outcome = Exclude<ChangeOutcome, { outcome: 'changed meanwhile' }>

/** What reading back tells nothing of: tiles, and what another object is told. */
const untoldByReading: ReadonlySet<StepPurpose> = new Set(['give back its tiles', 'tell its root layer'])

/** The steps that are done, of which the last may have been refused: a GeoServer changes first, and then tells its cluster. */
function stepsMade({ edit }: PlannedStockEdit, outcome: Outcome): readonly Step[] {
  if (outcome.outcome === 'done' || outcome.failed === undefined) return outcome.sent
  const { sent, failed, now, left, besides } = outcome
  if (untoldByReading.has(failed.step.purpose)) return sent
  const isSeen =
    failed.step.purpose === 'create'
      ? edit.verb === 'add' && now.object !== undefined
      : left?.length === 0 && besides.length === 0
  return isSeen ? [...sent, failed.step] : sent
}

function isAmong(steps: readonly Step[], taken: CatalogObject | undefined): boolean {
  return taken !== undefined && steps.some(({ object }) => object === taken)
}

const afterwards: ReadonlySet<StepPurpose> = new Set(['set the URI', 'change again', ...untoldByReading])

/** The step that says what was done: neither what only puts it right, nor what is done with others around it. */
function mainOf(steps: readonly Step[]): Step | undefined {
  return (
    steps.findLast(({ purpose, object }) => object === undefined && !afterwards.has(purpose)) ?? steps.at(-1)
  )
}

/** Whether all of it is done although the last step was refused. */
function isMadeAllTheSame(edit: PlannedStockEdit, outcome: Outcome): boolean {
  if (outcome.outcome === 'done' || outcome.failed === undefined) return false
  return outcome.left?.length === 0 && stepsMade(edit, outcome).length === edit.steps.length
}

/** Whether an edit is of what another makes along, such as the layer of a resource: the node decides how that is. */
function isUnknownYet({ edit }: PlannedEdit, { catalog }: CatalogReading): boolean {
  return edit.verb === 'modify' && catalog.get(edit.object.id) === undefined
}

/** What was done of a change so far. */
interface Made {
  readonly author: string
  readonly requestId: string
  readonly reason: string | undefined
  readonly events: Wording[]
}

function nameOf({ before, after }: PlannedEdit): Wording {
  const object = before ?? after
  return object === undefined ? '' : describe(object)
}

/** One of several edits that could not be made, after others were. */
function stoppedAt(edit: PlannedEdit, because: Failure, done: readonly Wording[]): Error {
  return failure(
    'PLB-GEOSERVER-CHANGE-INCOMPLETE',
    { object: nameOf(edit), left: [wordingOf(because)], done },
    because,
  )
}

function untold(edit: PlannedEdit, { failed }: Incomplete, done: readonly Wording[]): Error {
  const reason = failed === undefined ? '' : wordingOf(failed.failure)
  return failure('PLB-GEOSERVER-CHANGE-UNTOLD', { object: nameOf(edit), reason, done }, failed?.failure)
}

function incomplete(
  edit: PlannedEdit,
  outcome: Incomplete,
  unsent: readonly Wording[],
  events: readonly Wording[],
): Error {
  const done = events.length === 0 ? [say('stockNodes.nothing')] : events
  return failure(
    'PLB-GEOSERVER-CHANGE-INCOMPLETE',
    { object: nameOf(edit), left: [...leftOf(edit, outcome), ...unsent], done },
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
