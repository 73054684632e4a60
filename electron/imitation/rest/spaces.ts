import { resourceKinds, storeKinds } from '../../catalog/kinds/property.ts'
import {
  nameOf,
  propertyOf,
  textOfProperty,
  withProperties,
  type CatalogObject,
} from '../../catalog/object.ts'
import { referenceOf } from '../../catalog/object.ts'
import { childText, textElement, type XmlElement } from '../../xml/element.ts'
import { created, done, type Answer, type Call } from './exchange.ts'
import { bodyOf, givenProperties } from './input.ts'
import type { NodeCore } from './node-core.ts'
import { removeResource } from './resources.ts'
import { removeStore } from './stores.ts'
import { emptyError, RestError } from './rest-error.ts'
import { encodedPath } from './router.ts'

/** A URI Java can read. */
const uriPattern = /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]*$/i

export function createWorkspace(core: NodeCore, call: Call): Answer {
  const root = bodyOf(call)
  if (root.name !== 'workspace') {
    throw new RestError(
      500,
      'Cannot cast org.geoserver.catalog.impl.DataStoreInfoImpl to org.geoserver.catalog.WorkspaceInfo',
    )
  }
  const given = givenProperties('workspace', root, core.lookup)
  const name = childText(root, 'name')
  if (name === undefined) throw new RestError(409, 'Workspace &apos;null&apos; already exists', 'page')
  if (core.memory.catalog.byName('workspace', name) !== undefined) {
    throw new RestError(409, `Workspace '${name}' already exists`, 'page')
  }
  given.set('id', textElement('id', childText(root, 'id') ?? core.memory.newId('WorkspaceInfo')))
  const isolated = given.get('isolated')?.text ?? 'false'
  addWorkspace(
    core,
    name,
    isolated,
    given.get('id')?.text,
    [...given.values()].filter((each) => each.name === 'metadata'),
  )
  if (call.query.get('default') === 'true') setDefaultWorkspace(core, name)
  const uri = `http://${name}`
  if (!uriPattern.test(uri)) throw invalidUri(uri, name)
  addNamespace(core, name, uri, isolated)
  return created(`${core.base}/workspaces/${encodedPath(name)}`, name)
}

function addWorkspace(
  core: NodeCore,
  name: string,
  isolated: string,
  id = core.memory.newId('WorkspaceInfo'),
  others: CatalogObject['properties'] = [],
): void {
  core.changes.add({
    kind: 'workspace',
    root: 'workspace',
    id,
    properties: [
      textElement('id', id),
      textElement('name', name),
      ...others,
      textElement('isolated', isolated),
      textElement('dateCreated', core.memory.date()),
    ],
  })
}

function addNamespace(core: NodeCore, prefix: string, uri: string, isolated: string): void {
  const id = core.memory.newId('NamespaceInfo')
  core.changes.add({
    kind: 'namespace',
    root: 'namespace',
    id,
    properties: [
      textElement('id', id),
      textElement('prefix', prefix),
      textElement('uri', uri),
      textElement('isolated', isolated),
    ],
  })
}

export function putWorkspace(core: NodeCore, call: Call): Answer {
  const { ws = '' } = call.params
  const root = bodyOf(call)
  const before = core.workspace(ws)
  if (before === undefined) throw emptyError(404)
  const given = withIsolation(givenProperties('workspace', root, core.lookup))
  const name = given.get('name')?.text
  const other = name === undefined ? undefined : core.memory.catalog.byName('workspace', name)
  if (other !== undefined && other.id !== before.id)
    throw new RestError(500, `Workspace named '${name}' already exists.`)
  const namespace = core.namespaceOf(before)
  if (name !== undefined && namespace !== undefined) {
    // The directory moves with the workspace, so the prefix is changed without writing.
    renameNamespace(core, namespace, name)
  }
  const after = core.modify(before, given)
  const isolated = textOfProperty(after, 'isolated')
  if (namespace !== undefined && isolated !== textOfProperty(before, 'isolated')) {
    const current = core.memory.catalog.get(namespace.id) ?? namespace
    core.changes.modify(current, withText(current, 'isolated', isolated ?? 'false'), ['isolated'])
  }
  return done
}

/** The one property that is not kept when it is left out. */
function withIsolation(given: ReadonlyMap<string, XmlElement>): ReadonlyMap<string, XmlElement> {
  return given.has('isolated') ? given : new Map([...given, ['isolated', textElement('isolated', 'false')]])
}

function renameNamespace(core: NodeCore, namespace: CatalogObject, prefix: string): void {
  core.changes.modify(namespace, withText(namespace, 'prefix', prefix), ['prefix'])
}

export function deleteWorkspace(core: NodeCore, call: Call): Answer {
  const { ws = '' } = call.params
  const workspace = core.workspace(ws)
  if (workspace === undefined) throw emptyError(404)
  removeWorkspace(core, workspace, call.query.get('recurse') === 'true')
  return done
}

/** A removal announces the workspace twice: once with its namespace, and once itself. */
function removeWorkspace(core: NodeCore, workspace: CatalogObject, recurse: boolean): void {
  const { catalog } = core.memory
  const inside = core.inWorkspace(workspace, ...storeKinds, 'layerGroup', 'style')
  if (!recurse && inside.length > 0) throw emptyError(403)
  for (const group of core.inWorkspace(workspace, 'layerGroup')) core.changes.remove(group)
  for (const kind of ['dataStore', 'wmsStore', 'wmtsStore', 'coverageStore'] as const) {
    for (const store of core.inWorkspace(workspace, kind)) removeStore(core, store, true)
  }
  for (const resource of core.inWorkspace(workspace, ...resourceKinds)) removeResource(core, resource)
  removeSpaces(core, workspace)
  for (const style of catalog
    .ofKind('style')
    .filter((each) => referenceOf(each, 'workspace') === workspace.id)) {
    core.memory.files.remove(core.memory.bodyPathOf(style))
    core.changes.remove(style)
  }
  core.changes.touch()
  core.changes.publish({ verb: 'remove', object: workspace, copies: new Map() })
}

function removeSpaces(core: NodeCore, workspace: CatalogObject): void {
  const { catalog } = core.memory
  const namespace = core.namespaceOf(workspace)
  if (catalog.defaultWorkspace === workspace.id) {
    catalog.defaultWorkspace = core.workspacesByName().find((each) => each.id !== workspace.id)?.id
    core.memory.writeDefault()
    for (let count = 0; count < 3; count += 1) core.changes.touch()
  }
  core.changes.touch()
  core.changes.touch()
  core.memory.remove(workspace)
  core.changes.publish({ verb: 'remove', object: workspace, copies: new Map() })
  if (namespace === undefined) return
  catalog.remove(namespace.id)
  core.changes.publish({ verb: 'remove', object: namespace, copies: new Map() })
}

/** Publishes nothing but the counter: 2.26 cannot write the event. */
export function putDefaultWorkspace(core: NodeCore, call: Call): Answer {
  const name = childText(bodyOf(call), 'name') ?? ''
  setDefaultWorkspace(core, name)
  core.changes.touch()
  return done
}

function setDefaultWorkspace(core: NodeCore, name: string): void {
  const workspace = core.memory.catalog.byName('workspace', name)
  if (workspace === undefined) throw new RestError(500, `No such workspace: '${name}'`)
  core.memory.catalog.defaultWorkspace = workspace.id
  core.memory.writeDefault()
  core.changes.touch()
}

export function createNamespace(core: NodeCore, call: Call): Answer {
  const root = bodyOf(call)
  const prefix = childText(root, 'prefix') ?? ''
  const uri = childText(root, 'uri')
  const isolated = childText(root, 'isolated') ?? 'false'
  const { catalog } = core.memory
  if (catalog.byName('namespace', prefix) !== undefined) {
    throw new RestError(500, `Namespace with prefix '${prefix}' already exists.`)
  }
  if (uri === undefined) throw new RestError(500, 'Cannot invoke "Object.hashCode()" because "key" is null')
  checkUri(core, prefix, uri, isolated === 'true')
  addWorkspace(core, prefix, isolated)
  addNamespace(core, prefix, uri, isolated)
  return created(`${core.base}/namespaces/${encodedPath(prefix)}`, prefix)
}

function checkUri(core: NodeCore, prefix: string, uri: string, isolated: boolean): void {
  const taken = core.memory.catalog
    .ofKind('namespace')
    .some(
      (each) =>
        nameOf(each) !== prefix &&
        textOfProperty(each, 'uri') === uri &&
        textOfProperty(each, 'isolated') !== 'true',
    )
  if (taken && !isolated) throw new RestError(500, `Namespace with URI '${uri}' already exists.`)
  if (!uriPattern.test(uri)) throw invalidUri(uri, prefix)
}

function invalidUri(uri: string, prefix: string): RestError {
  return new RestError(500, `Invalid URI syntax for '${uri}' in namespace '${prefix}'`)
}

export function putNamespace(core: NodeCore, call: Call): Answer {
  const { ns = '' } = call.params
  const root = bodyOf(call)
  const { catalog } = core.memory
  const before = catalog.byName('namespace', ns)
  if (before === undefined) throw emptyError(404)
  const given = withIsolation(givenProperties('namespace', root, core.lookup))
  const prefix = given.get('prefix')?.text
  if (prefix !== undefined && prefix !== ns) throw emptyError(403)
  const uri = given.get('uri')?.text
  checkUri(core, ns, uri ?? textOfProperty(before, 'uri') ?? '', given.get('isolated')?.text === 'true')
  const workspace = catalog.byName('workspace', ns)
  if (prefix !== undefined && workspace !== undefined) {
    const stamped = withText(workspace, 'dateModified', core.memory.date())
    core.changes.modify(workspace, stamped, ['name'])
  }
  const after = core.modify(before, given)
  const isolated = textOfProperty(after, 'isolated') ?? 'false'
  if (workspace !== undefined && isolated !== textOfProperty(before, 'isolated')) {
    const stamped = withText(workspace, 'dateModified', core.memory.date())
    core.changes.modify(workspace, withText(stamped, 'isolated', isolated), ['isolated'])
  }
  if (uri !== undefined && uri !== textOfProperty(before, 'uri') && workspace !== undefined)
    followUri(core, workspace, uri)
  return done
}

/** The `namespace` parameter of a workspace's stores follows its URI, in memory. */
function followUri(core: NodeCore, workspace: CatalogObject, uri: string): void {
  for (const store of core.inWorkspace(workspace, 'dataStore')) {
    const parameters = propertyOf(store, 'connectionParameters')
    if (parameters === undefined) continue
    const children = parameters.children.map((entry) =>
      entry.attributes.key === 'namespace' ? textElement('entry', uri, entry.attributes) : entry,
    )
    const after = withProperties(store, new Map([['connectionParameters', { ...parameters, children }]]))
    core.changes.modify(store, after, ['connectionParameters'])
  }
}

export function putDefaultNamespace(core: NodeCore, call: Call): Answer {
  const prefix = childText(bodyOf(call), 'prefix') ?? ''
  setDefaultWorkspace(core, prefix)
  core.changes.touch()
  return done
}

export function deleteNamespace(core: NodeCore, call: Call): Answer {
  const { ns = '' } = call.params
  const workspace = core.memory.catalog.byName('workspace', ns)
  const namespace = core.memory.catalog.byName('namespace', ns)
  if (workspace === undefined || namespace === undefined) throw emptyError(404)
  if (core.inWorkspace(workspace, ...storeKinds).length > 0) throw emptyError(403)
  removeSpaces(core, workspace)
  return done
}

function withText(object: CatalogObject, name: string, text: string): CatalogObject {
  return withProperties(object, new Map([[name, textElement(name, text)]]))
}
