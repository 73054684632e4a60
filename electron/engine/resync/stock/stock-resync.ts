import { failure } from '../../../errors/failure.ts'
import { setsEncryptedPassword } from '../../../wire/encode.ts'
import type { Receiver } from '../../../wire/receiver.ts'
import { servedDifferences, type ServedDifference } from '../../../geoserver/reading/served-differences.ts'
import type { Split } from '../../../geoserver/reading/catalog-files.ts'
import type { Drift } from '../../../catalog/diff.ts'
import { describeObject } from '../../words.ts'
import { isResource, storeKinds } from '../../../catalog/kinds/property.ts'
import { matchObjects, type Pair } from '../../../catalog/match-objects.ts'
import type { RelativePath } from '../../../storage/directory-root.ts'
import type { Catalog } from '../../../catalog/catalog.ts'
import type { CatalogObject } from '../../../catalog/object.ts'
import { compareStates, type NodeState } from '../compare.ts'
import { keyOf } from '../operation.ts'
import type { Refusal } from '../plan.ts'
import { refuseUnseen, type Withheld } from '../withheld.ts'
import { Reference } from '../reference.ts'
import { namesakesOf } from './litter.ts'
import { isWhole, refusalOf, type Agreement, type Comparison, type ResyncReport } from '../resync.ts'
import type { SettledState, StateReader } from '../state-reader.ts'
import { persevere } from './barrier.ts'
import { allByFilesKey, mayReloadKey, reloadKey, type StockPlanOptions } from './stock-operation.ts'
import { planStockResync, type StockPlan } from './plan.ts'
import { StockCourier, type Source, type StockDelivery, type StockResult } from './stock-delivery.ts'
import { fileOf } from './file-of.ts'
import { bereftOf, toldAnew, type Bereft } from './bereft.ts'
import type { StockReader, StockState } from './stock-reader.ts'
import { say } from '../../../sentences/say.ts'
import type { Wording } from '../../../sentences/sentence.ts'

export interface StockComparison extends Comparison {
  readonly reference: SettledState
  readonly slave: StockState
  /** Whether the slave is to be filled by files. */
  readonly byFiles: boolean
  /** Files beside the configuration that it lacks then. */
  readonly attachments: readonly RelativePath[]
}

export interface StockResyncOptions {
  readonly reference: StateReader
  readonly slave: StockReader
  readonly receiver: Receiver
  /** Everything by files and one reload; when nothing is said, so is a node that no messages can fill. */
  readonly byFiles?: boolean
  /** What it did not take otherwise the last time, by key. */
  readonly untaken?: ReadonlySet<string>
  /** Whether a run that was broken off is gone on with: what the slave loaded meanwhile may lack what came later. */
  readonly resumes?: boolean
}

/** Passes that do something; one that was overtaken by a change of the reference does not count. */
const passLimit = 3
const mostPasses = 20
/** Readings of both, while one of them is behind the other. */
const mostAttempts = 3

/** Brings one stock slave back to its reference, and keeps to that one slave whatever happens. */
export class StockResync {
  readonly #reference: Reference
  readonly #slave: StockReader
  readonly #options: Omit<StockResyncOptions, 'reference' | 'slave'>
  /** Of the reference, which lists a directory for each object. */
  #attachments: readonly RelativePath[] | undefined

  /** @throws PLB-ENGINE-SAME-DIRECTORY */
  constructor({ reference, slave, ...options }: StockResyncOptions) {
    if (reference.place === slave.place)
      throw failure('PLB-ENGINE-SAME-DIRECTORY', { directory: slave.place })
    this.#reference = new Reference(reference)
    this.#slave = slave
    this.#options = options
  }

  /**
   * What differs and what would be done; nothing is.
   * @throws as {@link Reference.read}; PLB-GEOSERVER-…
   */
  async plan(): Promise<StockComparison & StockPlan> {
    const comparison = await this.#compareServed()
    return { ...comparison, ...this.#planOf(comparison) }
  }

  /**
   * Waits until the slave has done what lies in its queue, compares, does what differs, looks at what came of it, and
   * compares again. Running it again after it was broken off in the middle goes on where it was.
   * @throws PLB-RESYNC-PLAN-OUTDATED when something would be done that needs consent and is not in the agreement: nothing
   *   was sent; as {@link Reference.read} and PLB-GEOSERVER-…, in any pass
   */
  async run(agreement: Agreement, delivery: StockDelivery): Promise<ResyncReport> {
    const { signal, slave, onProgress = () => undefined } = delivery
    const { resumes = false } = this.#options
    const stopped = new Map<string, Wording>()
    /** What the slave did not take; it goes by its file where a reload was agreed to. */
    const untaken = new Set(this.#options.untaken)
    const escalated = new Set<string>()
    const refusal = refusalOf(agreement)
    let [passes, counted] = [0, 0]
    const refuse: Refusal = (subject) => {
      // What it has in memory alone since something failed, or broke off, refuses to be added until it is reloaded.
      const isReloadAllowed =
        subject.key === reloadKey &&
        (passes > 0 || resumes) &&
        agreement.removals.has(mayReloadKey) &&
        !agreement.leftOut.has(reloadKey)
      return escalated.has(subject.key) || isReloadAllowed ? undefined : refusal(subject)
    }
    const patience = {
      ...(delivery.clock === undefined ? {} : { clock: delivery.clock }),
      signal,
      onWaiting: (isWaiting: boolean) => {
        onProgress({ phase: isWaiting ? 'waiting' : 'comparing', done: 0, total: 1, operation: undefined })
      },
    }
    /** Files that were not served after a reload: another one brings nothing. */
    const unloadable = new Set<string>()
    const compare = async (): Promise<StockComparison> =>
      withoutSplits(await persevere(() => this.#compare(), patience), unloadable)
    // What one file keeps all of them from being done with goes on one by one.
    const plan = (comparison: StockComparison): StockPlan =>
      this.#planOf(stopped.has(allByFilesKey) ? { ...comparison, byFiles: false } : comparison, {
        ...{ refuse, stopped, untaken },
      })
    onProgress({ phase: 'comparing', done: 0, total: 1, operation: undefined })
    let after = await compare()
    const source: Source = {
      changedAmong: (objects, places) =>
        persevere(() => this.#reference.changedAmong(objects, places), patience),
      attachment: (path) => persevere(() => this.#reference.attachment(path), patience),
    }
    const courier = (current: StockPlan): StockCourier => new StockCourier(current, delivery, source)
    let current = plan(after)
    const results: StockResult[] = [...(await courier(current).clear())]
    if (await courier(current).catchUp()) {
      after = await persevere(() => this.#compareServed(), patience)
      current = plan(after)
    }
    const before = after
    // That it was broken off makes no other plan: what it left behind in memory alone is named in the report.
    refuseUnseen(
      slave.instanceName,
      current.withheld.filter(({ verb }) => !(resumes && verb === 'reload')),
    )
    const isOpen = (): boolean => current.operations.length > 0 || !after.reference.isSettled
    while (isOpen() && counted < passLimit && passes < mostPasses) {
      if (signal?.aborted === true) break
      if (!after.reference.isSettled) patience.onWaiting(true)
      passes += 1
      const part = await courier(current).carryOut()
      results.push(...part)
      for (const { operation, outcome } of part) {
        if (outcome.state !== 'failed') continue
        const { key, way, events } = operation
        // A file with a password it cannot read keeps a GeoServer from loading the store at all.
        const unreadable = events.filter(setsEncryptedPassword)
        if (way === 'files' || unreadable.length > 0 || !agreement.removals.has(mayReloadKey)) {
          const reason = outcome.reason ?? say('stock.notTaken')
          stopped.set(key, reason)
          // A store that came over REST is there without its password, which nothing else brings.
          for (const event of way === 'files' ? [] : unreadable)
            if ('object' in event && event.object !== null)
              stopped.set(keyOf('modify', event.object.kind, event.object.id), reason)
          continue
        }
        untaken.add(key)
        escalated.add(key)
      }
      if (part.length > 0 && part.length === current.operations.length) counted += 1
      onProgress({ phase: 'verifying', done: 0, total: 1, operation: undefined })
      after = await compare()
      if (isReloaded(part))
        for (const { side, path } of after.slave.splits) if (side === 'files') unloadable.add(path)
      after = withoutSplits(after, unloadable)
      current = plan(after)
    }
    await persevere(() => courier(current).cleanUp(), patience)
    const unserved = await persevere(
      async () => [
        ...(await this.#unserved(results, after)),
        ...(await this.#bereft(results, after)),
        ...(await this.#servedOtherwise(before, after)),
        ...untilStarted(after),
      ],
      patience,
    )
    const last = await courier(current).lookAgain(lastOf(results, escalated))
    const verified =
      after.drift.equal &&
      isWhole(after.reference) &&
      isWhole(after.slave) &&
      unserved.length === 0 &&
      // Whether it serves what lies in its place or what has its name nobody can tell.
      namesakesOf(after.reference, after.slave).length === 0
    const withheld = [...current.withheld, ...unserved]
    return {
      before,
      after,
      results: last,
      withheld,
      passes,
      verified,
      cancelled: signal?.aborted === true,
    }
  }

  /** What was touched and is not served: a proof by files alone would miss it. */
  async #unserved(results: readonly StockResult[], { slave }: StockComparison): Promise<readonly Withheld[]> {
    const touched = new Set(results.flatMap(({ operation }) => operation.present.map(({ id }) => id)))
    const objects = [...touched].flatMap((id) => slave.catalog.get(id) ?? [])
    const differences = await servedDifferences(this.#slave.client, slave.catalog, objects)
    return differences
      .filter(({ served }) => served === undefined)
      .map(({ inFile }) => withheldServed(inFile, slave.catalog, say('stock.fileNotServed')))
  }

  /** Objects that still are served otherwise than their files say. */
  async #servedOtherwise(
    { slave: { parted = [], bereft = [] } }: StockComparison,
    { slave: { catalog } }: StockComparison,
  ): Promise<readonly Withheld[]> {
    const all = [...parted, ...bereft.map(({ object }) => object)]
    const objects = all.flatMap(({ id }) => catalog.get(id) ?? [])
    const differences = await servedDifferences(this.#slave.client, catalog, objects)
    return differences.map((each) => servedOtherwise(each, catalog))
  }

  /** What refers to something that has come, and does not find it. */
  async #bereft(results: readonly StockResult[], { slave }: StockComparison): Promise<readonly Withheld[]> {
    const come = new Set(results.flatMap(({ operation }) => operation.present.map(({ id }) => id)))
    const objects = bereftOf(come, slave.catalog)
    const differences = await servedDifferences(
      this.#slave.client,
      slave.catalog,
      objects.map(({ object }) => object),
    )
    const looked = new Set(objects.flatMap(({ names }) => names))
    return differences
      .filter(({ properties }) => properties.some((name) => looked.has(name)))
      .map((each) => servedOtherwise(each, slave.catalog))
  }

  /** As {@link #compare}, with what the slave serves otherwise than its files say: a request for each object. */
  async #compareServed(): Promise<StockComparison> {
    const comparison = await this.#compare()
    const { slave, drift } = comparison
    // What differs from the reference is written anew, in memory and in its file.
    const known = new Set(drift.entries.flatMap((entry) => ('id' in entry ? [entry.id] : [])))
    const objects = [...slave.catalog.objects()].filter(({ id }) => !known.has(id))
    return { ...comparison, slave: await this.#withServed(slave, objects) }
  }

  /** With what of some objects is served otherwise than its file says; what a message mends is in nobody's way. */
  async #withServed(slave: StockState, objects: readonly CatalogObject[]): Promise<StockState> {
    const { catalog } = slave
    const differences = await servedDifferences(this.#slave.client, catalog, objects)
    const found = differences.filter(({ served }) => served !== undefined)
    // What is served may be a copy of the same id, which no message leads away from.
    const isCopied =
      (slave.halves ?? []).length > 0 ||
      slave.problems.some(({ failure: { code } }) => code.startsWith('PLB-CATALOG-DUPLICATE-'))
    const told = (each: ServedDifference): Bereft | undefined =>
      isCopied && isResource(each.inFile.kind) ? undefined : toldAnew(each)
    const parted = found.flatMap((each) => (told(each) === undefined ? [each.inFile] : []))
    const bereft = found.flatMap((each) => told(each) ?? [])
    const mended = new Set(bereft.map(({ object }) => fileOf(object, catalog)))
    const isOther = ({ path }: { readonly path: string }): boolean => !mended.has(path)
    const [splits, problems] = [slave.splits.filter(isOther), slave.problems.filter(isOther)]
    return { ...slave, splits, problems, parted, bereft }
  }

  /** What the reference got while the slave was read would look as if the slave had it too much. */
  async #readBoth(): Promise<{ readonly reference: SettledState; readonly found: StockState }> {
    for (let attempt = 1; ; attempt += 1) {
      const reference = await this.#reference.readMoving()
      const found = await this.#slave.read()
      const isSettled = reference.isSettled && (await this.#reference.isUnchanged())
      if (isSettled) return { reference, found }
      if (attempt === mostAttempts || !reference.isSettled)
        return { reference: this.#reference.asMoving(reference), found }
    }
  }

  async #compare(): Promise<StockComparison> {
    const { reference, found } = await this.#readBoth()
    const drift = compareStates(reference, found)
    const splits = found.splits.filter((split) => !isWrittenAnew(split, drift, found))
    const otherwise = new Set(splits.flatMap(({ side, path }) => (side === 'otherwise' ? path : [])))
    const objects = found.catalog
      .ofKind('layer', 'layerGroup')
      .filter((each) => otherwise.has(fileOf(each, found.catalog) ?? ''))
    const slave = await this.#withServed({ ...found, splits }, objects)
    const byFiles = this.#options.byFiles ?? (isNew(reference, slave) || isDoubled(slave))
    if (!byFiles) return { reference, slave, drift, byFiles, attachments: [] }
    this.#attachments ??= await this.#reference.attachments(reference.catalog)
    return { reference, slave, drift, byFiles, attachments: await this.#slave.lacking(this.#attachments) }
  }

  #planOf(
    { drift, reference, slave, byFiles, attachments }: StockComparison,
    more: Pick<StockPlanOptions, 'refuse' | 'stopped' | 'untaken'> = {},
  ): StockPlan {
    const { receiver, untaken = new Set() } = this.#options
    return planStockResync(drift, reference, slave, { receiver, byFiles, attachments, untaken, ...more })
  }
}

/** What differs from the reference is written anew, in memory and in its file; a default that is served is not. */
function isWrittenAnew({ side, path }: Split, { entries }: Drift, { catalog }: StockState): boolean {
  return (
    side === 'otherwise' &&
    entries.some((entry) => {
      const object = entry.type === 'different' ? catalog.get(entry.id) : undefined
      return object !== undefined && fileOf(object, catalog) === path
    })
  )
}

/** Of what went by its file in the end, that it did not go otherwise is no result. */
function lastOf(results: readonly StockResult[], escalated: ReadonlySet<string>): readonly StockResult[] {
  return results.filter(({ operation: { key } }, at) => {
    const isLast = !results.slice(at + 1).some((later) => later.operation.key === key)
    return isLast || !escalated.has(key)
  })
}

function withoutSplits(comparison: StockComparison, paths: ReadonlySet<string>): StockComparison {
  const { slave } = comparison
  const splits = slave.splits.filter(({ side, path }) => side !== 'files' || !paths.has(path))
  return { ...comparison, slave: { ...slave, splits } }
}

/** What only a start of the slave mends. */
function untilStarted({ slave: { splits, catalog } }: StockComparison): readonly Withheld[] {
  const sides = new Map(splits.map(({ side, path }) => [path, side]))
  return catalog.ofKind('layer', 'layerGroup').flatMap((object) => {
    const side = sides.get(fileOf(object, catalog) ?? '')
    if (side === 'left-out') return withheldServed(object, catalog, say('stock.leftOut'))
    return side === 'revealed' ? withheldServed(object, catalog, say('stock.revealed')) : []
  })
}

function servedOtherwise({ inFile, properties }: ServedDifference, catalog: Catalog): Withheld {
  return withheldServed(inFile, catalog, say('stock.servedOtherwise', { properties }))
}

function withheldServed(object: CatalogObject, catalog: Catalog, reason: Wording): Withheld {
  return {
    ...{ key: `served:${object.kind}:${object.id}`, verb: 'reload', because: 'impossible', reason },
    ...{ kind: object.kind, id: object.id, title: describeObject(object, new Map(), catalog) },
  }
}

function isReloaded(results: readonly StockResult[]): boolean {
  return results.some(({ operation, outcome }) => operation.way === 'files' && outcome.state === 'applied')
}

/** Whether a node has nothing of what its reference has, save what every GeoServer comes with. */
function isNew(reference: NodeState, slave: NodeState): boolean {
  const { pairs } = matchObjects(reference.catalog, slave.catalog)
  const isOwn = ({ left }: Pair): boolean => left.kind === 'workspace' || left.kind === 'layerGroup'
  return reference.catalog.ofKind('workspace').length > 0 && !pairs.some(isOwn)
}

/** Whether two places have what others lie in by one id: which of them a message changes, nobody can say. */
function isDoubled({ catalog }: NodeState): boolean {
  return catalog.ofKind('workspace', 'namespace', ...storeKinds).some(({ id }) => catalog.sharedIds.has(id))
}
