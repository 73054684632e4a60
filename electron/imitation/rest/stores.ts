import type { StoreKind } from '../../catalog/kinds/property.ts'
import { referenceOf, textOfProperty, withProperties, type CatalogObject } from '../../catalog/object.ts'
import { childText, parentElement, textElement, type XmlElement } from '../../xml/element.ts'
import { created, done, type Answer, type Call } from './exchange.ts'
import { bodyOf, givenProperties } from './input.ts'
import { notFound, type NodeCore } from './node-core.ts'
import { emptyError, RestError } from './rest-error.ts'
import { storePaths } from '../../catalog/kinds/rest-paths.ts'
import { removeResourceAndLayer } from './resources.ts'
import { encodedPath } from './router.ts'

const words: Readonly<Record<StoreKind, string>> = {
  dataStore: 'datastore',
  coverageStore: 'coverage store',
  wmsStore: 'wms store',
  wmtsStore: 'wmts store',
}

const classes: Readonly<Record<StoreKind, string>> = {
  dataStore: 'DataStoreInfo',
  coverageStore: 'CoverageStoreInfo',
  wmsStore: 'WMSStoreInfo',
  wmtsStore: 'WMTSStoreInfo',
}

export function storeAt(core: NodeCore, call: Call, kind: StoreKind): CatalogObject {
  const { ws = '', store = '' } = call.params
  const workspace = core.workspace(ws)
  const found = workspace === undefined ? undefined : core.named(workspace, store, kind)
  if (found === undefined) throw notFound(`No such ${words[kind]}: ${ws},${store}`)
  return found
}

export function createStore(core: NodeCore, call: Call, kind: StoreKind): Answer {
  const { ws = '' } = call.params
  const workspace = core.workspace(ws)
  const root = bodyOf(call)
  const given = givenProperties(kind, root, core.lookup)
  if (workspace === undefined) {
    throw new RestError(
      500,
      'Cannot invoke "org.geoserver.catalog.WorkspaceInfo.getName()" because "ws" is null',
    )
  }
  if (kind === 'coverageStore' && !given.has('workspace'))
    throw new RestError(500, 'Store must be part of a workspace')
  const name = given.get('name')?.text ?? ''
  if (isTaken(core, workspace, name)) throw alreadyExists(name, ws)
  const parameters = given.get('connectionParameters')
  if (kind === 'dataStore' && parameters === undefined) {
    throw new RestError(
      500,
      'Cannot invoke "java.util.Map.containsKey(Object)" because the return value of "org.geoserver.catalog.DataStoreInfo.getConnectionParameters()" is null',
    )
  }
  const id = childText(root, 'id') ?? core.memory.newId(classes[kind])
  const base: CatalogObject = { kind, root: kind, id, properties: [textElement('id', id)] }
  const namespace = core.namespaceOf(workspace)
  const type = typeOf(core, given)
  const own = new Map<string, XmlElement>([
    ...[...given].filter(([key]) => key !== 'id' && key !== 'workspace'),
    ['workspace', parentElement('workspace', [textElement('id', workspace.id)])],
    // That it is to be switched off is heard of one kind alone.
    [
      'enabled',
      textElement('enabled', kind === 'coverageStore' ? (given.get('enabled')?.text ?? 'false') : 'true'),
    ],
    ['__default', textElement('__default', 'false')],
    ['dateCreated', textElement('dateCreated', core.memory.date())],
    [
      'disableOnConnFailure',
      given.get('disableOnConnFailure') ?? textElement('disableOnConnFailure', 'false'),
    ],
    ...(type === undefined ? [] : [['type', textElement('type', type)] as const]),
    ...(kind === 'wmsStore' || kind === 'wmtsStore' ? connectionDefaults(given) : []),
  ])
  if (kind === 'dataStore' && parameters !== undefined) {
    const uri = namespace === undefined ? '' : (textOfProperty(namespace, 'uri') ?? '')
    own.set('connectionParameters', withNamespace(decrypted(core, parameters), uri))
  }
  const password = given.get('password')
  if (password !== undefined)
    own.set('password', textElement('password', core.memory.keys.decrypt(password.text) ?? ''))
  const store = withProperties(base, own)
  if (kind === 'dataStore' && core.memory.defaultStore(workspace.id) === undefined) {
    core.memory.setDefaultStore(workspace.id, id)
    core.changes.touch()
  }
  core.changes.add(store)
  return created(`${core.base}/workspaces/${encodedPath(ws)}/${storePaths[kind]}/${encodedPath(name)}`, name)
}

function connectionDefaults(given: ReadonlyMap<string, XmlElement>): [string, XmlElement][] {
  const defaults = { maxConnections: '6', readTimeout: '60', connectTimeout: '30' }
  return Object.entries(defaults).map(([name, text]) => [name, given.get(name) ?? textElement(name, text)])
}

function typeOf(core: NodeCore, given: ReadonlyMap<string, XmlElement>): string | undefined {
  const stated = given.get('type')?.text
  if (stated !== undefined) return stated
  return core.sources.typeOf(parametersOf(given.get('connectionParameters')))
}

function parametersOf(element: XmlElement | undefined): ReadonlyMap<string, string> {
  return new Map((element?.children ?? []).map((entry) => [entry.attributes.key ?? '', entry.text]))
}

function withNamespace(parameters: XmlElement, uri: string): XmlElement {
  const others = parameters.children.filter((entry) => entry.attributes.key !== 'namespace')
  return parentElement('connectionParameters', [...others, textElement('entry', uri, { key: 'namespace' })])
}

/** Clear text in memory, whatever the request sent; what another key made is refused. */
function decrypted(core: NodeCore, parameters: XmlElement): XmlElement {
  const children = parameters.children.map((entry) => {
    if (entry.attributes.key !== 'passwd') return entry
    const clear = core.memory.keys.decrypt(entry.text)
    if (clear === undefined)
      throw new RestError(
        500,
        'cause-exception: org.jasypt.exceptions.EncryptionOperationNotPossibleException',
      )
    return textElement('entry', clear, entry.attributes)
  })
  return { ...parameters, children }
}

function isTaken(core: NodeCore, workspace: CatalogObject, name: string): boolean {
  return core.named(workspace, name, 'dataStore', 'coverageStore', 'wmsStore', 'wmtsStore') !== undefined
}

function alreadyExists(name: string, workspace: string): RestError {
  return new RestError(500, `Store '${name}' already exists in workspace '${workspace}'`)
}

export function putStore(core: NodeCore, call: Call, kind: StoreKind): Answer {
  const root = bodyOf(call)
  const before = storeAt(core, call, kind)
  const given = givenProperties(kind, root, core.lookup)
  // A store cannot be moved; asking for it does nothing and is no error.
  for (const name of ['workspace', 'id', '__default']) given.delete(name)
  const { ws = '', store = '' } = call.params
  const name = given.get('name')?.text
  if (name !== undefined && name !== store) {
    if (kind === 'wmsStore' || kind === 'wmtsStore') throw emptyError(403)
    const workspace = core.workspace(ws)
    if (workspace !== undefined && isTaken(core, workspace, name)) throw alreadyExists(name, ws)
  }
  const parameters = given.get('connectionParameters')
  if (parameters !== undefined) given.set('connectionParameters', decrypted(core, parameters))
  const password = given.get('password')
  if (password !== undefined)
    given.set('password', textElement('password', core.memory.keys.decrypt(password.text) ?? ''))
  const type = textOfProperty(before, 'type') ?? ''
  const canOpen =
    kind !== 'dataStore' || parameters === undefined || core.sources.canOpen(type, parametersOf(parameters))
  if (!canOpen) {
    // What cannot be saved has been announced already.
    core.announceOnly(before, given)
    throw new RestError(500, 'Error checking data store parameters')
  }
  core.modify(before, given)
  return done
}

export function deleteStore(core: NodeCore, call: Call, kind: StoreKind): Answer {
  const store = storeAt(core, call, kind)
  const recurse = call.query.get('recurse') === 'true'
  if (!recurse && core.resourcesOf(store).length > 0) throw emptyError(kind === 'coverageStore' ? 401 : 403)
  removeStore(core, store, recurse)
  return done
}

/** Another store becomes the default of the workspace when the default one goes, which counts as an update. */
export function removeStore(core: NodeCore, store: CatalogObject, recurse: boolean): void {
  if (recurse) for (const resource of core.resourcesOf(store)) removeResourceAndLayer(core, resource)
  const workspace = referenceOf(store, 'workspace') ?? ''
  const current = core.memory.defaultStore(workspace)
  if (current === store.id || current === undefined) {
    core.changes.touch()
    const owner = core.memory.catalog.get(workspace, 'workspace')
    const next = core.inWorkspace(owner, 'dataStore').find((each) => each.id !== store.id)
    core.memory.setDefaultStore(workspace, next?.id)
    if (next !== undefined) core.changes.touch()
  }
  core.changes.remove(store)
}
