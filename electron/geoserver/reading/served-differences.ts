import type { Catalog } from '../../catalog/catalog.ts'
import { heldInOpaqueGroups } from '../../catalog/held-by-groups.ts'
import { resourceKinds, storeKinds, type Kind } from '../../catalog/kinds/property.ts'
import { propertiesFromFile } from '../../catalog/from-file.ts'
import { propertyOf, withProperties, type CatalogObject } from '../../catalog/object.ts'
import { referencedIds } from '../../catalog/references.ts'
import { isFailure } from '../../errors/failure.ts'
import { childText, parentElement, textElement, withChildren, type XmlElement } from '../../xml/element.ts'
import { addressesOf } from '../changes/addresses.ts'
import { nameInRequest } from '../changes/rest-document.ts'
import { differingProperties } from '../changes/differences.ts'
import type { GeoServerClient } from '../client.ts'
import { documentIn } from '../document-in.ts'
import { inParallel } from '../in-parallel.ts'
import type { RestAnswer } from '../rest-connection.ts'
import { placeOf } from './astray.ts'
import { undrawable } from './undrawable.ts'

/** An object whose file says one thing while the node serves another. */
export interface ServedDifference {
  readonly inFile: CatalogObject
  /** Undefined when the node does not serve it at all. */
  readonly served: CatalogObject | undefined
  /** Names of the properties that differ. */
  readonly properties: readonly string[]
}

/** The node shows these where its file has none: attributes of the data, and what it assumes once it has loaded a service. */
const computed: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  featureType: ['attributes'],
  service: ['gml', 'interpolation', 'versions'],
}

/** What a WMTS says of itself where its file, by which it was loaded, says nothing. */
const saidOfWmts: ReadonlyMap<string, string> = new Map([
  ['title', 'GeoServer Web Map Tile Service'],
  ['maintainer', 'GeoServer'],
  ['abstrct', 'Predefined map tiles generated from vector data, raster data, and imagery.'],
  ['accessConstraints', 'NONE'],
  ['fees', 'NONE'],
  ['onlineResource', 'https://geoserver.org'],
])

/** Times a difference is looked at again: until it stays the same, since memory is changed a moment before the file. */
const mostLooks = 6
const looksAtRest = 2

/**
 * Compares what a node serves with what its files say, object by object: one request each, so that only what may have
 * parted is worth asking for. What differs may have been changed since its file was read: both are asked for again until
 * neither moves, and what does not come to rest has not parted. What cannot be drawn with the styles its file names has
 * others in their place.
 * @param catalog the node's files, as they were read
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function servedDifferences(
  client: GeoServerClient,
  catalog: Catalog,
  objects: readonly CatalogObject[],
  options: { readonly width?: number; readonly signal?: AbortSignal } = {},
): Promise<readonly ServedDifference[]> {
  const { width = 4, signal } = options
  const ids = new IdsByName(catalog)
  const hidden = heldInOpaqueGroups(catalog)
  const look = async (object: CatalogObject): Promise<ServedDifference | undefined> => {
    const answer = await shown(client, object, catalog, signal)
    // Of a group another one hides its file alone tells.
    const isHidden = answer === undefined && object.kind === 'layerGroup' && hidden.has(object.id)
    return isHidden ? undefined : differenceOf(object, answer, catalog, ids)
  }
  const differences: ServedDifference[] = []
  const looked = inParallel(objects, width, async (object) => {
    let seen = await look(object)
    for (let [looks, atRest] = [0, 0]; seen !== undefined && looks < mostLooks; looks += 1) {
      const now = await filedNow(client, seen, catalog, signal)
      if (now === 'gone') return undefined
      const again = await look(now)
      atRest = now === seen.inFile && isSame(seen, again) ? atRest + 1 : 0
      if (atRest === looksAtRest) return { ...seen, inFile: object }
      seen = again
    }
    return undefined
  })
  for await (const difference of looked) if (difference !== undefined) differences.push(difference)
  const known = new Set(differences.map(({ inFile }) => inFile))
  const others = objects.filter((object) => !known.has(object))
  for (const { object, names } of await undrawable(client, catalog, others, { width, signal }))
    differences.push({ inFile: object, served: withoutAny(object, names), properties: names })
  return differences
}

function isSame(seen: ServedDifference, again: ServedDifference | undefined): boolean {
  return again?.properties.join(' ') === seen.properties.join(' ')
}

function differenceOf(
  inFile: CatalogObject,
  answer: Awaited<ReturnType<typeof shown>>,
  catalog: Catalog,
  ids: IdsByName,
): ServedDifference | undefined {
  if (answer === undefined) return { inFile, served: undefined, properties: [] }
  const document = answer === 'unable' ? undefined : documentIn(answer)
  if (document === undefined) {
    const broken = brokenIn(inFile, catalog)
    return broken.length === 0
      ? undefined
      : { inFile, served: withoutAny(inFile, broken), properties: broken }
  }
  const served = objectShown(inFile, ids.resolved(document))
  const properties = differingProperties(inFile, served).filter((name) => {
    const own = propertyOf(inFile, name)
    const said = inFile.root === 'wmts' ? saidOfWmts.get(name) : undefined
    const isSaid = said !== undefined && propertyOf(served, name)?.text === said
    const isComputed = isSaid || computed[inFile.kind]?.includes(name) === true
    if (name === 'attributes') return own !== undefined && namesIn(own) !== namesIn(propertyOf(served, name))
    // It is asked for below its workspace, whatever that was called when it was loaded.
    if (name === 'workspace' && (inFile.kind === 'settings' || inFile.kind === 'service')) return false
    // What refers to nothing is shown as nothing.
    return own === undefined ? !isComputed : !refersToNothing(own, catalog)
  })
  return properties.length === 0 ? undefined : { inFile, served, properties }
}

/** The object as its file is now where it was seen to differ: the very same when that has not changed, or cannot be read. */
async function filedNow(
  client: GeoServerClient,
  { inFile, properties }: ServedDifference,
  catalog: Catalog,
  signal: AbortSignal | undefined,
): Promise<CatalogObject | 'gone'> {
  const file = placeOf(inFile, catalog)
  if (file === undefined) return inFile
  const body = await ifAble(() => client.file(file.split('/'), signal))
  if (body === undefined) return 'gone'
  const root = body === 'unable' ? undefined : documentIn({ body })
  if (root === undefined) return inFile
  const now = { ...inFile, properties: propertiesFromFile(inFile.kind, root) }
  const moved = new Set(differingProperties(inFile, now))
  const changes = properties
    .filter((name) => moved.has(name))
    .map((name) => [name, propertyOf(now, name)] as const)
  return changes.length === 0 ? inFile : withProperties(inFile, new Map(changes))
}

/** Attributes a file chooses are shown with what the data says of each, so that only which they are can part. */
function namesIn(attributes: XmlElement | undefined): string {
  return JSON.stringify(attributes?.children.map((each) => childText(each, 'name')))
}

/**
 * Layers and groups a node cannot show were loaded while something they refer to was not there, and do not find it when
 * it has come: these references.
 */
function brokenIn(object: CatalogObject, catalog: Catalog): readonly string[] {
  if (object.kind !== 'layer' && object.kind !== 'layerGroup') return []
  const own = object.properties.filter((property) => refers.has(property.name))
  return isWhole(object, catalog, new Set()) ? own.map(({ name }) => name) : []
}

function isWhole(object: CatalogObject, catalog: Catalog, seen: ReadonlySet<string>): boolean {
  if (seen.has(object.id)) return false
  const within = new Set([...seen, object.id])
  return [...referencedIds(object)].every((id) => {
    const other = catalog.get(id)
    return other !== undefined && (other.kind !== 'layerGroup' || isWhole(other, catalog, within))
  })
}

const refers: ReadonlySet<string> = new Set(['defaultStyle', 'publishables', 'rootLayer', 'styles'])

function withoutAny(object: CatalogObject, names: readonly string[]): CatalogObject {
  return { ...object, properties: object.properties.filter(({ name }) => !names.includes(name)) }
}

/**
 * What a node shows; it fails at showing a feature type without its data, or waits for them longer than anybody would, and
 * nothing is known then. Nor can be asked for what belongs to something whose file is gone or cannot be read.
 */
async function shown(
  client: GeoServerClient,
  object: CatalogObject,
  catalog: Catalog,
  signal: AbortSignal | undefined,
): Promise<RestAnswer | 'unable' | undefined> {
  return ifAble(() => client.connection.get(addressesOf(object, catalog).item, { signal }))
}

async function ifAble<Answer>(ask: () => Promise<Answer>): Promise<Answer | 'unable'> {
  try {
    return await ask()
  } catch (error) {
    if (isFailure(error, 'PLB-GEOSERVER-UNEXPECTED')) return 'unable'
    if (isFailure(error, 'PLB-GEOSERVER-SILENT')) return 'unable'
    if (isFailure(error, 'PLB-CATALOG-PARENT-MISSING')) return 'unable'
    throw error
  }
}

function refersToNothing(element: XmlElement, catalog: Catalog): boolean {
  const id = childText(element, 'id')
  // What else has an id, as the settings in the global ones have, refers to nobody.
  if (id !== undefined && Object.hasOwn(references, element.name) && catalog.get(id) === undefined)
    return true
  return element.children.some((child) => refersToNothing(child, catalog))
}

/** Elements that refer to other objects, by the kinds they may be of. */
const references: Readonly<Record<string, readonly Kind[]>> = {
  workspace: ['workspace'],
  namespace: ['namespace'],
  store: storeKinds,
  resource: resourceKinds,
  defaultStyle: ['style'],
  rootLayer: ['layer'],
  rootLayerStyle: ['style'],
  style: ['style'],
  published: ['layer', 'layerGroup'],
}

/** Finds ids by the names REST has in their place. */
class IdsByName {
  readonly #ids = new Map<string, string>()

  constructor(catalog: Catalog) {
    for (const object of catalog.objects())
      this.#ids.set(`${object.kind} ${nameInRequest(object, catalog)}`, object.id)
  }

  resolved(element: XmlElement, depth = 0): XmlElement {
    const kinds = depth === 0 ? undefined : references[element.name]
    const name = childText(element, 'name')
    const stated = kinds?.filter((kind) => kind === element.attributes.type)
    const id = (stated?.length === 1 ? stated : kinds)
      ?.map((kind) => this.#ids.get(`${kind} ${name ?? ''}`))
      .find((each) => each !== undefined)
    if (id !== undefined) return parentElement(element.name, [textElement('id', id)], element.attributes)
    return withChildren(
      element,
      element.children.map((child) =>
        child.children.length === 0 ? child : this.resolved(child, depth + 1),
      ),
    )
  }
}

/** What REST shows, in the form files have: no links, and the id it never tells. */
function objectShown(object: CatalogObject, root: XmlElement): CatalogObject {
  const shown = withoutLinks(root)
  const own = shown.children.filter(({ name }) => name !== 'id')
  const idElement = object.properties.find(({ name }) => name === 'id')
  const children = idElement === undefined ? own : [textElement('id', object.id), ...own]
  return { ...object, properties: propertiesFromFile(object.kind, withChildren(shown, children)) }
}

function withoutLinks(element: XmlElement): XmlElement {
  if (element.children.length === 0) return element
  const children = element.children
    .filter((child) => child.name !== 'atom:link' && !isOnlyLinks(child))
    .map(withoutLinks)
  return withChildren(element, children)
}

function isOnlyLinks({ children }: XmlElement): boolean {
  return children.length > 0 && children.every(({ name }) => name === 'atom:link')
}
