import { childText, parentElement, textElement, type XmlElement } from '../../xml/element.ts'

export type Bounds = readonly [minx: string, maxx: string, miny: string, maxy: string]

const names = ['minx', 'maxx', 'miny', 'maxy'] as const

export function boundingBox(name: string, bounds: Bounds, crs = 'EPSG:4326'): XmlElement {
  const parts = names.map((part, index) => textElement(part, bounds[index] ?? '0.0'))
  const isProjected = crs !== 'EPSG:4326'
  return parentElement(name, [...parts, textElement('crs', crs, isProjected ? { class: 'projected' } : {})])
}

export function boundsOf(box: XmlElement): Bounds | undefined {
  const [minx, maxx, miny, maxy] = names.map((name) => childText(box, name))
  return minx === undefined || maxx === undefined || miny === undefined || maxy === undefined
    ? undefined
    : [minx, maxx, miny, maxy]
}

/** Boxes of data whose coordinates are taken to be in the declared system. */
export function recalculated(
  bounds: Bounds,
  srs: string,
  nativeSrs: string,
  which: readonly string[],
): ReadonlyMap<string, XmlElement> {
  const boxes = new Map<string, XmlElement>()
  if (which.includes('nativebbox'))
    boxes.set('nativeBoundingBox', boundingBox('nativeBoundingBox', bounds, nativeSrs))
  if (which.includes('latlonbbox')) {
    boxes.set(
      'latLonBoundingBox',
      boundingBox('latLonBoundingBox', srs === 'EPSG:3857' ? fromMercator(bounds) : bounds),
    )
  }
  return boxes
}

const radius = 6_378_137

function fromMercator([minx, maxx, miny, maxy]: Bounds): Bounds {
  const longitude = (x: string): string => javaDouble((Number(x) / radius) * (180 / Math.PI))
  const latitude = (y: string): string =>
    javaDouble((Math.PI / 2 - 2 * Math.atan(Math.exp(-Number(y) / radius))) * (180 / Math.PI))
  return [longitude(minx), longitude(maxx), latitude(miny), latitude(maxy)]
}

/** A number as Java prints a double. */
function javaDouble(value: number): string {
  if (Number.isInteger(value)) return `${value}.0`
  if (Math.abs(value) >= 1e-3) return String(value)
  const [digits = '', exponent = ''] = value.toExponential().split('e')
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`
}

/** The box around several. */
export function union(boxes: readonly Bounds[]): Bounds | undefined {
  const [first, ...others] = boxes
  if (first === undefined) return undefined
  const pick = (index: 0 | 1 | 2 | 3, better: (left: number, right: number) => boolean): string =>
    others.reduce(
      (best, each) => (better(Number(each[index]), Number(best)) ? each[index] : best),
      first[index],
    )
  const less = (left: number, right: number): boolean => left < right
  const more = (left: number, right: number): boolean => left > right
  return [pick(0, less), pick(1, more), pick(2, less), pick(3, more)]
}
