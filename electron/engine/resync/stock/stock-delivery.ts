import type { Clock } from '../../../scheduler/clock.ts'
import type { Destination } from '../../../broker/destinations.ts'
import type { BrokerSession } from '../../../broker/sessions/session.ts'
import { Catalog } from '../../../catalog/catalog.ts'
import type { CatalogObject } from '../../../catalog/object.ts'
import { referencedIds } from '../../../catalog/references.ts'
import type { RelativePath } from '../../../storage/directory-root.ts'
import { isFailure, wordingOf } from '../../../errors/failure.ts'
import { isPlainName, type GeoServerClient } from '../../../geoserver/client.ts'
import { inParallel } from '../../../geoserver/in-parallel.ts'
import { LogTail } from '../../../geoserver/log-tail.ts'
import { readObject } from '../../../geoserver/changes/read-object.ts'
import { SilentRepair } from '../../../geoserver/changes/silent-repair.ts'
import type { EncodedEvent } from '../../../wire/encode.ts'
import type { Receiver } from '../../../wire/receiver.ts'
import { resyncInstanceName, sendSurely, type EventOutcome, type ResyncProgress } from '../delivery.ts'
import { passBarrier, persevere } from './barrier.ts'
import type { StockOperation } from './stock-operation.ts'
import type { StockPlan } from './plan.ts'
import { readBack } from './read-back.ts'
import { intoFiles, overRest } from './silent-steps.ts'
import { messagesFor } from './step.ts'
import { say } from '../../../sentences/say.ts'
import type { Wording } from '../../../sentences/sentence.ts'

/** How a resync reaches a stock slave. */
export interface StockDelivery {
  readonly session: Pick<BrokerSession, 'publish'>
  /** The slave's own queue: no message goes anywhere else. */
  readonly queue: Destination
  /** The slave's own REST interface: nothing else is written to. */
  readonly client: GeoServerClient
  readonly slave: { readonly instanceName: string; readonly group: string }
  readonly receiver: Receiver
  readonly onProgress?: (progress: ResyncProgress) => void
  readonly signal?: AbortSignal
  readonly clock?: Clock
}

/** What became of an operation, as far as it could be seen. */
export interface StockResult {
  readonly operation: StockOperation
  readonly outcome: EventOutcome
  /** Whether the slave said no, which nothing that comes later makes untrue. */
  readonly isRefused?: boolean
}

/** Operations that are sent before the slave is looked at. */
const batchSize = 100
/** Messages that are sent all alone to find out which of them the slave does not take: each can cost it some seconds. */
const mostAlone = 20

/** Where what is brought comes from. */
export interface Source {
  /** Which of some objects are there no longer as the plan was made from them. */
  changedAmong(objects: readonly CatalogObject[], places: Catalog): Promise<ReadonlySet<string>>
  attachment(path: RelativePath): Promise<Buffer | undefined>
}

/** Carries a plan out on a stock slave, which tells nothing: everything is found out by looking at what it has. */
export class StockCourier {
  readonly #delivery: StockDelivery
  readonly #repair: SilentRepair
  readonly #log: LogTail
  readonly #source: Source
  #plan: StockPlan
  #places = new Catalog()
  #alone = 0
  #done = 0
  /** What is not there although it was to be, so that what needs it need not be tried. */
  readonly #lacking = new Set<string>()

  constructor(plan: StockPlan, delivery: StockDelivery, source: Source) {
    this.#plan = plan
    this.#delivery = delivery
    this.#source = source
    const { connection } = delivery.client
    this.#repair = new SilentRepair({ connection, group: delivery.slave.group })
    this.#log = new LogTail(delivery.client)
    for (const object of plan.there.objects()) this.#places.put(object)
    for (const object of plan.wanted.catalog.objects()) this.#places.put(object)
    for (const [id, place] of plan.there.strays) this.#places.strays.set(id, place)
  }

  /**
   * Does operation after operation, in batches; stops between two of them when cancelled. What somebody changed at the
   * reference since the plan was made is left to the next.
   * @throws PLB-GEOSERVER-…, save that the slave cannot be reached: it is waited for
   */
  async carryOut(): Promise<readonly StockResult[]> {
    const results: StockResult[] = []
    for (const batch of batchesOf(this.#plan.operations)) {
      if (this.#isCancelled) break
      const current = await this.#currentOf(batch)
      const [first] = current
      if (first === undefined) continue
      this.#tell('sending', first.title)
      const part = await this.#do(current)
      this.#done += batch.length
      results.push(...part)
    }
    return results
  }

  /**
   * Removes files that need no reload to be gone, before anything is waited for: one of them may be in the way of all
   * messages.
   * @throws PLB-GEOSERVER-…, save that the slave cannot be reached: it is waited for
   */
  async clear(): Promise<readonly StockResult[]> {
    const results: StockResult[] = []
    for (const operation of this.#plan.operations) {
      const { clears = [], isLoaded = false } = operation
      if (this.#isCancelled || isLoaded || clears.length === 0 || !clears.flat().every(isPlainName)) continue
      const reason = await this.#cleared(clears)
      results.push(reason === undefined ? applied(operation) : refused(operation, reason))
    }
    return results
  }

  async #cleared(paths: readonly RelativePath[]): Promise<Wording | undefined> {
    for (const path of paths) {
      const reason = await this.#refused(async () => {
        await this.#repair.removeFile(path)
        return undefined
      })
      if (reason !== undefined) return reason
    }
    return undefined
  }

  /** Waits until all that lies in the slave's queue is done; false when it was cancelled before. */
  async catchUp(): Promise<boolean> {
    return passBarrier({
      client: this.#delivery.client,
      repair: this.#repair,
      send: (message) => this.#send(message),
      ...this.#waiting,
    })
  }

  /**
   * Looks once more at what was not there when it was looked at, and may have come since, with what was done later or
   * because the slave took its time.
   */
  async lookAgain(results: readonly StockResult[]): Promise<readonly StockResult[]> {
    const open = results.filter(({ operation: { present, gone }, outcome, isRefused }) => {
      return outcome.state === 'failed' && isRefused !== true && present.length + gone.length > 0
    })
    const left = await this.#leftOf(open.map(({ operation }) => operation))
    const come = new Set(open.filter(({ operation }) => !left.has(operation)))
    return results.map((each) => (come.has(each) ? applied(each.operation) : each))
  }

  /** Removes what resyncs that did not come to their end left behind. */
  async cleanUp(): Promise<void> {
    const entries = (await this.#delivery.client.list(['styles'])) ?? []
    const left = entries.filter(({ name }) => /^plumbline-[\w-]+\.txt$/.test(name))
    for (const { name } of left) await this.#repair.removeFile(['styles', name])
  }

  async #do(batch: readonly StockOperation[]): Promise<readonly StockResult[]> {
    const [first] = batch
    if (first === undefined) return []
    if (first.way === 'message') return this.#byMessage(batch)
    // A reload may lose what is applied while it runs, and REST must find what was sent.
    if (!(await this.catchUp())) return batch.map(unknown)
    return first.way === 'files' ? this.#byFiles(batch) : this.#overRest(first)
  }

  /** All at once first; what is not there then is tried again by halves, down to the one the slave does not take. */
  async #byMessage(batch: readonly StockOperation[], isAgain = false): Promise<readonly StockResult[]> {
    const able = batch.filter((operation) => this.#lackOf(operation) === undefined)
    const unable = batch.filter((operation) => !able.includes(operation)).map((each) => this.#lacked(each))
    if (able.length === 0) return unable
    const isAlone = batch.length === 1
    if (isAlone) await this.#log.mark()
    for (const { steps } of able) for (const { event } of steps) await this.#sendEvent(event)
    this.#tell('applying', undefined)
    if (!(await this.catchUp())) return [...unable, ...able.map(unknown)]
    const left = await this.#leftOf(able)
    const done = able.filter((each) => !left.has(each)).map(applied)
    if (left.size === 0) return [...unable, ...done]
    // What somebody changed at the reference meanwhile is not what was sent, and must not be sent again.
    const open = await this.#currentOf([...left.keys()])
    const overtaken = [...left.keys()].filter((each) => !open.includes(each)).map(unknown)
    const results = [...unable, ...done, ...overtaken]
    if (open.length === 0) return results
    // What a node had taken when it went down is lost; only what fails twice is what it does not take.
    if (isAlone && !isAgain) return this.#byMessage(able, true)
    if (isAlone) return [...results, ...(await this.#named(left))]
    const middle = Math.ceil(open.length / 2)
    for (const half of open.length === batch.length ? [open.slice(0, middle), open.slice(middle)] : [open]) {
      if (half.length === 0) continue
      if (this.#alone >= mostAlone) results.push(...half.map((each) => failed(each, left.get(each) ?? '')))
      else results.push(...(await this.#byMessage(half)))
    }
    return results
  }

  /** Those that bring what the reference still has as it was planned. */
  async #currentOf(operations: readonly StockOperation[]): Promise<readonly StockOperation[]> {
    const touched = operations.flatMap(({ present, gone }) => [...present, ...gone])
    const changed = await this.#source.changedAmong(touched, this.#places)
    return operations.filter(({ present, gone }) => ![...present, ...gone].some(({ id }) => changed.has(id)))
  }

  async #named(left: ReadonlyMap<StockOperation, Wording>): Promise<readonly StockResult[]> {
    this.#alone += 1
    const said = await this.#log.since()
    return [...left].map(([operation, reason]) => {
      return this.#failed(operation, said === undefined ? reason : say('stock.logSays', { reason, said }))
    })
  }

  #lackOf({ present }: StockOperation): string | undefined {
    const own = new Set(present.map(({ id }) => id))
    return present
      .flatMap((object) => [...referencedIds(object)])
      .find((id) => this.#lacking.has(id) && !own.has(id))
  }

  #lacked(operation: StockOperation): StockResult {
    return this.#failed(operation, say('stock.needsNotTaken'))
  }

  async #overRest(operation: StockOperation): Promise<readonly StockResult[]> {
    let reason: Wording | undefined
    let hasSent = false
    for (const { event, way } of operation.steps) {
      if (way === 'message') {
        await this.#sendEvent(event)
        hasSent = true
        continue
      }
      if (hasSent && !(await this.catchUp())) return [unknown(operation)]
      hasSent = false
      const refused = await this.#refused(() => overRest(event, this.#repair, this.#places))
      reason ??= refused
    }
    if (hasSent && !(await this.catchUp())) return [unknown(operation)]
    return this.#judged([operation], reason)
  }

  async #byFiles(batch: readonly StockOperation[]): Promise<readonly StockResult[]> {
    const refusals = new Map<StockOperation, Wording>()
    for (const operation of batch) {
      const uncleared = await this.#cleared(operation.clears ?? [])
      if (uncleared !== undefined) refusals.set(operation, uncleared)
      for (const path of operation.attachments ?? []) {
        const content = await this.#source.attachment(path)
        if (content === undefined) continue
        const reason = await this.#refused(async () => {
          await this.#repair.putFile(path, Buffer.from(content))
          return undefined
        })
        if (reason !== undefined) refusals.set(operation, reason)
      }
      for (const { event } of operation.steps) {
        const reason = await this.#refused(async () => {
          await intoFiles(event, this.#repair, this.#places)
          return undefined
        })
        if (reason !== undefined) refusals.set(operation, reason)
      }
    }
    await persevere(() => this.#repair.reload(), this.#waiting)
    const results = await this.#judged(
      batch.filter((each) => !refusals.has(each)),
      undefined,
    )
    return [...results, ...[...refusals].map(([operation, reason]) => refused(operation, reason))]
  }

  /** What a node refuses is told; that it is away is waited out. */
  async #refused(task: () => Promise<Wording | undefined>): Promise<Wording | undefined> {
    try {
      return await persevere(task, this.#waiting)
    } catch (error) {
      if (isFailure(error)) return wordingOf(error)
      throw error
    }
  }

  async #judged(
    operations: readonly StockOperation[],
    reason: Wording | undefined,
  ): Promise<readonly StockResult[]> {
    const left = await this.#leftOf(operations)
    const results: StockResult[] = []
    for (const operation of operations) {
      const why = reason ?? left.get(operation)
      if (why === undefined) {
        results.push(applied(operation))
        continue
      }
      const isThere = await this.#isThere(operation)
      const result = isThere ? failed(operation, why) : this.#failed(operation, why)
      results.push({ ...result, isRefused: reason !== undefined })
    }
    return results
  }

  /** Whether what was to be there is, though otherwise than it was to be, for what needs it. */
  async #isThere({ present }: StockOperation): Promise<boolean> {
    const { connection } = this.#delivery.client
    try {
      for (const object of present) {
        const found = await persevere(() => readObject(connection, object, this.#places), this.#waiting)
        if (!found.isServed || found.object?.id !== object.id) return false
      }
      return true
    } catch (error) {
      if (isFailure(error)) return false
      throw error
    }
  }

  /** What failed to be changed is there all the same, for whatever needs it. */
  #failed(operation: StockOperation, reason: Wording): StockResult {
    if (operation.verb !== 'modify') for (const { id } of operation.present) this.#lacking.add(id)
    return failed(operation, reason)
  }

  async #leftOf(operations: readonly StockOperation[]): Promise<ReadonlyMap<StockOperation, Wording>> {
    const left = new Map<StockOperation, Wording>()
    const { connection } = this.#delivery.client
    const looked = inParallel(operations, 4, async (operation) => ({
      operation,
      // What cannot be looked at is not done, and keeps nothing else from being looked at.
      reason: await this.#refused(() => readBack(connection, operation, this.#plan.wanted, this.#places)),
    }))
    const reasons = new Map<StockOperation, Wording | undefined>()
    for await (const { operation, reason } of looked) reasons.set(operation, reason)
    for (const operation of operations) {
      const reason = reasons.get(operation)
      if (reason !== undefined) left.set(operation, reason)
    }
    return left
  }

  async #sendEvent(event: StockOperation['events'][number]): Promise<void> {
    const { receiver } = this.#delivery
    const surroundings = { wanted: this.#plan.wanted.catalog, there: this.#plan.there, receiver }
    for (const message of messagesFor(event, surroundings)) await this.#send(message)
  }

  async #send({ handler, body }: EncodedEvent): Promise<void> {
    const { queue, slave } = this.#delivery
    await sendSurely(this.#delivery, {
      destination: queue,
      properties: { instanceName: resyncInstanceName, group: slave.group, JMSEventHandlerSPI: handler },
      body,
    })
  }

  get #waiting() {
    const { clock, signal } = this.#delivery
    return {
      ...(clock === undefined ? {} : { clock }),
      signal,
      onWaiting: (isWaiting: boolean) => {
        this.#tell(isWaiting ? 'waiting' : 'applying', undefined)
      },
    }
  }

  get #isCancelled(): boolean {
    return this.#delivery.signal?.aborted === true
  }

  #tell(phase: ResyncProgress['phase'], operation: Wording | undefined): void {
    this.#delivery.onProgress?.({ phase, done: this.#done, total: this.#plan.operations.length, operation })
  }
}

/** Messages many at a time, files that lie behind one another with one reload, and anything else alone. */
function batchesOf(operations: readonly StockOperation[]): readonly (readonly StockOperation[])[] {
  const batches: StockOperation[][] = []
  for (const operation of operations) {
    const last = batches.at(-1)
    const isSame = last?.[0]?.way === operation.way && operation.way !== 'rest'
    const fits = isSame && (operation.way === 'files' || last.length < batchSize)
    if (last !== undefined && fits) last.push(operation)
    else batches.push([operation])
  }
  return batches
}

function applied(operation: StockOperation): StockResult {
  return { operation, outcome: { state: 'applied', reason: undefined } }
}

function failed(operation: StockOperation, reason: Wording): StockResult {
  return { operation, outcome: { state: 'failed', reason } }
}

function refused(operation: StockOperation, reason: Wording): StockResult {
  return { ...failed(operation, reason), isRefused: true }
}

/** Sent, and not looked at any more. */
function unknown(operation: StockOperation): StockResult {
  return { operation, outcome: { state: 'received', reason: undefined } }
}
