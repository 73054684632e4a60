import { Catalog } from '../../catalog/catalog.ts'
import { describe } from '../../catalog/locations.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { nameOf, withProperties, propertyOf } from '../../catalog/object.ts'
import { failure, isFailure, type Failure, wordingOf } from '../../errors/failure.ts'
import { textElement } from '../../xml/element.ts'
import { escapedPath } from '../rest-connection.ts'
import { addressesOf } from './addresses.ts'
import type { Step, StockChange } from './change.ts'
import { differingProperties } from './differences.ts'
import { withNamespaceParameter } from './namespace-parameter.ts'
import { planChange } from './plan-change.ts'
import { isDefaultWorkspace, readObject, type ReadObject } from './read-object.ts'
import type { StockWriter } from './stock-writer.ts'
import { tilesToGiveBack, type KeptTiles } from './tile-settings.ts'

/** What came of a change. There is no locking: what somebody does in the very moment is overwritten unseen. */
export type ChangeOutcome =
  | { readonly outcome: 'done'; readonly sent: readonly Step[]; readonly now: ReadObject }
  /** Nothing was sent, since it is no longer what the change was decided on. */
  | { readonly outcome: 'changed meanwhile'; readonly now: ReadObject }
  /** The node is not as it was to be. */
  | {
      readonly outcome: 'incomplete'
      /** Requests the node accepted. */
      readonly sent: readonly Step[]
      /** The one it refused, and how. */
      readonly failed: { readonly step: Step; readonly failure: Failure } | undefined
      /** What was removed to be created again, could not be, and is there again as it was. */
      readonly putBack: readonly Step[]
      /** What putting it back came to an end with, and the node refused. */
      readonly notPutBack: Step | undefined
      /** Properties that are not what they were to be; undefined when the object is missing or still there. */
      readonly left: readonly string[] | undefined
      /** Properties that changed although nobody asked for it. */
      readonly besides: readonly string[]
      readonly now: ReadObject
    }

/**
 * Makes one change on a node: reads what is there, compares it with what the change was decided on, sends the requests,
 * and reads again, since no status of a stock node says what it did.
 * @param catalog the node's, as it was read; the change's objects are described by it
 * @throws PLB-GEOSERVER-… when the change is refused before anything is sent, or the node cannot be read; the signal's
 * reason, before anything is sent; PLB-GEOSERVER-CHANGE-UNREAD afterwards
 */
export async function carryOut(
  writer: StockWriter,
  wanted: StockChange,
  catalog: Catalog,
  signal?: AbortSignal,
): Promise<ChangeOutcome> {
  const change = withNamespaceParameter(wanted, catalog)
  const steps = planChange(change, catalog)
  const { before, after } = statesOf(change)
  const target = after ?? before
  if (target === undefined) throw new Error('a change of nothing')
  const known = knownTo(catalog, change)
  const place = before ?? target
  const read = (): Promise<ReadObject> =>
    readObject(writer.connection, place, catalogWith(known, place), signal)
  let found = await read()
  if (change.verb === 'add' && found.isServed && (await isHalf(writer, place))) {
    signal?.throwIfAborted()
    await writer.send({ method: 'DELETE', path: addressesOf(place, known).item })
    found = await read()
  }
  // A layer is there, under an id of the node's own, as soon as its resource is.
  const isLayerToCome = change.verb === 'add' && change.object.kind === 'layer' && found.isServed
  // What has lost its file can be removed all the same.
  const isInMemoryAlone = change.verb === 'remove' && found.object === undefined && found.isServed
  // What lies about unserved, as below a workspace that was not loaded, is overwritten by what is added.
  const isInFilesAlone = change.verb === 'add' && found.object !== undefined && !found.isServed
  if (!isLayerToCome && !isInMemoryAlone && !isInFilesAlone && !isExpected(before, found))
    return { outcome: 'changed meanwhile', now: found }
  signal?.throwIfAborted()
  const tiles = await tilesToGiveBack(
    writer.connection,
    steps,
    { before, after },
    catalogWith(known, target),
    signal,
  )
  const sent: Step[] = []
  let failed: { step: Step; failure: Failure } | undefined
  for (const step of [...steps, ...tiles.map(({ give }) => give)]) {
    // From here on it is carried to its end: half a change is worse than a late answer.
    const refusal = await sendStep(writer, step)
    if (refusal === undefined) {
      sent.push(step)
      continue
    }
    failed = { step, failure: refusal }
    break
  }
  const { putBack, notPutBack } =
    failed === undefined ? nothingPutBack : await putBackTaken(writer, sent, tiles, catalog)
  const { now, isDefault } = await readBack(target, { sent, failed }, async () => ({
    now: await readObject(writer.connection, target, catalogWith(known, target)),
    isDefault: change.verb === 'default-workspace' && (await isDefaultWorkspace(writer.connection, target)),
  }))
  const verdict = judge(change, before, after, now, isDefault)
  if (failed === undefined && verdict.left?.length === 0) return { outcome: 'done', sent, now }
  return { outcome: 'incomplete', sent, failed, putBack, notPutBack, ...verdict, now }
}

type PutBack = Pick<Extract<ChangeOutcome, { outcome: 'incomplete' }>, 'putBack' | 'notPutBack'>

const nothingPutBack: PutBack = { putBack: [], notPutBack: undefined }

/**
 * Puts back what was removed to be created again and is not there: half of a change may be left over, and nothing may be
 * lost, the settings of its tiles neither. What was removed last comes first, since it may be held by what was removed
 * before it.
 */
async function putBackTaken(
  writer: StockWriter,
  sent: readonly Step[],
  tiles: readonly KeptTiles[],
  catalog: Catalog,
): Promise<PutBack> {
  const putBack: Step[] = []
  for (const { takes } of sent.toReversed()) {
    if (takes === undefined) continue
    try {
      const there = await readObject(writer.connection, takes.object, catalog)
      if (there.object !== undefined || there.isServed) continue
    } catch (error) {
      if (!isFailure(error)) throw error
      // Where nobody can say whether it is there, nothing is added to it.
      return { putBack, notPutBack: takes.restore[0] }
    }
    const itsTiles = tiles.flatMap(({ of, giveBack }) => (of === takes.object ? giveBack : []))
    for (const step of [...takes.restore, ...itsTiles]) {
      if ((await sendStep(writer, step)) !== undefined) return { putBack, notPutBack: step }
      putBack.push(step)
    }
  }
  return { putBack, notPutBack: undefined }
}

/**
 * Whether it is a workspace without a namespace, as an addition leaves it that lost its broker in the middle. Whatever may
 * be in one keeps it from being removed.
 */
async function isHalf({ connection }: StockWriter, object: CatalogObject): Promise<boolean> {
  if (object.kind !== 'workspace') return false
  const path = `rest/${escapedPath(['namespaces', nameOf(object) ?? ''])}.xml`
  return (await connection.get(path)) === undefined
}

/** Why a step was not done, or perhaps not: a connection that is lost leaves open what became of it. */
async function sendStep(writer: StockWriter, step: Step): Promise<Failure | undefined> {
  try {
    const answer = await writer.send(step)
    return answer.status >= 200 && answer.status < 300 ? undefined : writer.refusal(step.path, answer)
  } catch (error) {
    if (isFailure(error)) return error
    throw error
  }
}

/** @throws PLB-GEOSERVER-CHANGE-UNREAD when nobody can say what became of it */
async function readBack<Found>(
  target: CatalogObject,
  {
    sent,
    failed,
  }: { readonly sent: readonly Step[]; readonly failed: { readonly failure: Failure } | undefined },
  read: () => Promise<Found>,
): Promise<Found> {
  try {
    return await read()
  } catch (error) {
    if (!isFailure(error)) throw error
    const because = failed?.failure ?? error
    throw failure(
      'PLB-GEOSERVER-CHANGE-UNREAD',
      { object: describe(target), count: sent.length, reason: wordingOf(because) },
      because,
    )
  }
}

function statesOf(change: StockChange): {
  readonly before: CatalogObject | undefined
  readonly after: CatalogObject | undefined
} {
  switch (change.verb) {
    case 'add':
      return { before: undefined, after: change.object }
    case 'modify':
      return { before: change.before, after: change.after }
    case 'remove':
      return { before: change.object, after: undefined }
    case 'default-workspace':
      return { before: change.workspace, after: change.workspace }
  }
}

function knownTo(catalog: Catalog, change: StockChange): Catalog {
  if (change.verb !== 'add') return catalog
  return catalogWith(catalog, change.object)
}

/** The catalog with an object in it, so that its place can be told. */
function catalogWith(catalog: Catalog, object: CatalogObject): Catalog {
  if (catalog.get(object.id) === object) return catalog
  const copy = new Catalog()
  copy.become(catalog)
  copy.put(object)
  return copy
}

function isExpected(before: CatalogObject | undefined, found: ReadObject): boolean {
  if (before === undefined) return found.object === undefined && !found.isServed
  return (
    found.object !== undefined &&
    found.object.id === before.id &&
    differingProperties(before, found.object).length === 0
  )
}

function judge(
  change: StockChange,
  before: CatalogObject | undefined,
  after: CatalogObject | undefined,
  now: ReadObject,
  isDefault: boolean,
): { readonly left: readonly string[] | undefined; readonly besides: readonly string[] } {
  if (after === undefined) {
    const isGone = now.object === undefined && !now.isServed
    return { left: isGone ? [] : undefined, besides: [] }
  }
  if (now.object === undefined || !now.isServed) return { left: undefined, besides: [] }
  if (change.verb === 'default-workspace') return { left: isDefault ? [] : ['default'], besides: [] }
  const differing = differingProperties(after, withReferencesOf(after, now.object))
  const wanted = before === undefined ? undefined : differingProperties(before, after)
  const rules =
    'styleBody' in change &&
    change.styleBody !== undefined &&
    now.styleBody?.equals(change.styleBody) !== true
  const isRenamedStyle = after.kind === 'style' && wanted?.includes('name') === true
  // Defaults the node writes with a first change are no difference anybody made, nor is that a style's file is called after it.
  const isNoise = (name: string): boolean =>
    propertyOf(after, name) === undefined || (isRenamedStyle && name === 'filename')
  return {
    left: [
      ...(wanted === undefined
        ? differing.filter((name) => !isNoise(name))
        : differing.filter((name) => wanted.includes(name))),
      ...(rules ? ['styleBody'] : []),
    ],
    besides: wanted === undefined ? [] : differing.filter((name) => !wanted.includes(name) && !isNoise(name)),
  }
}

/** What is new has an id of the node's own wherever it could not be given. */
function withReferencesOf(after: CatalogObject, now: CatalogObject): CatalogObject {
  return after.id === now.id ? now : withProperties(now, new Map([['id', textElement('id', after.id)]]))
}
