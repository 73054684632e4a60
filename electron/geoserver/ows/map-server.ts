import { failure, isFailure, type Failure } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import type { XmlElement } from '../../xml/element.ts'
import { decodeUtf8, defaultXmlLimits, parseXml } from '../../xml/parse.ts'
import { RestConnection, type GeoServerOptions } from '../rest-connection.ts'
import { pngHead } from './png.ts'

/** What map clients ask a GeoServer for. */
export type MapServiceName = 'wms' | 'wfs' | 'wcs'

/** West, south, east, north in degrees. */
export type Extent = readonly [west: number, south: number, east: number, north: number]

export interface PictureRequest {
  /** As the capabilities name it: `topp:roads`. */
  readonly layer: string
  /** A style it may be drawn in; its default one without. */
  readonly style?: string | null
  readonly extent: Extent
  readonly width: number
  readonly height: number
}

/** The newest version each service of GeoServer speaks. */
const versions: Readonly<Record<MapServiceName, string>> = { wms: '1.3.0', wfs: '2.0.0', wcs: '2.0.1' }
const largestPicture = 8 * 1024 * 1024
/** Service exceptions of WMS 1.1.1 begin with a document type, of which nothing is taken. */
const limits = { ...defaultXmlLimits, doctype: 'skipped' } as const
const longestException = 300

/** A GeoServer as its map clients ask it. It is only read from, and nothing it redirects to is followed. */
export class MapServer {
  readonly #connection: RestConnection

  /** @param options `url` is the address below which /wms, /wfs and /wcs lie */
  constructor(options: GeoServerOptions) {
    this.#connection = new RestConnection(options)
  }

  /**
   * The capabilities of a service.
   * @throws PLB-MAPS-REFUSED for a service exception, PLB-GEOSERVER-…, PLB-XML-…; the signal's reason
   */
  async capabilities(service: MapServiceName, signal?: AbortSignal): Promise<XmlElement> {
    const query = new URLSearchParams({ service, version: versions[service], request: 'GetCapabilities' })
    const root = parseXml(decodeUtf8(await this.#get(service, query, undefined, signal)), limits)
    const exception = exceptionIn(root)
    if (exception !== undefined) throw this.#refused(service, say('maps.exception', { text: exception }))
    if (!localName(root).endsWith('Capabilities')) throw this.#refused(service, say('maps.noCapabilities'))
    return root
  }

  /**
   * A layer, as PNG of the size that was asked for; it is not unpacked.
   * @throws PLB-MAPS-REFUSED for whatever is no such picture, PLB-GEOSERVER-…; the signal's reason
   */
  async picture(
    { layer, style, extent, width, height }: PictureRequest,
    signal?: AbortSignal,
  ): Promise<Buffer> {
    // Of 1.1.1, in which degrees are written east before north whatever the reference system.
    const query = new URLSearchParams({
      ...{ service: 'WMS', version: '1.1.1', request: 'GetMap', layers: layer },
      ...{ styles: style ?? '', srs: 'EPSG:4326' },
      ...{ bbox: extent.join(','), width: String(width), height: String(height) },
      ...{ format: 'image/png', transparent: 'true', exceptions: 'application/vnd.ogc.se_xml' },
    })
    const bytes = await this.#get('wms', query, largestPicture, signal)
    const head = pngHead(bytes)
    if (head?.width === width && head.height === height) return bytes
    throw this.#refused('wms', whyNoPicture(bytes))
  }

  async #get(
    service: MapServiceName,
    query: URLSearchParams,
    limit: number | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Buffer> {
    const answer = await this.#connection.get(`${service}?${query.toString()}`, {
      signal,
      ...(limit === undefined ? {} : { limit }),
    })
    if (answer === undefined)
      throw failure('PLB-GEOSERVER-NOT-FOUND', { url: this.#connection.url, path: service })
    return answer.body
  }

  #refused(service: MapServiceName, reason: Wording): Failure {
    return failure('PLB-MAPS-REFUSED', { url: this.#connection.url, service: service.toUpperCase(), reason })
  }
}

/** The name of an element without the prefix of its namespace. */
export function localName({ name }: XmlElement): string {
  return name.slice(name.indexOf(':') + 1)
}

/** What an answer says that is no picture. */
function whyNoPicture(bytes: Buffer): Wording {
  try {
    const exception = exceptionIn(parseXml(decodeUtf8(bytes), limits))
    if (exception !== undefined) return say('maps.exception', { text: exception })
  } catch (error) {
    if (!isFailure(error)) throw error
  }
  return say('maps.noPicture')
}

/** The text of a service exception; undefined of any other document. */
function exceptionIn(root: XmlElement): string | undefined {
  if (!['ServiceExceptionReport', 'ExceptionReport'].includes(localName(root))) return undefined
  const text = textIn(root)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return text.length > longestException ? `${text.slice(0, longestException)}…` : text
}

function textIn({ text, children }: XmlElement): string {
  return children.length === 0 ? text : children.map(textIn).join(' ')
}
