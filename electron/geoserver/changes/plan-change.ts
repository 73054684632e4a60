import type { Catalog } from '../../catalog/catalog.ts'
import { hidingIn } from '../../catalog/held-by-groups.ts'
import { describe } from '../../catalog/locations.ts'
import { isResource } from '../../catalog/kinds/property.ts'
import { propertiesOf } from '../../catalog/kinds/table.ts'
import { withoutReferences } from '../../catalog/without-references.ts'
import { nameOf, propertyOf, referenceOf, textOfProperty, type CatalogObject } from '../../catalog/object.ts'
import { failure } from '../../errors/failure.ts'
import {
  isEmptyElement,
  parentElement,
  textElement,
  withChildren,
  type XmlElement,
} from '../../xml/element.ts'
import { writeXml } from '../../xml/write.ts'
import { escapedPath } from '../rest-connection.ts'
import { addressesOf } from './addresses.ts'
import type { Step, StockChange } from './change.ts'
import { differingProperties } from './differences.ts'
import { withNamespaceParameter } from './namespace-parameter.ts'
import { builtInStyles, recipes } from './recipes.ts'
import { nameInRequest, restDocument, withId } from './rest-document.ts'
import { checkAddress, checkName } from './safe-names.ts'
import { styleSteps } from './style-steps.ts'

const xml = 'application/xml'

/**
 * The requests that make a change, in order.
 * @param catalog the node's, as it was read
 * @throws PLB-GEOSERVER-NAME-UNSAFE, PLB-GEOSERVER-PROPERTY-FIXED, PLB-GEOSERVER-CHANGE-UNSUPPORTED,
 * PLB-GEOSERVER-REFERENCE-STAYS, PLB-GEOSERVER-MEMBER-WITHOUT-STYLE, PLB-GEOSERVER-RULES-UNREADABLE: nothing is to be sent
 */
export function planChange(wanted: StockChange, catalog: Catalog): readonly Step[] {
  const change = withNamespaceParameter(wanted, catalog)
  if (change.verb === 'modify') checkAddress(change.before)
  if (change.verb === 'remove') checkAddress(change.object)
  switch (change.verb) {
    case 'add':
      return planAddition(change.object, change.styleBody, catalog)
    case 'modify':
      return planModification(change, catalog)
    case 'remove':
      return planRemoval(change.object, catalog)
    case 'default-workspace': {
      const body = parentElement('workspace', [textElement('name', nameOf(change.workspace) ?? '')])
      return [
        {
          purpose: 'make the default',
          method: 'PUT',
          path: 'rest/workspaces/default.xml',
          type: xml,
          body: writeXml(body),
        },
      ]
    }
  }
}

function planAddition(
  object: CatalogObject,
  styleBody: Uint8Array<ArrayBuffer> | undefined,
  catalog: Catalog,
): readonly Step[] {
  checkName(object)
  const { creation } = recipes[object.kind]
  const { collection, item } = addressesOf(object, catalog)
  switch (object.kind) {
    case 'style':
      return styleSteps({ object, body: styleBody, collection, item, catalog })
    case 'workspace': {
      const isolated = textOfProperty(object, 'isolated') ?? 'false'
      const document = restDocument(object, catalog)
      const step = posted(collection, document, object.id)
      const namespace = catalog.byName('namespace', nameOf(object) ?? '')
      const uri = namespace === undefined ? undefined : textOfProperty(namespace, 'uri')
      if (uri === undefined) return [step]
      const body = parentElement('namespace', [textElement('uri', uri), textElement('isolated', isolated)])
      const path = `rest/namespaces/${encodeURIComponent(nameOf(object) ?? '')}.xml`
      return [step, { purpose: 'set the URI', method: 'PUT', path, type: xml, body: writeXml(body) }]
    }
    case 'layerGroup':
      checkCount(object)
      return [posted(collection, restDocument(object, catalog), object.id)]
    default: {
      if (creation === 'none') throw unsupported(object)
      const document = withoutOthers(object, restDocument(object, catalog))
      return creation === 'post'
        ? [posted(collection, document, object.id), ...switchedOff(object, item)]
        : [{ purpose: 'create', method: 'PUT', path: item, type: xml, body: writeXml(document) }]
    }
  }
}

function posted(path: string, document: XmlElement, id: string): Step {
  return {
    purpose: 'create',
    method: 'POST',
    path,
    type: xml,
    body: writeXml(id === '' ? document : withId(document, id)),
  }
}

function switchedOff(object: CatalogObject, item: string): readonly Step[] {
  if (recipes[object.kind].comesOn !== true || textOfProperty(object, 'enabled') !== 'false') return []
  const document = parentElement(object.root, [textElement('enabled', 'false')])
  return [{ purpose: 'change again', method: 'PUT', path: item, type: xml, body: writeXml(document) }]
}

function withoutOthers(object: CatalogObject, document: XmlElement): XmlElement {
  const { never = [] } = recipes[object.kind]
  return withChildren(
    document,
    document.children.filter(({ name }) => !never.includes(name)),
  )
}

function planModification(
  { before, after, styleBody }: Extract<StockChange, { verb: 'modify' }>,
  catalog: Catalog,
): readonly Step[] {
  const recipe = recipes[before.kind]
  const changed = differingProperties(before, after).filter((name) => recipe.never?.includes(name) !== true)
  const fixed = changed.find((name) => recipe.fixed.includes(name))
  if (fixed !== undefined)
    throw failure('PLB-GEOSERVER-PROPERTY-FIXED', { object: describe(before), property: fixed })
  if (changed.includes('name')) checkName(after)
  const lost = changed.filter((name) => isReferenceLost(name, before, after))
  // A group is made anew without it.
  if (lost[0] !== undefined && before.kind !== 'layerGroup')
    throw failure('PLB-GEOSERVER-REFERENCE-STAYS', { object: describe(before), property: lost[0] })
  const { collection, item } = addressesOf(before, catalog)
  if (before.kind === 'style') {
    return styleSteps({
      object: after,
      body: styleBody,
      former: before,
      isChanged: changed.length > 0,
      collection,
      item,
      itemAfter: addressesOf(after, catalog).item,
      catalog,
    })
  }
  if (changed.length === 0) return []
  const document = withoutOthers(after, restDocument(after, catalog))
  switch (recipe.sends) {
    case 'again': {
      const again = [
        removalToCreateAgain(before, catalog),
        posted(collection, document, after.id),
        ...layerSteps(before, after, catalog),
      ]
      // Groups would lose the layer that goes along.
      return aroundHolders(layerOf(before, catalog) ?? before, catalog, again)
    }
    case 'whole':
      return [
        {
          purpose: 'change',
          method: 'PUT',
          path: item,
          type: xml,
          body: writeXml(withWhole(after, document)),
        },
      ]
    case 'changed': {
      // A null among the styles of a group it has comes back as a style without an id, and breaks every slave.
      const hasNewNulls =
        changed.some((name) => recipe.together?.includes(name)) &&
        propertyOf(after, 'styles')?.children.some(isEmptyElement) === true
      const isMadeAnew = before.kind === 'layerGroup' && (hasNewNulls || lost.length > 0)
      if (isMadeAnew) {
        checkCount(after)
        const again = [removalToCreateAgain(before, catalog), posted(collection, document, after.id)]
        return aroundHolders(before, catalog, again)
      }
      const names = [...new Set([...together(changed, recipe.together ?? []), ...(recipe.always ?? [])])]
      const body = writeXml(onlyThese(document, names, after))
      const step: Step = { purpose: 'change', method: 'PUT', path: item, type: xml, body }
      // A node denies to have a group that only opaque ones hold, as long as they do.
      if (before.kind === 'layerGroup' && hidingIn(catalog)(before.id))
        return aroundHolders(before, catalog, [step])
      if (before.kind === 'layer' && changed.some((name) => drawn.has(name)))
        return [step, ...rootsToldAnew(before, catalog)]
      // Another reference system makes the node compute both boxes anew, whatever was sent along.
      const isRecomputed = changed.includes('srs') && propertyOf(after, 'nativeBoundingBox') !== undefined
      if (!isRecomputed) return [step]
      const boxes = onlyThese(document, ['nativeBoundingBox', 'latLonBoundingBox'], after)
      const path = addressesOf(after, catalog).item
      return [step, { purpose: 'change again', method: 'PUT', path, type: xml, body: writeXml(boxes) }]
    }
  }
}

/** What says how a layer is drawn. */
const drawn: ReadonlySet<string> = new Set(['defaultStyle', 'styles'])

/**
 * A group within another whose root layer gets other styles is two groups for a GeoServer that has been told that root layer
 * before, and map clients are offered it twice, until it is told once more. Slaves would take what is said of a group
 * for its namesake's.
 */
function rootsToldAnew(layer: CatalogObject, catalog: Catalog): readonly Step[] {
  const isHidden = hidingIn(catalog)
  return catalog.referringTo(layer.id).flatMap((group): Step[] => {
    if (referenceOf(group, 'rootLayer') !== layer.id || holdersOf(group, catalog).length === 0) return []
    const isAlone = catalog
      .ofKind('layerGroup')
      .every((each) => each === group || nameOf(each) !== nameOf(group))
    if (!isAlone || isHidden(group.id)) return []
    const root = onlyThese(restDocument(group, catalog), ['rootLayer', 'rootLayerStyle'], group)
    const path = addressesOf(group, catalog).item
    return [
      { purpose: 'tell its root layer', object: group, method: 'PUT', path, type: xml, body: writeXml(root) },
    ]
  })
}

function planRemoval(object: CatalogObject, catalog: Catalog): readonly Step[] {
  const step = removal(object, catalog, 'remove')
  return object.kind === 'layerGroup' ? aroundHolders(object, catalog, [step], true) : [step]
}

/**
 * A group that others hold cannot be removed, nor changed where they hide it, nor can a layer be made again that they
 * hold, so that these go before it, the outermost first, and come back after it.
 * @param isGone whether they come back without it, those that held nothing else not at all
 */
function aroundHolders(
  held: CatalogObject,
  catalog: Catalog,
  steps: readonly Step[],
  isGone = false,
): readonly Step[] {
  const holders = holdersOf(held, catalog)
  const gone = new Set(isGone ? [held.id] : [])
  const again = holders.toReversed().flatMap((each) => {
    const left = withoutReferences(each, (id) => gone.has(id))
    if (propertyOf(left, 'publishables')?.children.length === 0) gone.add(each.id)
    return gone.has(each.id)
      ? []
      : [
          {
            ...posted(addressesOf(each, catalog).collection, restDocument(left, catalog), each.id),
            object: each,
          },
        ]
  })
  return [
    ...holders.map((each) => ({ ...removalToCreateAgain(each, catalog), object: each })),
    ...steps,
    ...again,
  ]
}

/** The groups that hold a layer or group at any depth, each before those that it holds. */
function holdersOf(
  held: CatalogObject,
  catalog: Catalog,
  seen = new Set<CatalogObject>(),
): readonly CatalogObject[] {
  return catalog.referringTo(held.id).flatMap((each) => {
    if (each.kind !== 'layerGroup' || seen.has(each)) return []
    seen.add(each)
    return [...holdersOf(each, catalog, seen), each]
  })
}

function layerOf(resource: CatalogObject, catalog: Catalog): CatalogObject | undefined {
  return catalog.ofKind('layer').find((each) => referenceOf(each, 'resource') === resource.id)
}

/** An empty reference makes a node refer to nothing: it then neither shows nor draws the object. */
function isReferenceLost(name: string, before: CatalogObject, after: CatalogObject): boolean {
  const type = propertiesOf(before.kind, before.root).find((each) => each.name === name)?.type.type
  const [former, now] = [propertyOf(before, name), propertyOf(after, name)]
  return type === 'reference' && former !== undefined && (now === undefined || isEmptyElement(now))
}

/** The layer of a resource goes with it, and comes again with nothing of what it had. */
function layerSteps(before: CatalogObject, after: CatalogObject, catalog: Catalog): readonly Step[] {
  const layer = layerOf(before, catalog)
  if (layer === undefined) return []
  // By the name of its workspace as well: others may have a layer of that name.
  const path = `rest/${escapedPath(['layers', nameInRequest(after, catalog)])}.xml`
  const document = withoutOthers(layer, restDocument(layer, catalog))
  return [{ purpose: 'change again', method: 'PUT', path, type: xml, body: writeXml(document) }]
}

/** Settings keep their id over REST, and would lose it without. */
function withWhole(object: CatalogObject, document: XmlElement): XmlElement {
  return object.kind === 'settings' ? withId(document, object.id) : document
}

function together(changed: readonly string[], group: readonly string[]): readonly string[] {
  return changed.some((name) => group.includes(name)) ? [...changed, ...group] : changed
}

/** The properties named; one that is gone is sent empty, which is as near to absence as REST comes. */
function onlyThese(document: XmlElement, names: readonly string[], object: CatalogObject): XmlElement {
  const defaults = new Map(propertiesOf(object.kind, object.root).map((each) => [each.name, each.default]))
  return withChildren(
    document,
    names.map(
      (name) =>
        document.children.find((each) => each.name === name) ?? textElement(name, defaults.get(name) ?? ''),
    ),
  )
}

function removal(object: CatalogObject, catalog: Catalog, purpose: Step['purpose']): Step {
  const query = recipes[object.kind].removal
  const isBuiltIn =
    object.kind === 'style' &&
    referenceOf(object, 'workspace') === undefined &&
    builtInStyles.has(nameOf(object) ?? '')
  const isGlobalService = object.kind === 'service' && referenceOf(object, 'workspace') === undefined
  if (query === undefined || isBuiltIn || isGlobalService) throw unsupported(object)
  const { item, collection } = addressesOf(removedWith(object, catalog), catalog)
  // Settings and services of a workspace have one address, without a format.
  const path = object.kind === 'settings' || object.kind === 'service' ? collection : item
  return { purpose, method: 'DELETE', path: path + (sharesFile(object, catalog) ? '?recurse=true' : query) }
}

function removalToCreateAgain(object: CatalogObject, catalog: Catalog): Step {
  const document = withoutOthers(object, restDocument(object, catalog))
  const steps = [
    posted(addressesOf(object, catalog).collection, document, object.id),
    ...layerSteps(object, object, catalog),
  ]
  const restore = steps.map((each): Step => ({ ...each, purpose: 'put back', object }))
  return { ...removal(object, catalog, 'remove to create again'), takes: { object, restore } }
}

/** A node removes no resource whose layer is in a group; that layer it takes out of the groups, and its resource along. */
function removedWith(object: CatalogObject, catalog: Catalog): CatalogObject {
  const layer = isResource(object.kind) ? layerOf(object, catalog) : undefined
  return layer !== undefined && holdersOf(layer, catalog).length > 0 ? layer : object
}

/** Purging takes the file of another style along, which a node then makes anew with something else in it. */
function sharesFile(object: CatalogObject, catalog: Catalog): boolean {
  if (object.kind !== 'style') return false
  const file = textOfProperty(object, 'filename')
  const workspace = referenceOf(object, 'workspace')
  return catalog
    .ofKind('style')
    .some(
      (each) =>
        each.id !== object.id &&
        textOfProperty(each, 'filename') === file &&
        referenceOf(each, 'workspace') === workspace,
    )
}

/** Of a new group it takes a null for what it is: a group within a group has no style. */
function checkCount(group: CatalogObject): void {
  const [styles, members] = ['styles', 'publishables'].map((name) => propertyOf(group, name)?.children.length)
  if ((styles ?? 0) !== (members ?? 0)) throw withoutStyle(group)
}

function withoutStyle(group: CatalogObject): Error {
  return failure('PLB-GEOSERVER-MEMBER-WITHOUT-STYLE', { object: describe(group) })
}

function unsupported(object: CatalogObject): Error {
  return failure('PLB-GEOSERVER-CHANGE-UNSUPPORTED', { object: describe(object) })
}
