import { fieldText, isJsonObject, type Json } from './values.ts'

/** A part of the Earth, in degrees. */
export interface Box {
  readonly minx: number
  readonly maxx: number
  readonly miny: number
  readonly maxy: number
}

const world: Box = { minx: -180, maxx: 180, miny: -90, maxy: 90 }
/** Degrees across what is seen at the least. */
const closest = 0.02

/** Whether a box in that reference system can be drawn on a map in degrees. */
export function isInDegrees(crs: string): boolean {
  return crs === '' || /^(?:EPSG:4326$|CRS:84$|GEOGCS\[)/i.test(crs.trim())
}

/** The box of a field; undefined as long as it is none. */
export function boxOf(value: Json): Box | undefined {
  if (!isJsonObject(value)) return undefined
  const [minx, maxx, miny, maxy] = [value['minx'], value['maxx'], value['miny'], value['maxy']].map((side) =>
    fieldText(side).trim() === '' ? Number.NaN : Number(fieldText(side)),
  )
  if (minx === undefined || maxx === undefined || miny === undefined || maxy === undefined) return undefined
  return minx <= maxx && miny <= maxy ? { minx, maxx, miny, maxy } : undefined
}

/** The box between two places, as many digits as the map shows, on the Earth. */
export function boxBetween(
  [x, y]: readonly [number, number],
  [otherX, otherY]: readonly [number, number],
  view: Box,
): Box {
  const digits = Math.max(0, Math.ceil(Math.log10(1000 / (view.maxx - view.minx))))
  const within = (degrees: number, most: number): number =>
    Number(Math.min(most, Math.max(-most, degrees)).toFixed(digits))
  return {
    minx: within(Math.min(x, otherX), 180),
    maxx: within(Math.max(x, otherX), 180),
    miny: within(Math.min(y, otherY), 90),
    maxy: within(Math.max(y, otherY), 90),
  }
}

/** What a map shows of a box: it, and what is around it; without one, the world. */
export function viewOf(box: Box | undefined): Box {
  if (box === undefined) return world
  return around(box, Math.max((box.maxx - box.minx) * 3, (box.maxy - box.miny) * 6, closest))
}

/** Whether all of a box is seen. */
export function isIn(box: Box, view: Box): boolean {
  return box.minx >= view.minx && box.maxx <= view.maxx && box.miny >= view.miny && box.maxy <= view.maxy
}

/** The view, nearer by a factor below 1, or farther: around the box, where there is one. */
export function zoomed(view: Box, factor: number, box: Box = view): Box {
  return around(box, Math.max((view.maxx - view.minx) * factor, closest))
}

/** Twice as wide as high, on the Earth. */
function around({ minx, maxx, miny, maxy }: Box, width: number): Box {
  const wide = Math.min(width, 360)
  const east = Math.min(180 - wide / 2, Math.max(-180 + wide / 2, (minx + maxx) / 2))
  const north = Math.min(90 - wide / 4, Math.max(-90 + wide / 4, (miny + maxy) / 2))
  return { minx: east - wide / 2, maxx: east + wide / 2, miny: north - wide / 4, maxy: north + wide / 4 }
}
