import { Catalog } from '../../catalog/catalog.ts'
import { storeKinds, type Kind } from '../../catalog/kinds/property.ts'
import { isSince, type Release } from '../../catalog/kinds/release.ts'
import { byNameOf, isKnownService, propertiesOf } from '../../catalog/kinds/table.ts'
import { objectFromFile } from '../../catalog/object-from-file.ts'
import { referencedIds } from '../../catalog/references.ts'
import { nameOf, propertyOf, referenceOf, withProperties, type CatalogObject } from '../../catalog/object.ts'
import { childOf, childText, textElement, withChildren } from '../../xml/element.ts'
import { parseXml } from '../../xml/parse.ts'
import { assumedOnLoading, zeroService } from '../recorded/defaults.ts'
import type { Memory } from './memory.ts'

/** The names GeoServer looks for below a workspace, in the order they are needed. */
const inStore: Readonly<Record<string, Kind>> = {
  'datastore.xml': 'dataStore',
  'coveragestore.xml': 'coverageStore',
  'wmsstore.xml': 'wmsStore',
  'wmtsstore.xml': 'wmtsStore',
}
const inResource: Readonly<Record<string, Kind>> = {
  'featuretype.xml': 'featureType',
  'coverage.xml': 'coverage',
  'wmslayer.xml': 'wmsLayer',
  'wmtslayer.xml': 'wmtsLayer',
  'layer.xml': 'layer',
}

/**
 * Makes a node's memory what its files say. A workspace without its namespace and a resource without a layer are not
 * loaded, though their files stay; what cannot be read is passed over. Of two of one name the first is loaded, and what
 * lies in a workspace that lost its own file before all others.
 */
export function loadFiles(memory: Memory): void {
  const catalog = new Catalog()
  const refused = new Set<string>()
  // A resource comes before its layer.
  const paths = memory.files
    .paths()
    .toSorted((one, other) => Number(one.endsWith('/layer.xml')) - Number(other.endsWith('/layer.xml')))
  const isHalf = (path: string): boolean => isOfHalf(memory, path)
  for (const path of [...paths.filter(isHalf), ...paths.filter((each) => !isHalf(each))]) {
    const kind = kindOf(path)
    if (kind === undefined || !isLoaded(memory, path, kind)) continue
    const object = read(memory, path, kind)
    if (object === undefined) continue
    // By one name there is one, and the layer of what was not taken is not either.
    const directory = path.slice(0, path.lastIndexOf('/'))
    const same = isOfResource(kind) ? catalog.get(object.id, kind) : undefined
    if (same !== undefined && kind !== 'layer' && nameOf(same) === nameOf(object)) refused.add(directory)
    if (refused.has(directory) || isNamesake(object, catalog)) continue
    catalog.put(knownTo(memory.release, withAssumed(object)))
  }
  const served = memory.catalog.get('global')
  const lost = servicesWithoutFile(memory.catalog, catalog)
  memory.catalog = catalog
  for (const { root } of lost) catalog.put(newService(memory, root))
  dropLosers(memory)
  dropCircles(memory)
  noteUnfound(memory)
  const global = catalog.get('global')
  // A reload counts updates before it reads the settings, and with these writes them as they were.
  if (served !== undefined) memory.put(served)
  else if (global !== undefined) catalog.put(withSettingsId(memory, global))
  loadDefaultWorkspace(memory)
  memory.forgetDefaultStores()
}

/** A second workspace, store, style or group of a name is refused, whatever its id; which is the first, the file system says. */
function isNamesake(object: CatalogObject, catalog: Catalog): boolean {
  if (!namedOnce.has(object.kind)) return false
  const other = catalog.sameName(object)
  return other !== undefined && other.id !== object.id
}

const namedOnce: ReadonlySet<Kind> = new Set<Kind>(['workspace', ...storeKinds, 'style', 'layerGroup'])

/** The services of all workspaces that a node had, and has no file of any more. */
function servicesWithoutFile(before: Catalog, loaded: Catalog): readonly CatalogObject[] {
  const globalServices = (catalog: Catalog): CatalogObject[] =>
    catalog.ofKind('service').filter((service) => propertyOf(service, 'workspace') === undefined)
  const found = new Set(globalServices(loaded).map(({ root }) => root))
  return globalServices(before).filter(({ root }) => !found.has(root))
}

/** A service no file tells of is served as its class makes it, by an id of its own, and not written. */
function newService(memory: Memory, root: string): CatalogObject {
  const id = memory.newId(`${root.toUpperCase()}Info`)
  const properties = [textElement('id', id), textElement('name', root.toUpperCase()), ...zeroService(root)]
  return { kind: 'service', root, id, properties }
}

/** Where no file names one that is there, the first workspace is the default from then on. */
function loadDefaultWorkspace(memory: Memory): void {
  const copy = read(memory, 'workspaces/default.xml', 'workspace')
  const workspaces = memory.catalog.ofKind('workspace')
  const stated = workspaces.find(({ id }) => id === copy?.id)
  memory.catalog.defaultWorkspace = (stated ?? workspaces[0])?.id
  // What names one that is not there is left as it is.
  if (copy === undefined) memory.writeDefault()
}

function kindOf(path: string): Kind | undefined {
  const names = path.split('/')
  const file = names.at(-1) ?? ''
  const type = file.replace(/\.xml$/, '')
  if (names.length === 1) {
    if (type === 'global' || type === 'logging') return type
    return file.endsWith('.xml') && isKnownService(type) ? 'service' : undefined
  }
  const isStyle = names.at(-2) === 'styles' && file.endsWith('.xml')
  const isGroup = names.at(-2) === 'layergroups' && file.endsWith('.xml')
  if (names.length === 2) return isStyle ? 'style' : isGroup ? 'layerGroup' : undefined
  if (names[0] !== 'workspaces') return undefined
  if (names.length === 3) {
    if (type === 'workspace' || type === 'namespace' || type === 'settings') return type
    return isKnownService(type) ? 'service' : undefined
  }
  if (names.length === 4) return isStyle ? 'style' : isGroup ? 'layerGroup' : inStore[file]
  return names.length === 5 ? inResource[file] : undefined
}

function isOfResource(kind: Kind): boolean {
  return Object.values(inResource).includes(kind)
}

function isOfHalf({ files }: Memory, path: string): boolean {
  const [first, name = ''] = path.split('/')
  return first === 'workspaces' && files.get(`workspaces/${name}/workspace.xml`) === undefined
}

function isLoaded(memory: Memory, path: string, kind: Kind): boolean {
  const { files } = memory
  const names = path.split('/')
  const workspace = names.slice(0, 2).join('/')
  const lacks = (name: string): boolean => files.get(`${workspace}/${name}.xml`) === undefined
  if (names[0] === 'workspaces') {
    if (lacks('namespace')) return false
    if (lacks('workspace')) return isOfResource(kind)
  }
  if (!isOfResource(kind)) return true
  const directory = names.slice(0, -1).join('/')
  if (kind === 'layer')
    return Object.keys(inResource).some(
      (name) => name !== 'layer.xml' && files.get(`${directory}/${name}`) !== undefined,
    )
  return files.get(`${directory}/layer.xml`) !== undefined
}

function read(memory: Memory, path: string, kind: Kind): CatalogObject | undefined {
  const text = memory.files.text(path)
  if (text === undefined) return undefined
  try {
    const object = objectFromFile(parseXml(text), kind, path.split('/').at(-1) ?? '')
    return object === null || !isDecryptable(memory, object) ? undefined : withClearPasswords(memory, object)
  } catch {
    return undefined
  }
}

/** A store of data whose password another key made is not loaded at all. */
function isDecryptable({ keys }: Memory, object: CatalogObject): boolean {
  const entries = propertyOf(object, 'connectionParameters')?.children ?? []
  return entries.every(({ attributes, text }) => {
    return attributes.key !== 'passwd' || keys.decrypt(text) !== undefined
  })
}

function withClearPasswords(memory: Memory, object: CatalogObject): CatalogObject {
  const properties = object.properties.map((property) => {
    if (property.name === 'password')
      return textElement('password', memory.keys.decrypt(property.text) ?? property.text)
    if (property.name !== 'connectionParameters') return property
    return withChildren(
      property,
      property.children.map((entry) =>
        entry.attributes.key === 'passwd'
          ? textElement('entry', memory.keys.decrypt(entry.text) ?? entry.text, entry.attributes)
          : entry,
      ),
    )
  })
  return { ...object, properties }
}

/** With what a service has in memory once it was loaded, where its file has nothing of it. */
function withAssumed(object: CatalogObject): CatalogObject {
  const assumed = object.kind === 'service' ? assumedOnLoading(object.root) : []
  const lacking = assumed.filter(({ name }) => propertyOf(object, name) === undefined)
  return lacking.length === 0 ? object : { ...object, properties: [...object.properties, ...lacking] }
}

/** What refers to a parent that was not loaded is not loaded either. */
function dropLosers({ catalog }: Memory): void {
  for (const object of [...catalog.objects()]) {
    const isWhole = ['workspace', 'store', 'resource'].every((name) => {
      const id = referenceOf(object, name)
      return id === undefined || catalog.get(id) !== undefined
    })
    if (!isWhole) catalog.remove(object.id)
  }
}

/** A group that holds itself is refused when it comes to it; what held it then has nothing in its place. */
function dropCircles({ catalog }: Memory): void {
  for (const group of catalog.ofKind('layerGroup'))
    if (holds(group, group.id, catalog, new Set())) catalog.remove(group.id)
}

function holds(group: CatalogObject, id: string, catalog: Catalog, seen: ReadonlySet<string>): boolean {
  return [...referencedIds(group)].some((each) => {
    const member = seen.has(each) ? undefined : catalog.get(each, 'layerGroup')
    return each === id || (member !== undefined && holds(member, id, catalog, new Set([...seen, each])))
  })
}

/** Layers and groups look what they refer to up once. */
function noteUnfound({ catalog, unfound }: Memory): void {
  for (const object of [...catalog.ofKind('layer'), ...catalog.ofKind('layerGroup')]) {
    const missing = new Set([...referencedIds(object)].filter((id) => catalog.get(id) === undefined))
    if (missing.size > 0) for (const property of object.properties) unfound.set(property, missing)
  }
}

/** A node gives its global settings an id when it loads them without one. */
function withSettingsId(memory: Memory, global: CatalogObject): CatalogObject {
  const settings = propertyOf(global, 'settings')
  if (
    settings === undefined ||
    childText(settings, 'id') !== undefined ||
    childOf(settings, 'numDecimals') === undefined
  )
    return global
  const id = textElement('id', memory.newId('SettingsInfo'))
  return withProperties(global, new Map([['settings', withChildren(settings, [id, ...settings.children])]]))
}

/** Without the parts of a structure its release has no fields for, which go with the next save. */
function knownTo(release: Release, object: CatalogObject): CatalogObject {
  const properties = byNameOf(propertiesOf(object.kind, object.root))
  return {
    ...object,
    properties: object.properties.map((element) => {
      const type = properties.get(element.name)?.type
      if (type?.type !== 'structure' || element.children.length === 0) return element
      const gone = new Set(
        type.properties.flatMap(({ name, goneIn }) =>
          goneIn !== undefined && isSince(release, goneIn) ? [name] : [],
        ),
      )
      const kept = element.children.filter(({ name }) => !gone.has(name))
      return kept.length === element.children.length ? element : withChildren(element, kept)
    }),
  }
}
