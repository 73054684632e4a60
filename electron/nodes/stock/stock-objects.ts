import { differingProperties } from '../../geoserver/changes/differences.ts'
import { heldBy, isOpaque } from '../../catalog/held-by-groups.ts'
import { describe, locationOf } from '../../catalog/locations.ts'
import { withProperties } from '../../catalog/object.ts'
import { fileText } from '../../catalog/to-file.ts'
import { failure, isFailure } from '../../errors/failure.ts'
import { isDefaultWorkspace, readObject, type ReadObject } from '../../geoserver/changes/read-object.ts'
import type { GeoServerClient } from '../../geoserver/client.ts'
import { undrawable } from '../../geoserver/reading/undrawable.ts'
import { SilentRepair } from '../../geoserver/changes/silent-repair.ts'
import type { NodeObjects, ObjectElsewhere, ObjectHere } from '../face/cluster-node.ts'

export interface StockObjectsOptions {
  readonly client: () => Promise<GeoServerClient>
  /** The group of the node's cluster, which is not to hear of what is mended. */
  readonly group: () => string | undefined
}

/** Looks at objects of a GeoServer one by one, and mends them by its own interface without anybody else hearing of it. */
export class StockObjects implements NodeObjects {
  readonly #options: StockObjectsOptions

  constructor(options: StockObjectsOptions) {
    this.#options = options
  }

  /** @throws PLB-GEOSERVER-… */
  async look(elsewhere: ObjectElsewhere, signal: AbortSignal): Promise<ObjectHere> {
    const client = await this.#options.client()
    const found = await readObject(client.connection, elsewhere.object, elsewhere.catalog, signal)
    const isHidden =
      !found.isServed && found.object !== undefined && (await isHiddenHere(client, elsewhere, signal))
    const isDefault = await isDefaultHere(client, elsewhere, signal)
    const here = this.#judge(elsewhere, isHidden ? { ...found, isServed: true } : found, isDefault)
    if (here.state !== 'equal' || elsewhere.isGone || isHidden) return here
    const properties = await copiedIn(client, elsewhere, signal)
    return properties.length === 0 ? here : { state: 'different', properties }
  }

  /**
   * Makes an object what it is elsewhere, or removes it when it is not there any more.
   * @throws PLB-GEOSERVER-REPAIR-INCOMPLETE when it is not equal afterwards; PLB-GEOSERVER-…
   */
  async mend(elsewhere: ObjectElsewhere, signal: AbortSignal): Promise<ObjectHere> {
    const client = await this.#options.client()
    const group = this.#options.group()
    if (group === undefined) {
      throw failure('PLB-GEOSERVER-REPAIR-INCOMPLETE', { object: describe(elsewhere.object), left: [] })
    }
    const repair = new SilentRepair({ connection: client.connection, group })
    const found = await readObject(client.connection, elsewhere.object, elsewhere.catalog, signal)
    const copied = elsewhere.isGone ? [] : await copiedIn(client, elsewhere, signal)
    await mendOverRest(repair, elsewhere, found, copied).catch(async (error: unknown) => {
      if (!isFailure(error) || elsewhere.isGone) throw error
      // What no request makes, its file does.
      await mendByFile(repair, elsewhere)
    })
    const now = await this.look(elsewhere, signal)
    if (now.state === 'equal') return now
    if (!elsewhere.isGone && now.state !== 'other id') {
      await mendByFile(repair, elsewhere)
      const again = await this.look(elsewhere, signal)
      if (again.state === 'equal') return again
      throw notMended(elsewhere, again)
    }
    throw notMended(elsewhere, now)
  }

  #judge(
    { object, styleBody, isGone, isDefault }: ObjectElsewhere,
    found: ReadObject,
    isDefaultThere: boolean | undefined,
  ): ObjectHere {
    if (isGone) {
      const isHere = found.object !== undefined || found.isServed
      return { state: isHere ? 'extra' : 'equal', properties: [] }
    }
    if (found.object === undefined) return { state: 'missing', properties: [] }
    const hasNoIdOfItsOwn = object.kind === 'global' || object.kind === 'logging'
    if (!hasNoIdOfItsOwn && found.object.id !== object.id) return { state: 'other id', properties: ['id'] }
    const properties = [
      ...differingProperties(object, found.object),
      ...(styleBody !== undefined && found.styleBody?.toString('utf8') !== styleBody ? ['styleBody'] : []),
      ...(isDefault === true && isDefaultThere === false ? ['default'] : []),
      // Its file is right, and it is not served: a reload is missing.
      ...(found.isServed ? [] : ['memory']),
    ]
    return { state: properties.length === 0 ? 'equal' : 'different', properties }
  }
}

function notMended({ object }: ObjectElsewhere, { properties, state }: ObjectHere): Error {
  const left = properties.length === 0 ? [state] : properties
  return failure('PLB-GEOSERVER-REPAIR-INCOMPLETE', { object: describe(object), left })
}

/**
 * Names of what a layer or group has as copies, with which it cannot be drawn though its file is right: a slave takes them
 * from the message about a group a stock master adds.
 */
async function copiedIn(
  client: GeoServerClient,
  { object, catalog }: ObjectElsewhere,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const found = await undrawable(client, catalog, [object], { width: 1, signal })
  return found.flatMap(({ names }) => names)
}

/** Whether a group is shown to nobody because what holds it is opaque here still, whatever that is elsewhere by now. */
async function isHiddenHere(
  client: GeoServerClient,
  { object, catalog }: ObjectElsewhere,
  signal: AbortSignal,
): Promise<boolean> {
  if (object.kind !== 'layerGroup') return false
  const holders = catalog.ofKind('layerGroup').filter((each) => heldBy(each, catalog).has(object.id))
  for (const each of holders) {
    const { object: holder } = await readObject(client.connection, each, catalog, signal)
    if (holder !== undefined && isOpaque(holder)) return true
  }
  return false
}

async function isDefaultHere(
  client: GeoServerClient,
  { object, isDefault }: ObjectElsewhere,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  return isDefault === true ? isDefaultWorkspace(client.connection, object, signal) : undefined
}

async function mendOverRest(
  repair: SilentRepair,
  { object, catalog, styleBody, isGone, isDefault }: ObjectElsewhere,
  found: ReadObject,
  copied: readonly string[],
): Promise<void> {
  const body =
    styleBody === undefined || found.styleBody?.toString('utf8') === styleBody
      ? {}
      : { styleBody: new Uint8Array(Buffer.from(styleBody, 'utf8')) }
  if (isGone) {
    // It may be in memory alone.
    if (found.object !== undefined || found.isServed)
      await repair.change({ verb: 'remove', object: found.object ?? object }, catalog)
    return
  }
  if (found.object === undefined) await repair.change({ verb: 'add', object, ...body }, catalog)
  else {
    // What its file says rightly has to be said again all the same.
    const before = withProperties(found.object, new Map(copied.map((name) => [name, undefined])))
    await repair.change({ verb: 'modify', before, after: object, ...body }, catalog)
  }
  if (isDefault === true) await repair.change({ verb: 'default-workspace', workspace: object }, catalog)
}

/** Messages the node applies while it reads its files again can be lost, which the next comparison tells. */
async function mendByFile(repair: SilentRepair, elsewhere: ObjectElsewhere): Promise<void> {
  const { object, catalog, styleBody } = elsewhere
  const { file, body } = locationOf(object, catalog)
  if (body !== undefined && styleBody !== undefined)
    await repair.putFile(body, new Uint8Array(Buffer.from(styleBody, 'utf8')))
  await repair.putFile(file, new Uint8Array(Buffer.from(fileText(object, catalog), 'utf8')))
  await repair.reload()
}
