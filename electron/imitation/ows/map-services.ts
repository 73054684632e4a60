import { titleOf } from '../../catalog/catalog.ts'
import { textOfProperty } from '../../catalog/object.ts'
import { parentElement, textElement } from '../../xml/element.ts'
import { writeXml } from '../../xml/write.ts'
import type { NodeCore } from '../rest/node-core.ts'
import type { Answer, Request } from '../rest/exchange.ts'
import { capabilitiesOf } from './capabilities.ts'
import { draw } from './draw.ts'
import {
  drawsWithCopies,
  globalService,
  isContainerCalled,
  isRootedCalled,
  publishedLayers,
  type PublishedLayer,
} from './published.ts'

const largestSide = 4_096

/** WMS, WFS and WCS of a node, as far as their capabilities, maps, styles and legends go. */
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
    const [service = '', workspace] = path.slice(1).split('/').toReversed()
    if (path.split('/').length > 3) return undefined
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
      case 'GetStyles':
        return this.#styles(namesIn(parameters.get('layers'), workspace))
      case 'GetLegendGraphic':
        return this.#legend(namesIn(parameters.get('layer'), workspace)[0] ?? '', parameters.get('style'))
      default:
        return exception('No such operation')
    }
  }

  /** The styles of layers, and of groups none. */
  #styles(names: readonly string[]): Answer {
    const layers = new Map(publishedLayers(this.#core).map((each) => [each.name, each]))
    const unknown = names.find((name) => !layers.has(name) && drawsWithCopies(this.#core, name) === undefined)
    if (unknown !== undefined) return exception(`Unknown layer ${unknown}`)
    if (names.some((name) => layers.get(name)?.hasCopies)) return exception(isInNoCatalog)
    const named = names.map((name) => parentElement('sld:NamedLayer', [textElement('sld:Name', name)]))
    return xml(writeXml(parentElement('sld:StyledLayerDescriptor', named)))
  }

  /** @param style the one of the catalog to take in place of its own */
  #legend(name: string, style: string | undefined): Answer {
    const layers = publishedLayers(this.#core)
    // A group is found where no layer of any workspace is called that.
    const layer =
      layers.find((each) => each.name === name) ?? layers.find((each) => each.name.endsWith(`:${name}`))
    const { catalog } = this.#core.memory
    const isThere =
      style === undefined || catalog.ofKind('style').some((each) => titleOf(catalog, each) === style)
    if (!isThere) return exception(`No such style: ${style}`)
    if (layer !== undefined && this.broken.has(layer.store))
      return exception(`Cannot open the data of ${layer.store}`)
    if (layer === undefined && isContainerCalled(this.#core, name))
      return exception('LayerGroup mode Container Tree can not be rendered')
    const isCopied =
      layer === undefined ? drawsWithCopies(this.#core, name) : layer.isCopied && style === undefined
    if (isCopied === undefined) return exception(`${name} layer does not exist.`)
    // A group with a layer of its own at its root has the legend of that.
    if (isCopied && (layer !== undefined || !isRootedCalled(this.#core, name)))
      return exception(isInNoCatalog)
    return png(draw(layer ?? groupCalled(name), world, { width: 20, height: 20 }))
  }

  #map(parameters: ReadonlyMap<string, string>): Answer {
    const name = parameters.get('layers') ?? ''
    const layer = publishedLayers(this.#core).find((each) => each.name === name)
    const isCopied = layer === undefined ? drawsWithCopies(this.#core, name) : layer.isCopied
    if (isCopied === undefined) return exception(`Could not find layer ${name}`)
    if (isCopied) return exception(isInNoCatalog)
    if (layer !== undefined && this.broken.has(layer.store))
      return exception(`Rendering process failed\nCannot open the data of ${layer.store}`)
    if (layer !== undefined && layer.rules === undefined && layer.style !== undefined)
      return exception(`Could not locate the file of style ${layer.style}`)
    const [west = 0, south = 0, east = 0, north = 0] = (parameters.get('bbox') ?? '').split(',').map(Number)
    const [width, height] = [Number(parameters.get('width')), Number(parameters.get('height'))]
    if (!(east > west && north > south && isSide(width) && isSide(height)))
      return exception('Bounds or size cannot be drawn')
    return png(draw(layer ?? groupCalled(name), [west, south, east, north], { width, height }))
  }
}

const isInNoCatalog = 'Cannot invoke "Catalog.getResourcePool()" because "this.catalog" is null'
const world = [-180, -90, 180, 90] as const

/** A group is drawn by its name alone. */
function groupCalled(name: string): Pick<PublishedLayer, 'name' | 'bounds' | 'rules'> {
  return { name, bounds: world, rules: '' }
}

/** Below the address of a workspace nothing is put in front. */
function namesIn(listed = '', workspace: string | undefined): readonly string[] {
  return listed
    .split(',')
    .map((name) => (workspace === undefined || name.includes(':') ? name : `${workspace}:${name}`))
}

function png(body: Buffer): Answer {
  return { status: 200, headers: { 'Content-Type': 'image/png' }, body }
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
