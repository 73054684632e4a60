import { childText, type XmlElement } from '../../xml/element.ts'
import { localName, type Extent } from './map-server.ts'

/** A value in a document: the path of its element, and what it says there. */
export interface Line {
  readonly path: string
  readonly value: string
}

/** What a service says of one layer, type of features or coverage. */
export interface OfferedLayer {
  readonly lines: readonly Line[]
  /** Undefined when it does not tell. */
  readonly extent: Extent | undefined
}

/** What capabilities say, without what is another on every node, and without order. */
export interface Offer {
  /** What is not about one layer. */
  readonly lines: readonly Line[]
  readonly layers: ReadonlyMap<string, OfferedLayer>
}

/** Elements that stand for a layer, by the service they are of, and where they have their name. */
const layerElements: Readonly<Record<string, string>> = {
  Layer: 'Name',
  FeatureType: 'Name',
  CoverageSummary: 'CoverageId',
}
/** The count of changes of that node, and where schemas lie. */
const noise = new Set(['updateSequence', 'schemaLocation'])
/** The address of a service up to its name: each node has its own, or that of a proxy. */
const ownAddress = /^https?:\/\/[^?#\s]*\/(?=(?:ows|wms|wfs|wcs)(?:[?#]|$))/i

/**
 * Takes the noise out of capabilities. What is left counts: titles, abstracts, contact, formats, reference systems,
 * bounds, times and styles, since the cluster is to have one of each.
 */
export function offerOf(root: XmlElement): Offer {
  const layers = new Map<string, OfferedLayer>()
  return { lines: linesOf(root, '', layers), layers }
}

/** @param layers takes what is about a layer, which is not among the lines then */
function linesOf(element: XmlElement, above: string, layers: Map<string, OfferedLayer>): Line[] {
  const path = above === '' ? localName(element) : `${above}/${localName(element)}`
  const attributes = Object.entries(element.attributes).flatMap(([attribute, value]) => {
    const local = attribute.slice(attribute.indexOf(':') + 1)
    return noise.has(local) || attribute.startsWith('xmlns')
      ? []
      : [{ path: `${path}@${local}`, value: plain(value) }]
  })
  const text = element.text.trim() === '' ? [] : [{ path, value: plain(element.text) }]
  const children = element.children.flatMap((child) => {
    const name = nameOfLayer(child)
    if (name === undefined) return linesOf(child, path, layers)
    // One inside another is a layer of its own, and none of what is said about the other.
    layers.set(name, { lines: linesOf(child, '', layers), extent: extentOf(child) })
    return []
  })
  return [...attributes, ...text, ...children]
}

function nameOfLayer(element: XmlElement): string | undefined {
  const local = layerElements[localName(element)]
  if (local === undefined) return undefined
  const name = element.children.find((child) => localName(child) === local)?.text.trim()
  return name === '' ? undefined : name
}

function plain(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ').replace(ownAddress, '')
}

/** The bounds a layer of WMS 1.3.0 gives in degrees. */
function extentOf(layer: XmlElement): Extent | undefined {
  const box = layer.children.find((child) => localName(child) === 'EX_GeographicBoundingBox')
  if (box === undefined) return undefined
  const side = (name: string, most: number): number => {
    const value = Number(childText(box, name) ?? Number.NaN)
    return Math.max(-most, Math.min(most, value))
  }
  const [west, east] = [side('westBoundLongitude', 180), side('eastBoundLongitude', 180)]
  const [south, north] = [side('southBoundLatitude', 90), side('northBoundLatitude', 90)]
  // Neither holds for what is no number.
  return west <= east && south <= north ? [west, south, east, north] : undefined
}
