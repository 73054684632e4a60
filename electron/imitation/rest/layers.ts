import { resourceOf } from '../../catalog/catalog.ts'
import {
  propertyOf,
  referenceOf,
  textOfProperty,
  withProperties,
  type CatalogObject,
} from '../../catalog/object.ts'
import { childText, parentElement, textElement, withChildren, type XmlElement } from '../../xml/element.ts'
import { done, type Answer, type Call } from './exchange.ts'
import { refuseGrouped } from './groups.ts'
import { bodyOf, givenProperties } from './input.ts'
import { notFound, type NodeCore } from './node-core.ts'
import { removeLayer } from './resources.ts'
import { RestError } from './rest-error.ts'

/** `topp:roads`, `roads` in a workspace, or the first `roads` there is. */
export function layerAt(core: NodeCore, call: Call): CatalogObject | undefined {
  const { ws, layer = '' } = call.params
  if (ws === undefined) return core.find(layer, ['layer'])
  const workspace = core.workspace(ws)
  return workspace === undefined ? undefined : core.named(workspace, layer, 'layer')
}

/** Belongs to the resource, or is what makes it this layer: asking for it changes nothing and is no error. */
const notTaken = ['id', 'name', 'resource', 'enabled', 'advertised', 'title', 'abstract']

export function putLayer(core: NodeCore, call: Call): Answer {
  const root = bodyOf(call)
  const before = layerAt(core, call)
  if (before === undefined) {
    throw new RestError(
      500,
      'Cannot invoke "org.geoserver.catalog.LayerInfo.getResource()" because "original" is null',
    )
  }
  const given = new Map([...leftOut(core, call, before), ...givenProperties('layer', root, core.lookup)])
  for (const name of notTaken) given.delete(name)
  if (childText(given.get('defaultStyle') ?? root, 'id') === referenceOf(before, 'defaultStyle')) {
    given.delete('defaultStyle')
  }
  const styles = given.get('styles')
  if (styles !== undefined)
    given.set('styles', asSet(styles.children.filter((each) => each.name === 'style')))
  const resource = resourceOf(core.memory.catalog, before)
  const told = ['abstract', 'internationalTitle'].filter(
    (name) => resource !== undefined && propertyOf(resource, name) !== undefined,
  )
  const after = core.modify(before, given, new Map(), told)
  if (given.has('defaultStyle') || given.has('styles')) core.changes.writeTileLayer(after)
  return done
}

/** Asked for below its workspace, it gets what was left out from the first layer of its name, wherever that is. */
function leftOut(
  core: NodeCore,
  { params }: Call,
  own: CatalogObject,
): readonly (readonly [string, XmlElement])[] {
  const first = params.ws === undefined ? undefined : core.find(params.layer ?? '', ['layer'])
  if (first === undefined || first.id === own.id) return []
  return first.properties.filter(({ name }) => !name.startsWith('date')).map((each) => [each.name, each])
}

function asSet(styles: readonly XmlElement[]): XmlElement {
  return parentElement('styles', styles, styles.length === 0 ? {} : { class: 'linked-hash-set' })
}

export function deleteLayer(core: NodeCore, call: Call): Answer {
  const layer = layerAt(core, call)
  if (layer === undefined) throw notFound(call.params.layer ?? '')
  const recurse = call.query.get('recurse') === 'true'
  if (!recurse) refuseGrouped(core, layer)
  removeLayer(core, layer, recurse)
  return done
}

/** Adds a style that exists to a layer. */
export function addStyleToLayer(core: NodeCore, call: Call): Answer {
  const layer = layerAt(core, call)
  const name = childText(bodyOf(call), 'name') ?? ''
  const style = core.find(name, ['style'])
  if (layer === undefined || style === undefined) throw notFound('Not Found')
  const reference = parentElement('style', [textElement('id', style.id)])
  const present = propertyOf(layer, 'styles')?.children ?? []
  const isDefault = call.query.get('default') === 'true'
  const changes = new Map<string, XmlElement>([
    ['styles', asSet([...present, reference])],
    ...(isDefault ? ([['defaultStyle', { ...reference, name: 'defaultStyle' }]] as const) : []),
    ['dateModified', textElement('dateModified', core.memory.date())],
  ])
  const after = withProperties(layer, changes)
  core.changes.modify(layer, after, ['defaultStyle', 'styles'])
  core.changes.writeTileLayer(after)
  return { status: 201, headers: { 'Content-Type': 'text/plain;charset=iso-8859-1' }, body: name }
}

/** Takes a style out of every layer that uses it; a default style is replaced by one that fits the data. */
export function removeStyleFromLayers(core: NodeCore, style: CatalogObject): void {
  for (const layer of core.memory.catalog.ofKind('layer')) {
    const styles = propertyOf(layer, 'styles')
    const isDefault = referenceOf(layer, 'defaultStyle') === style.id
    const isListed = styles?.children.some((each) => childText(each, 'id') === style.id) === true
    if (!isDefault && !isListed) continue
    const fallback = core.named(
      undefined,
      textOfProperty(layer, 'type') === 'RASTER' ? 'raster' : 'line',
      'style',
    )
    const changes = new Map<string, XmlElement | undefined>([
      [
        'styles',
        styles === undefined
          ? undefined
          : withChildren(
              styles,
              styles.children.filter((each) => childText(each, 'id') !== style.id),
            ),
      ],
      ...(isDefault && fallback !== undefined
        ? ([['defaultStyle', parentElement('defaultStyle', [textElement('id', fallback.id)])]] as const)
        : []),
      ['dateModified', textElement('dateModified', core.memory.date())],
    ])
    const after = withProperties(layer, changes)
    core.changes.modify(layer, after, ['defaultStyle', 'styles'])
    core.changes.writeTileLayer(after)
  }
}
