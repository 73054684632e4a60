import { textOfProperty } from '../../catalog/object.ts'
import { parentElement, textElement } from '../../xml/element.ts'
import { writeXml } from '../../xml/write.ts'
import type { NodeCore } from '../rest/node-core.ts'
import type { Answer, Request } from '../rest/exchange.ts'
import { capabilitiesOf } from './capabilities.ts'
import { draw } from './draw.ts'
import { globalService, publishedLayers } from './published.ts'

const largestSide = 4_096

/** WMS, WFS and WCS of a node, as far as their capabilities and GetMap go. */
export class MapServices {
  readonly #core: NodeCore
  /** Stores whose data is not there on this node, as `topp:shp`, and services that fail, as `wms`. */
  readonly broken = new Set<string>()

  constructor(core: NodeCore) {
    this.#core = core
  }

  /** @returns undefined for what is asked of no such service */
  answer({ target, headers }: Request): Answer | undefined {
    const [path = '', query = ''] = target.split('?')
    const service = path.slice(1)
    if (service !== 'wms' && service !== 'wfs' && service !== 'wcs') return undefined
    // Names of parameters are the same however they are written.
    const parameters = new Map(
      [...new URLSearchParams(query)].map(([name, value]) => [name.toLowerCase(), value]),
    )
    if (this.broken.has(service)) return { status: 503, headers: {}, body: '' }
    const settings = globalService(this.#core, service)
    if (settings !== undefined && textOfProperty(settings, 'enabled') === 'false')
      return exception(`Service ${service.toUpperCase()} is disabled`)
    switch (parameters.get('request')) {
      case 'GetCapabilities': {
        const address = `http://${headers.host ?? 'geoserver.example:8080'}/geoserver/${service}`
        return xml(writeXml(capabilitiesOf(this.#core, service, address)))
      }
      case 'GetMap':
        return this.#map(parameters)
      default:
        return exception('No such operation')
    }
  }

  #map(parameters: ReadonlyMap<string, string>): Answer {
    const name = parameters.get('layers') ?? ''
    const layer = publishedLayers(this.#core).find((each) => each.name === name)
    if (layer === undefined) return exception(`Could not find layer ${name}`)
    if (layer.isCopied)
      return exception('Cannot invoke "Catalog.getResourcePool()" because "this.catalog" is null')
    if (this.broken.has(layer.store))
      return exception(`Rendering process failed\nCannot open the data of ${layer.store}`)
    if (layer.rules === undefined && layer.style !== undefined)
      return exception(`Could not locate the file of style ${layer.style}`)
    const [west = 0, south = 0, east = 0, north = 0] = (parameters.get('bbox') ?? '').split(',').map(Number)
    const [width, height] = [Number(parameters.get('width')), Number(parameters.get('height'))]
    if (!(east > west && north > south && isSide(width) && isSide(height)))
      return exception('Bounds or size cannot be drawn')
    const body = draw(layer, [west, south, east, north], { width, height })
    return { status: 200, headers: { 'Content-Type': 'image/png' }, body }
  }
}

function isSide(points: number): boolean {
  return Number.isInteger(points) && points > 0 && points <= largestSide
}

/** As WMS 1.1.1 has it, with a document type in front. */
function exception(text: string): Answer {
  const report = parentElement('ServiceExceptionReport', [textElement('ServiceException', text)])
  return xml(`<!DOCTYPE ServiceExceptionReport SYSTEM "WMS_exception_1_1_1.dtd">\n${writeXml(report)}`)
}

function xml(body: string): Answer {
  return { status: 200, headers: { 'Content-Type': 'text/xml;charset=UTF-8' }, body }
}
