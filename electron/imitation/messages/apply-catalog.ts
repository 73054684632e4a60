import { resourceOf } from '../../catalog/catalog.ts'
import { byNameOf, propertiesOf } from '../../catalog/kinds/table.ts'
import {
  isCollection,
  isResource,
  isStore,
  resourceKinds,
  storeKinds,
  type Property,
} from '../../catalog/kinds/property.ts'
import {
  nameOf,
  propertyOf,
  referenceOf,
  textOfProperty,
  withProperties,
  type CatalogObject,
} from '../../catalog/object.ts'
import type { AddEvent, ClusterEvent, ModifyEvent, RemoveEvent, StyleFileEvent } from '../../wire/event.ts'
import { parseXml } from '../../xml/parse.ts'
import {
  childOf,
  childText,
  isEmptyElement,
  parentElement,
  textElement,
  type XmlElement,
} from '../../xml/element.ts'
import { groupsWith } from '../rest/groups.ts'
import { builtIn } from '../rest/styles.ts'
import { Locator } from './locate.ts'
import { Lost, type Applied } from './applied.ts'
import { beanIn } from './strict-reading.ts'
import type { NodeCore } from '../rest/node-core.ts'

const applied: Applied = { outcome: 'applied' }

interface Details {
  readonly body: string
  readonly purge: boolean
}

export function applyToCatalog(core: NodeCore, event: ClusterEvent, details: Details): Applied {
  switch (event.verb) {
    case 'style-file':
      return writeStyleFile(core, event)
    case 'default': {
      // The counterpart of a default workspace is found by name.
      if (event.property === 'defaultDataStore') return { outcome: 'ignored' }
      const workspace = core.memory.catalog.byName('workspace', event.object?.name ?? '')
      // One that is the default already is no change, so that no file is written.
      if (workspace === undefined || workspace.id === core.memory.catalog.defaultWorkspace)
        return { outcome: 'ignored' }
      if (core.memory.files.paths().some((path) => path.startsWith('workspaces/default.xml/')))
        throw new Lost('Unable to write workspaces/default.xml')
      core.memory.catalog.defaultWorkspace = workspace.id
      core.memory.writeDefault()
      return applied
    }
    case 'add':
      return add(core, event, details)
    case 'modify':
      return modify(core, event, details)
    case 'remove':
      return remove(core, event)
  }
}

/** Among the global styles, unless no file of that name is there and the path names a workspace behind its start. */
function writeStyleFile(core: NodeCore, { fileName, resourcePath, body }: StyleFileEvent): Applied {
  const { files } = core.memory
  if (!core.memory.persistent) return applied
  const global = `styles/${fileName}`
  const isOfWorkspace = files.get(global) === undefined && resourcePath.indexOf('workspaces') > 0
  files.write(isOfWorkspace ? resourcePath.replace(/^\//, '') : global, body)
  return applied
}

function add(core: NodeCore, event: AddEvent, { body }: Details): Applied {
  const { object } = event
  const { catalog } = core.memory
  const locator = new Locator(core, event.copies)
  if (object.kind === 'wmtsStore' || object.kind === 'wmtsLayer' || isOfWmts(locator, object)) {
    throw new Lost('Unable to provide localization for the passed instance')
  }
  const existing =
    locator.exactly(object) ?? (object.kind === 'namespace' ? undefined : catalog.get(object.id))
  if (existing !== undefined) {
    const isSilent = ['namespace', 'layer', 'layerGroup', ...resourceKinds].includes(object.kind)
    if (isSilent) return { outcome: 'ignored' }
    throw new Lost(`${object.kind} ${nameOf(object) ?? ''} already exists`)
  }
  const local = localised(core, locator, object, body)
  refuseTakenName(core, local)
  refuseSealedPassword(core, local)
  core.memory.put(local)
  if (local.kind === 'layerGroup') keepCopies(core, local, body)
  if (local.kind === 'workspace' && catalog.defaultWorkspace === undefined) {
    catalog.defaultWorkspace = local.id
    core.memory.writeDefault()
  }
  if (local.kind === 'layer' || local.kind === 'layerGroup') core.changes.writeTileLayer(local)
  return applied
}

function isOfWmts(locator: Locator, object: CatalogObject): boolean {
  return object.kind === 'layer' && locator.transmitted(object, 'resource')?.kind === 'wmtsLayer'
}

/** The object as it is taken over: its parents are this node's, found as the module finds them. */
function localised(core: NodeCore, locator: Locator, object: CatalogObject, body: string): CatalogObject {
  const { catalog } = core.memory
  const persisted = withoutTransient(object)
  if (isStore(object.kind) || object.kind === 'style') {
    const workspace = locator.workspace(object)
    if (workspace === undefined) {
      if (propertyOf(object, 'workspace') === undefined && object.kind === 'style') return persisted
      throw new Lost('the workspace is not known')
    }
    return withReference(persisted, 'workspace', workspace)
  }
  if (isResource(object.kind)) {
    const transmitted = locator.transmitted(object, 'store')
    const store = transmitted === undefined ? undefined : locator.store(transmitted)
    const sent = locator.transmitted(object, 'namespace')
    const own = catalog.get(referenceOf(object, 'namespace') ?? '')
    const namespace = (sent === undefined ? undefined : locator.namespace(sent)) ?? own
    if (store === undefined || namespace === undefined) throw new Lost('Unable to locate the store locally')
    return withReference(withReference(persisted, 'store', store), 'namespace', namespace)
  }
  if (object.kind === 'layer') {
    const transmitted = locator.transmitted(object, 'resource')
    const resource = transmitted === undefined ? undefined : locator.resource(transmitted)
    if (resource === undefined) throw new Lost('the resource of the layer is not in the catalog')
    spoilRemoteStyle(core, transmitted, body)
    return withReference(persisted, 'resource', resource)
  }
  if (object.kind === 'layerGroup') checkGroup(object, body)
  return persisted
}

/** A plain layer answers with the default style of what is behind it, and what comes in a proxy with what its sender saw. */
function spoilRemoteStyle({ memory }: NodeCore, resource: CatalogObject | undefined, body: string): void {
  const isPlain = childOf(parseXml(body), 'source')?.attributes.class !== 'dynamic-proxy'
  if (isPlain && resource?.kind === 'wmsLayer' && propertyOf(resource, 'forcedRemoteStyle') !== undefined)
    memory.isRemoteStyleSpoilt = true
}

/** A plain source gets its styles twice, and a null among them is one too many anyway. */
function checkGroup(object: CatalogObject, body: string): void {
  const styles = propertyOf(object, 'styles')?.children ?? []
  const isPlain = !body.includes('dynamic-proxy')
  if (isPlain || styles.some(isEmptyElement))
    throw new Lost('Layer group has different number of styles than layers')
}

function withReference(object: CatalogObject, name: string, target: CatalogObject): CatalogObject {
  const attributes = propertyOf(object, name)?.attributes ?? {}
  return withProperties(
    object,
    new Map([[name, parentElement(name, [textElement('id', target.id)], attributes)]]),
  )
}

/** What came outside of a proxy stays the copy it is, with which nothing can be drawn. */
function keepCopies({ memory }: NodeCore, group: CatalogObject, body: string): void {
  const source = childOf(parseXml(body), 'source')
  const handler = source && childOf(source, 'handler')
  const sent = (handler && childOf(handler, 'proxyObject')) ?? source
  for (const name of ['publishables', 'styles']) {
    const items = sent && childOf(sent, name)?.children
    const property = propertyOf(group, name)
    const isCopied = items?.some((item) => item.name !== 'dynamic-proxy' && !isEmptyElement(item))
    if (property !== undefined && isCopied === true) memory.copiedStyles.add(property)
  }
}

/** Fields that travel and are never kept. */
function withoutTransient(object: CatalogObject): CatalogObject {
  const never = new Set(
    propertiesOf(object.kind, object.root)
      .filter(({ persisted, name }) => persisted !== 'always' && name !== '__default')
      .map(({ name }) => name),
  )
  const { complete: _, ...rest } = object
  return { ...rest, properties: object.properties.filter(({ name }) => !never.has(name)) }
}

/** It is in memory from then on, and has no file: the persister throws after the catalog took it. */
function refuseSealedPassword(core: NodeCore, object: CatalogObject): void {
  const parameters = propertyOf(object, 'connectionParameters')
  const isSealed = parameters?.children.some(
    (each) => each.attributes.key === 'passwd' && /^crypt[12]:/.test(each.text),
  )
  if (isSealed !== true) return
  core.memory.catalog.put(object)
  throw new Lost('Cannot encode a password with prefix')
}

const otherBeans = new Set(['clientproperties', 'useconnectionpooling', 'headername', 'headervalue'])

function modify(core: NodeCore, event: ModifyEvent, { body }: Details): Applied {
  const { object } = event
  if (object.kind === 'wmtsStore' || object.kind === 'wmtsLayer')
    throw new Lost('Unable to provide localization for the passed instance')
  const locator = new Locator(core, event.copies)
  const before = locator.forModify(object, oldNameIn(body))
  const after = withChanges(core, before, event)
  refuseTakenName(core, after)
  const place = core.memory.pathOf(before)
  if (
    nameOf(after) !== nameOf(before) &&
    core.memory.persistent &&
    core.memory.files.get(place) === undefined
  )
    throw new Lost(`Unable to move ${place}`)
  if (event.styleBody !== undefined && before.kind === 'style') {
    const from = core.memory.bodyPathOf(before)
    const to = core.memory.bodyPathOf(after)
    if (from !== to) core.memory.files.remove(from)
    core.memory.files.write(to, Buffer.from(event.styleBody))
  }
  core.memory.put(after, before)
  for (const bean of ['defaultStyle', 'styles']) {
    const style = propertyOf(after, bean)
    const listed = listedIn(body, bean, 'newValues')
    const isCopy = [listed, ...(listed?.children ?? [])].some((each) => each?.name.endsWith('StyleInfoImpl'))
    if (style !== undefined && isCopy) core.memory.copiedStyles.add(style)
  }
  if (after.kind === 'layer') changeResource(core, after, event)
  if (after.kind === 'workspace') followWorkspace(core, before, after)
  if (after.kind === 'namespace') followNamespace(core, before, after)
  if (after.kind === 'layer') core.changes.writeTileLayer(after)
  return applied
}

const ofTheResource = new Set(['enabled', 'advertised', 'title', 'abstract'])

/** What a layer says of its resource is set there in memory, and no file follows. */
function changeResource({ memory }: NodeCore, layer: CatalogObject, { changes }: ModifyEvent): void {
  const resource = resourceOf(memory.catalog, layer)
  const own = changes.filter(({ bean }) => ofTheResource.has(bean))
  if (resource === undefined || own.length === 0) return
  memory.catalog.put(
    withProperties(resource, new Map(own.map(({ name, after }) => [name, after ?? undefined]))),
  )
}

/** The catalog checks what it is to save: a name is one object's. */
function refuseTakenName({ memory }: NodeCore, object: CatalogObject): void {
  const occupant = memory.catalog.sameName(object)
  if (occupant !== undefined && occupant.id !== object.id)
    throw new Lost(`${object.kind} ${nameOf(object) ?? ''} already exists`)
}

/** The old name a message lists, as it stands there: with its workspace in front when its sender put that there. */
function oldNameIn(body: string): string | undefined {
  const text = listedIn(body, 'name', 'oldValues')?.text
  return text === '' ? undefined : text
}

/** What a message lists for a property, as it stands there. */
function listedIn(body: string, bean: string, list: 'oldValues' | 'newValues'): XmlElement | undefined {
  const root = parseXml(body)
  const event = childOf(root, 'event') ?? root
  const at = childOf(event, 'propertyNames')?.children.findIndex(({ text }) => text === bean) ?? -1
  return at < 0 ? undefined : childOf(event, list)?.children[at]
}

const nullable = new Set(['xmlPostRequestLogBufferSize', 'exceptionOnInvalidDimension'])

function isPrimitive({ name, type }: Property): boolean {
  return type.type === 'text' && ['boolean', 'int', 'long'].includes(type.java) && !nullable.has(name)
}

/** The properties in their order, up to one this version does not know or cannot clear. */
export function withChanges(
  core: NodeCore,
  before: CatalogObject,
  { object, changes }: ModifyEvent,
): CatalogObject {
  const properties = byNameOf(propertiesOf(before.kind, before.root))
  const values = new Map<string, XmlElement | undefined>()
  for (const { name, bean, after } of changes) {
    const property = properties.get(name)
    const own = property && beanIn(property, core.memory.release)
    if (property === undefined || own?.toLowerCase() !== bean.toLowerCase()) {
      if (otherBeans.has(bean.toLowerCase())) continue
      break
    }
    if (after === null && isCollection(property.type)) break
    if (after === null && isPrimitive(property))
      throw new Lost(`Cannot invoke the setter of ${bean} with null`)
    if (property.persisted !== 'always' || property.name === 'id') continue
    values.set(name, after ?? undefined)
  }
  if (!values.has('dateModified') && propertyOf(object, 'dateModified') !== undefined) {
    values.set('dateModified', textElement('dateModified', core.memory.date()))
  }
  return withProperties(before, values)
}

/** The namespace follows its workspace, as it does on the master. */
function followWorkspace(core: NodeCore, before: CatalogObject, after: CatalogObject): void {
  const namespace = core.memory.catalog.byName('namespace', nameOf(before) ?? '')
  if (namespace === undefined) return
  const isolated = textOfProperty(after, 'isolated') ?? 'false'
  const changes = new Map([
    ['prefix', textElement('prefix', nameOf(after) ?? '')],
    ['isolated', textElement('isolated', isolated)],
  ])
  const isSame = nameOf(before) === nameOf(after) && textOfProperty(namespace, 'isolated') === isolated
  if (!isSame) core.memory.put(withProperties(namespace, changes), namespace)
}

/** A workspace has the name of its namespace, and is isolated with it. */
function followNamespace(core: NodeCore, before: CatalogObject, after: CatalogObject): void {
  const workspace = core.memory.catalog.byName('workspace', nameOf(before) ?? '')
  if (workspace === undefined) return
  const isolated = textOfProperty(after, 'isolated') ?? 'false'
  const isSame =
    nameOf(before) === nameOf(after) && (textOfProperty(workspace, 'isolated') ?? 'false') === isolated
  if (isSame) return
  const changes = new Map([
    ['name', textElement('name', nameOf(after) ?? '')],
    ['isolated', textElement('isolated', isolated)],
  ])
  core.memory.put(withProperties(workspace, changes), workspace)
}

function remove(core: NodeCore, event: RemoveEvent): Applied {
  const { object } = event
  const locator = new Locator(core, event.copies)
  if (object.kind === 'wmtsStore' || object.kind === 'wmtsLayer' || isOfWmts(locator, object)) {
    throw new Lost('Unable to provide localization for the passed instance')
  }
  const local = object.kind === 'namespace' ? locator.namespace(object, true) : locator.exactly(object)
  if (local === undefined) return { outcome: 'ignored' }
  const reason = reasonToKeep(core, local)
  if (reason !== undefined) throw new Lost(reason)
  if (local.kind === 'style') setAside(core, local)
  if (local.kind === 'layer' || local.kind === 'layerGroup')
    core.memory.files.remove(`gwc-layers/${local.id.replaceAll(':', '_')}.xml`)
  core.memory.remove(local)
  if (core.memory.catalog.defaultWorkspace === local.id) {
    core.memory.catalog.defaultWorkspace = core.workspacesByName()[0]?.id
    core.memory.writeDefault()
  }
  return applied
}

/** Dependants the catalog refuses to leave behind. */
function reasonToKeep(core: NodeCore, local: CatalogObject): string | undefined {
  const { catalog } = core.memory
  switch (local.kind) {
    case 'workspace':
      if (core.namespaceOf(local) !== undefined) return 'Cannot delete workspace with linked namespace'
      return core.inWorkspace(local, ...storeKinds).length > 0
        ? 'Cannot delete non-empty workspace'
        : undefined
    case 'namespace': {
      const hasResources = catalog
        .ofKind(...resourceKinds)
        .some((each) => referenceOf(each, 'namespace') === local.id)
      return hasResources ? 'Unable to delete non-empty namespace' : undefined
    }
    case 'dataStore':
    case 'coverageStore':
    case 'wmsStore':
    case 'wmtsStore':
      return core.resourcesOf(local).length > 0 ? 'Unable to delete non-empty store' : undefined
    case 'featureType':
    case 'coverage':
    case 'wmsLayer':
    case 'wmtsLayer':
      return core.layerOf(local) === undefined
        ? undefined
        : 'Unable to delete a resource referenced by a layer'
    case 'layer':
    case 'layerGroup':
      return groupsWith(core, local).length > 0 ? 'Unable to delete what a layer group holds' : undefined
    case 'style': {
      const isGlobal = propertyOf(local, 'workspace') === undefined
      if (isGlobal && builtIn.includes(core.nameOf(local))) return 'Unable to delete a default style'
      const users = catalog.ofKind('layer', 'layerGroup').filter((each) => usesStyle(each, local.id))
      return users.length > 0 ? 'Unable to delete style referenced by a layer' : undefined
    }
    default:
      return undefined
  }
}

function usesStyle(object: CatalogObject, id: string): boolean {
  return (
    referenceOf(object, 'defaultStyle') === id ||
    propertyOf(object, 'styles')?.children.some((each) => childText(each, 'id') === id) === true
  )
}

function setAside(core: NodeCore, style: CatalogObject): void {
  const path = core.memory.bodyPathOf(style)
  if (core.memory.files.get(path) !== undefined) core.memory.files.move(path, `${path}.bak`)
}
