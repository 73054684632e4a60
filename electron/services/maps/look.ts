import type { DocumentSight, LookedAtLayer, Sight } from '../../contract/features/maps.ts'
import { isFailure, wordingOf } from '../../errors/failure.ts'
import { inParallel } from '../../geoserver/in-parallel.ts'
import { offerOf, type Offer } from '../../geoserver/ows/capabilities.ts'
import type { Extent, MapServer, MapServiceName } from '../../geoserver/ows/map-server.ts'
import { nextTurn } from '../../scheduler/clock.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { compareOffers } from './documents.ts'
import { comparePictures, looksDifferent, unpacked } from './pictures.ts'
import type { AskedNode } from './references.ts'

/** What one look may cost. */
export interface MapLimits {
  readonly layers: number
  /** Requests to all nodes together. */
  readonly requests: number
  readonly milliseconds: number
}

export const usualLimits: MapLimits = { layers: 200, requests: 2_000, milliseconds: 600_000 }

export interface LookOptions {
  readonly asked: readonly AskedNode[]
  /** The only ones to look at; all there are when none is named. */
  readonly layers: readonly string[]
  /** When a layer was looked at last; undefined for never. Those come first. */
  readonly lookedAt: (layer: string) => number | undefined
  readonly limits: MapLimits
  readonly now: () => number
  readonly signal: AbortSignal
  readonly progress: (value: { readonly done: number; readonly total: number; readonly what: string }) => void
}

/** What came of a look; of one that was cancelled, what it came to until then. */
export interface Looked {
  readonly documents: readonly DocumentSight[]
  readonly layers: readonly LookedAtLayer[]
  /** All layers there are. */
  readonly offered: readonly string[]
  readonly requests: number
}

const services: readonly MapServiceName[] = ['wms', 'wfs', 'wcs']
/** Layers at once, and so requests at once to one node. */
const layersAtOnce = 4
const nodesAtOnce = 16
const world: Extent = [-180, -90, 180, 90]
const longestSide = 256

/** What a node answered, or why it did not; `isRefused` when it answered that it will not. */
type Answer<Value> =
  | { readonly value: Value; readonly why?: undefined }
  | { readonly value?: undefined; readonly why: Wording; readonly isRefused: boolean }

interface Served extends AskedNode {
  readonly server: MapServer
  readonly offers: Readonly<Record<MapServiceName, Answer<Offer>>>
}

/** Asks nodes for their capabilities and their layers, and compares each with its reference. */
export async function lookAtMaps(options: LookOptions): Promise<Looked> {
  return new Look(options).run()
}

/** The size of the picture that shows an extent, in points: as wide as high as it is in degrees. */
export function sizeOf([west, south, east, north]: Extent): {
  readonly width: number
  readonly height: number
} {
  const [wide, high] = [east - west, north - south]
  const scale = longestSide / Math.max(wide, high)
  return { width: Math.max(32, Math.round(wide * scale)), height: Math.max(32, Math.round(high * scale)) }
}

/** What is looked at of a layer: its bounds, and of a point what is around it. */
export function shownExtent(offer: Offer | undefined, layer: string): Extent {
  const [west, south, east, north] = offer?.layers.get(layer)?.extent ?? world
  const margin = east > west && north > south ? 0 : 0.01
  return [west - margin, south - margin, east + margin, north + margin]
}

/** Of a question whether it was answered; every failure but a cancellation is an answer. */
export async function answered<Value>(asked: Promise<Value>, signal: AbortSignal): Promise<Answer<Value>> {
  try {
    return { value: await asked }
  } catch (error) {
    signal.throwIfAborted()
    if (!isFailure(error)) throw error
    return { why: wordingOf(error), isRefused: error.code === 'PLB-MAPS-REFUSED' }
  }
}

class Look {
  readonly #options: LookOptions
  readonly #begun: number
  readonly #layers: LookedAtLayer[] = []
  #requests = 0

  constructor(options: LookOptions) {
    this.#options = options
    this.#begun = options.now()
  }

  async run(): Promise<Looked> {
    const { asked, signal } = this.#options
    const served: Served[] = []
    for await (const each of inParallel(asked, nodesAtOnce, (node) => this.#serve(node))) {
      served.push(each)
      this.#options.progress({ done: served.length, total: asked.length, what: each.node.instanceName })
    }
    const byName = new Map(served.map((each) => [each.node.instanceName, each]))
    const documents = served.flatMap((each) => services.map((service) => documentOf(service, each, byName)))
    const extents = this.#extents(served, byName)
    try {
      await this.#lookAtLayers(served, extents)
    } catch (error) {
      if (!signal.aborted) throw error
    }
    const offered = [...extents.keys()]
    return { documents, layers: this.#layers, offered, requests: this.#requests }
  }

  async #serve({ node, reference }: AskedNode): Promise<Served> {
    const { signal } = this.#options
    const server = await node.maps()
    const ask = async (service: MapServiceName): Promise<Answer<Offer>> => {
      this.#requests += 1
      return answered(server.capabilities(service, signal).then(offerOf), signal)
    }
    const [wms, wfs, wcs] = await Promise.all([ask('wms'), ask('wfs'), ask('wcs')])
    return { node, reference, server, offers: { wms, wfs, wcs } }
  }

  /** What is shown of each layer: what the references offer, or without such an answer what those behind them do. */
  #extents(served: readonly Served[], byName: ReadonlyMap<string, Served>): ReadonlyMap<string, Extent> {
    const { layers } = this.#options
    const extents = new Map<string, Extent>()
    for (const { reference, offers } of served) {
      const of = reference === null ? undefined : byName.get(reference)?.offers.wms.value
      if (of !== undefined) continue
      for (const layer of offers.wms.value?.layers.keys() ?? [])
        if (!extents.has(layer)) extents.set(layer, shownExtent(offers.wms.value, layer))
    }
    if (layers.length === 0) return extents
    return new Map(layers.map((layer) => [layer, extents.get(layer) ?? world]))
  }

  async #lookAtLayers(served: readonly Served[], extents: ReadonlyMap<string, Extent>): Promise<void> {
    const { limits, lookedAt, progress } = this.#options
    const oldestFirst = [...extents].toSorted(([one], [other]) => {
      const order = (lookedAt(one) ?? 0) - (lookedAt(other) ?? 0)
      return order === 0 ? (one < other ? -1 : 1) : order
    })
    // Who cannot be asked is not asked for every layer in turn.
    const reached = served.filter(({ offers: { wms } }) => wms.why === undefined || wms.isRefused)
    const meant = oldestFirst.slice(0, limits.layers)
    let done = 0
    const looks = inParallel(meant, layersAtOnce, ([layer, extent]) =>
      this.#lookAtLayer(reached, layer, extent),
    )
    for await (const each of looks) {
      done += 1
      if (each === undefined) continue
      this.#layers.push(each)
      progress({ done, total: meant.length, what: each.layer })
    }
  }

  /** @returns undefined when the look has cost what it may */
  async #lookAtLayer(
    reached: readonly Served[],
    layer: string,
    extent: Extent,
  ): Promise<LookedAtLayer | undefined> {
    const { limits, now, signal } = this.#options
    signal.throwIfAborted()
    if (this.#requests + reached.length > limits.requests) return undefined
    if (now() - this.#begun > limits.milliseconds) return undefined
    const pictures = new Map<string, Answer<Buffer>>()
    const ask = async ({ node, server, offers }: Served): Promise<void> => {
      // Who says what it has is not asked for what it lacks.
      if (offers.wms.value?.layers.has(layer) === false) return
      this.#requests += 1
      const picture = server.picture({ layer, extent, ...sizeOf(extent) }, signal)
      pictures.set(node.instanceName, await answered(picture, signal))
    }
    for await (const _ of inParallel(reached, nodesAtOnce, ask)) signal.throwIfAborted()
    const sights: Sight[] = []
    for (const each of reached) {
      sights.push(...sightsOf(each, pictures))
      // Pictures are unpacked in this thread.
      await nextTurn()
    }
    return { layer, at: now(), sights }
  }
}

/** @returns none of a layer that neither the node nor its reference has */
function sightsOf(
  { node: { instanceName }, reference }: AskedNode,
  pictures: ReadonlyMap<string, Answer<Buffer>>,
): readonly Sight[] {
  const own = pictures.get(instanceName)
  const other = reference === null ? undefined : pictures.get(reference)
  const plain = { instanceName, points: 0, of: 0, why: null }
  if (own !== undefined) return [{ ...plain, ...compared(own, reference === null ? null : other?.value) }]
  return other === undefined ? [] : [{ ...plain, state: 'missing' }]
}

/** @param other of the reference: null where there is none, undefined when it was not drawn */
function compared(
  own: Answer<Buffer>,
  other: Buffer | undefined | null,
): Pick<Sight, 'state'> & Partial<Sight> {
  if (own.value === undefined) return { state: 'failed', why: own.why }
  if (other?.equals(own.value) === true) return { state: 'equal' }
  const drawn = unpacked(own.value)
  if (drawn === undefined) return { state: 'failed', why: say('maps.damagedPicture') }
  if (other === null) return { state: 'reference' }
  const expected = other === undefined ? undefined : unpacked(other)
  if (expected === undefined) return { state: 'alone' }
  const { points, of } = comparePictures(expected, drawn)
  return { state: looksDifferent({ points, of }) ? 'different' : 'equal', points, of }
}

function documentOf(
  service: MapServiceName,
  { node, reference, offers }: Served,
  byName: ReadonlyMap<string, Served>,
): DocumentSight {
  const plain = { instanceName: node.instanceName, service, why: null, differences: [], more: 0 }
  const own = offers[service]
  const other = reference === null ? undefined : byName.get(reference)?.offers[service]
  if (own.value === undefined) {
    // A service that is switched off on purpose is so everywhere.
    const isSame = own.isRefused && other?.value === undefined && other?.isRefused === true
    return { ...plain, state: isSame ? 'equal' : 'failed', why: own.why }
  }
  if (reference === null) return { ...plain, state: 'reference' }
  if (other?.value === undefined) return { ...plain, state: 'alone' }
  const compared = compareOffers(other.value, own.value)
  return { ...plain, ...compared, state: compared.differences.length === 0 ? 'equal' : 'different' }
}
