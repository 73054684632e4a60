import { resourceOf, storeOf } from '../../catalog/catalog.ts'
import type { ResourceKind } from '../../catalog/kinds/property.ts'
import {
  propertyOf,
  referenceOf,
  textOfProperty,
  withProperties,
  type CatalogObject,
} from '../../catalog/object.ts'
import { childText, parentElement, textElement, type XmlElement } from '../../xml/element.ts'
import { boundsOf, recalculated } from '../memory/bounds.ts'
import { tileLayerPath } from '../memory/changes.ts'
import { created, done, type Answer, type Call } from './exchange.ts'
import { refuseGrouped, removeFromGroups } from './groups.ts'
import { bodyOf, givenProperties } from './input.ts'
import { notFound, type NodeCore } from './node-core.ts'
import { newResource } from './new-resources.ts'
import { emptyError, RestError, unreadable } from './rest-error.ts'
import { resourcePaths, storeOfResource, storePaths } from '../../catalog/kinds/rest-paths.ts'
import { encodedPath } from './router.ts'

const words: Readonly<Record<ResourceKind, { readonly store: string; readonly resource: string }>> = {
  featureType: { store: 'data store', resource: 'feature type' },
  coverage: { store: 'coverage store', resource: 'coverage' },
  wmsLayer: { store: 'wms store', resource: 'cascaded wms' },
  wmtsLayer: { store: 'wmts store', resource: 'cascaded wmts' },
}

export function resourceAt(core: NodeCore, call: Call, kind: ResourceKind): CatalogObject {
  const { ws = '', store = '', resource = '' } = call.params
  const found = storeOfPath(core, call, kind)
  const object =
    found === undefined ? undefined : core.resourcesOf(found).find((each) => core.nameOf(each) === resource)
  if (object !== undefined) return object
  const inWords = kind === 'wmsLayer' || kind === 'wmtsLayer' ? [ws, resource] : [ws, store, resource]
  throw notFound(`No such ${words[kind].resource}: ${inWords.join(',')}`)
}

function storeOfPath(core: NodeCore, call: Call, kind: ResourceKind): CatalogObject | undefined {
  const { ws = '', store = '' } = call.params
  const workspace = core.workspace(ws)
  return workspace === undefined ? undefined : core.named(workspace, store, storeOfResource[kind])
}

export function createResource(core: NodeCore, call: Call, kind: ResourceKind): Answer {
  const { ws = '', store: storeName } = call.params
  const root = bodyOf(call)
  const given = givenProperties(kind, root, core.lookup)
  const stated = core.memory.catalog.get(childText(given.get('store') ?? root, 'id') ?? '')
  const store = storeName === undefined ? stated : storeOfPath(core, call, kind)
  if (store === undefined) throw notFound(`No such ${words[kind].store}: ${ws},${storeName ?? ''}`)
  const workspace = core.workspace(ws)
  const namespace = workspace === undefined ? undefined : core.namespaceOf(workspace)
  if (namespace === undefined) throw notFound(`No such ${words[kind].store}: ${ws},${storeName ?? ''}`)
  const name = given.get('name')?.text ?? ''
  if (kind === 'coverage' && !given.has('nativeName'))
    throw new RestError(500, 'Resource native name must not be null')
  if (core.resourcesOf(store).some((each) => core.nameOf(each) === name))
    throw alreadyExists(core, name, store)
  const id = childText(root, 'id')
  const resource = newResource(core, kind, { id, store, namespace, given })
  core.changes.add(resource)
  core.changes.add(newLayer(core, resource))
  const above = `${core.base}/workspaces/${encodedPath(ws)}`
  const path =
    storeName === undefined ? '' : `/${storePaths[storeOfResource[kind]]}/${encodedPath(storeName)}`
  // The path of a feature type is answered without its name.
  const body = kind === 'featureType' ? '' : name
  return created(`${above}${path}/${resourcePaths[kind]}/${encodedPath(name)}`, body)
}

function newLayer(core: NodeCore, resource: CatalogObject): CatalogObject {
  const id = core.memory.newId('LayerInfo')
  const { type, style } = layerTypes[resource.kind] ?? { type: 'VECTOR', style: 'point' }
  const source = core.sources.features.get(textOfProperty(resource, 'nativeName') ?? '')
  const geometry = source?.attributes.find((each) => each.binding.includes('.geom.'))?.binding ?? ''
  const found = core.named(undefined, type === 'VECTOR' ? styleFor(geometry) : style, 'style')
  return {
    kind: 'layer',
    root: 'layer',
    id,
    properties: [
      textElement('id', id),
      textElement('type', type),
      ...(found === undefined ? [] : [parentElement('defaultStyle', [textElement('id', found.id)])]),
      parentElement('resource', [textElement('id', resource.id)], { class: resource.kind }),
      parentElement('attribution', [textElement('logoWidth', '0'), textElement('logoHeight', '0')]),
      textElement('dateCreated', core.memory.date()),
    ],
  }
}

const layerTypes: Readonly<Partial<Record<string, { readonly type: string; readonly style: string }>>> = {
  coverage: { type: 'RASTER', style: 'raster' },
  wmsLayer: { type: 'WMS', style: 'raster' },
  wmtsLayer: { type: 'WMTS', style: 'raster' },
}

function styleFor(geometry: string): string {
  if (geometry.endsWith('Polygon')) return 'polygon'
  return geometry.endsWith('LineString') ? 'line' : 'point'
}

function alreadyExists(core: NodeCore, name: string, store: CatalogObject): RestError {
  return new RestError(500, `Resource named '${name}' already exists in store: '${core.nameOf(store)}'`)
}

export function putResource(core: NodeCore, call: Call, kind: ResourceKind): Answer {
  const root = bodyOf(call)
  const before = resourceAt(core, call, kind)
  // Its converter writes into a list nobody can write into, whatever the body.
  if (kind === 'wmsLayer') throw unreadable('java.lang.RuntimeException')
  const given = givenProperties(kind, root, core.lookup)
  for (const name of ['id', 'namespace', 'dateCreated', 'dateModified']) given.delete(name)
  if (childText(given.get('store') ?? root, 'id') === referenceOf(before, 'store')) given.delete('store')
  const name = given.get('name')?.text
  const store = storeOf(core.memory.catalog, before)
  const isTaken =
    store !== undefined &&
    core.resourcesOf(store).some((each) => each.id !== before.id && core.nameOf(each) === name)
  if (store !== undefined && name !== undefined && isTaken) throw alreadyExists(core, name, store)
  const boxes = newBounds(core, before, given, call.query.get('recalculate') ?? undefined)
  const after = core.modify(before, given, boxes)
  const layer = core.layerOf(after)
  if (layer !== undefined && name !== undefined && core.nameOf(before) !== name) {
    core.memory.write(layer)
    core.changes.writeTileLayer(layer)
  }
  return done
}

/** The boxes that are computed anew: those asked for, and both when the declared system is another. */
function newBounds(
  core: NodeCore,
  before: CatalogObject,
  given: ReadonlyMap<string, XmlElement>,
  asked: string | undefined,
): ReadonlyMap<string, XmlElement> {
  if (before.kind !== 'featureType') return new Map()
  const source = core.sources.features.get(textOfProperty(before, 'nativeName') ?? '')
  const srs = given.get('srs')?.text
  const isOther = srs !== undefined && srs !== textOfProperty(before, 'srs')
  if (srs !== undefined && isOther && !/^EPSG:\d{4,5}$/.test(srs)) {
    throw new RestError(
      500,
      `Error while calculating native bounds for layer: FeatureTypeInfoImpl[${core.nameOf(before)}]`,
    )
  }
  if (source === undefined) return new Map()
  const system = srs ?? textOfProperty(before, 'srs') ?? source.srs
  if (isOther) return recalculated(source.bounds, system, source.srs, ['nativebbox', 'latlonbbox'])
  const native = given.get('nativeBoundingBox')
  if (native !== undefined && !given.has('latLonBoundingBox')) {
    const bounds = boundsOf(native)
    if (bounds !== undefined) return recalculated(bounds, system, source.srs, ['latlonbbox'])
  }
  return asked === undefined ? new Map() : recalculated(source.bounds, system, source.srs, asked.split(','))
}

export function deleteResource(core: NodeCore, call: Call, kind: ResourceKind): Answer {
  const resource = resourceAt(core, call, kind)
  const layer = core.layerOf(resource)
  if (layer !== undefined && call.query.get('recurse') !== 'true') throw emptyError(403)
  if (layer !== undefined) refuseGrouped(core, layer)
  removeResourceAndLayer(core, resource)
  return done
}

export function removeResourceAndLayer(core: NodeCore, resource: CatalogObject): void {
  const layer = core.layerOf(resource)
  if (layer !== undefined) {
    removeFromGroups(core, layer)
    core.changes.remove(layer)
  }
  removeResource(core, resource)
}

export function removeResource(core: NodeCore, resource: CatalogObject): void {
  core.changes.remove(resource)
}

/** Without `recurse` the directory goes and the resource stays in memory, until a reload. */
export function removeLayer(core: NodeCore, layer: CatalogObject, recurse: boolean): void {
  const resource = resourceOf(core.memory.catalog, layer)
  if (recurse) removeFromGroups(core, layer)
  core.changes.remove(layer)
  core.memory.files.remove(tileLayerPath(layer))
  if (recurse && resource !== undefined) removeResource(core, resource)
}

/** Attributes are shown as the data source has them: all where the file has none, and otherwise those without a binding. */
export function withSourceAttributes(core: NodeCore, resource: CatalogObject): CatalogObject {
  if (resource.kind !== 'featureType') return resource
  const source = core.sources.features.get(textOfProperty(resource, 'nativeName') ?? '')
  if (source === undefined) return resource
  const own = propertyOf(resource, 'attributes')?.children ?? []
  const attributesOfData = source.attributes.map(({ name, binding, length }) =>
    parentElement('attribute', [
      textElement('name', name),
      textElement('minOccurs', '0'),
      textElement('maxOccurs', '1'),
      textElement('nillable', 'true'),
      textElement('binding', binding),
      ...(length === undefined ? [] : [textElement('length', length)]),
    ]),
  )
  const attributes =
    own.length === 0
      ? attributesOfData
      : own.map((each) =>
          childText(each, 'binding') === undefined
            ? (attributesOfData.find((data) => childText(data, 'name') === childText(each, 'name')) ?? each)
            : each,
        )
  return withProperties(resource, new Map([['attributes', parentElement('attributes', attributes)]]))
}
