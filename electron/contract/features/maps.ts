import { z } from 'zod'
import { change, query, task } from '../procedure.ts'
import { wording } from '../wording.ts'
import { count, instant, nothing } from '../shared.ts'

const mapServices = ['wms', 'wfs', 'wcs'] as const

/**
 * How something is on a node: `alone` was looked at with nothing to compare it with, `missing` is offered by the
 * reference and not by the node.
 */
export const sightState = z.enum(['reference', 'alone', 'equal', 'different', 'failed', 'missing'])
export type SightState = z.output<typeof sightState>

/** Whether somebody who uses the maps of the node sees something wrong. */
export function isWrong(state: SightState): boolean {
  return state === 'different' || state === 'failed' || state === 'missing'
}

/** A layer as one node draws it. */
export const sight = z.object({
  instanceName: z.string(),
  state: sightState,
  /** Points that look different, and how many there are. */
  points: count,
  of: count,
  why: wording.nullable(),
})
export type Sight = z.output<typeof sight>

/** Something a document of capabilities says otherwise than that of the reference. */
export const documentDifference = z.object({
  /** Null for what is about the service as a whole. */
  layer: z.string().nullable(),
  /** The path of the element, as `Layer/Style/Name`. */
  what: z.string(),
  reference: z.string().nullable(),
  node: z.string().nullable(),
})
export type DocumentDifference = z.output<typeof documentDifference>

/** What a node answers when it is asked for its capabilities. */
export const documentSight = z.object({
  instanceName: z.string(),
  service: z.enum(mapServices),
  state: sightState.exclude(['missing']),
  why: wording.nullable(),
  differences: z.array(documentDifference),
  /** Differences that are not among these. */
  more: count,
})
export type DocumentSight = z.output<typeof documentSight>

/**
 * The same of a service: one that refuses on the reference may be switched off on purpose, but without a WMS there are no
 * maps.
 */
export function isWrongService(
  { state, service }: Pick<DocumentSight, 'state' | 'service'>,
  isReference: boolean,
): boolean {
  return state === 'different' || (state === 'failed' && (service === 'wms' || !isReference))
}

/** A layer as all nodes draw it. */
export const lookedAtLayer = z.object({ layer: z.string(), at: instant, sights: z.array(sight) })
export type LookedAtLayer = z.output<typeof lookedAtLayer>

export const mapNode = z.object({
  instanceName: z.string(),
  /** What it is compared with; null for a reference, and where there is none. */
  reference: z.string().nullable(),
  /** Why it is not asked for maps. */
  why: wording.nullable(),
})
export type MapNode = z.output<typeof mapNode>

export const mapReport = z.object({
  startedAt: instant,
  finishedAt: instant,
  nodes: z.array(mapNode),
  documents: z.array(documentSight),
  layers: z.array(lookedAtLayer),
  /** Layers there are and that were not looked at yet: their turn comes with the next times. */
  left: count,
  requests: count,
})
export type MapReport = z.output<typeof mapReport>

/** A picture as PNG, in base64. */
const picture = z.base64()

const longestSide = 2_048
const degrees = z.number().min(-1_000).max(1_000)
/** West, south, east, north in degrees. */
const extent = z.tuple([degrees, degrees, degrees, degrees]).readonly()

const name = z.string().min(1).max(1_000)

export const maps = {
  /** What was found when maps were looked at last, how often that is done by itself, and the nodes as they are now. */
  latest: query(
    nothing,
    z.object({
      report: mapReport.nullable(),
      everyMinutes: count.nullable(),
      isRunning: z.boolean(),
      nodes: z.array(mapNode),
    }),
  ),
  /** Looks at the maps of these nodes and layers, all unless named; what was found before of others is kept. */
  look: task(
    z.object({ instanceNames: z.array(name).max(10_000), layers: z.array(name).max(1_000) }),
    mapReport,
    z.object({ done: count, total: count, what: z.string() }),
    false,
  ),
  /** A layer as a node draws it now, beside how its reference does. */
  compare: query(
    z.object({ instanceName: name, layer: name }),
    z.object({
      at: instant,
      reference: z
        .object({ instanceName: z.string(), picture: picture.nullable(), why: wording.nullable() })
        .nullable(),
      node: z.object({ picture: picture.nullable(), why: wording.nullable() }),
      /** Where both were drawn. */
      difference: z.object({ picture, points: count, of: count }).nullable(),
      extent,
    }),
  ),
  /** What part of the world a layer covers, as the node says. */
  extent: query(z.object({ instanceName: name, layer: name }), z.object({ extent })),
  /** A part of a layer, for looking around. */
  picture: query(
    z.object({
      instanceName: name,
      layer: name,
      /** Its own one where null. */
      style: name.nullable().default(null),
      extent,
      width: z.number().int().min(1).max(longestSide),
      height: z.number().int().min(1).max(longestSide),
    }),
    z.object({ picture }),
  ),
  /** How often maps are looked at by themselves; null for never. */
  schedule: change(z.object({ everyMinutes: z.number().int().min(5).max(10_080).nullable() }), nothing),
}
