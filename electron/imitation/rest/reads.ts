import { resourceOf } from '../../catalog/catalog.ts'
import type { ResourceKind, StoreKind } from '../../catalog/kinds/property.ts'
import { propertyOf, type CatalogObject } from '../../catalog/object.ts'
import { elementForFile } from '../../catalog/to-file.ts'
import {
  childOf,
  childText,
  isEmptyElement,
  parentElement,
  textElement,
  type XmlElement,
} from '../../xml/element.ts'
import { writeXml } from '../../xml/write.ts'
import { serviceAt, settingsOf } from './configuration.ts'
import { newSettings } from '../recorded/defaults.ts'
import type { Answer, Call } from './exchange.ts'
import { groupAt, isHiddenAt, workspaceOfPath } from './groups.ts'
import { jsonOf, jsonOfCollection } from './json.ts'
import { layerAt } from './layers.ts'
import { notFound, type NodeCore } from './node-core.ts'
import { resourceAt, withSourceAttributes } from './resources.ts'
import { RestError } from './rest-error.ts'
import { resourcePaths, storeOfResource } from '../../catalog/kinds/rest-paths.ts'
import { RestDocuments } from './documents.ts'
import { storeAt } from './stores.ts'
import { styleAt } from './styles.ts'

function documentsOf(core: NodeCore, call: Call): RestDocuments {
  return new RestDocuments(core.memory, { base: core.base, format: formatOf(call) })
}

function formatOf(call: Call): 'json' | 'xml' {
  if (call.format === 'json') return 'json'
  return call.headers.accept?.includes('application/json') === true && call.format === undefined
    ? 'json'
    : 'xml'
}

function answer(call: Call, root: XmlElement): Answer {
  const json = formatOf(call) === 'json'
  return {
    status: 200,
    headers: { 'Content-Type': json ? 'application/json' : 'application/xml' },
    body: json ? jsonOf(root) : writeXml(root),
  }
}

/** A list of names with links; one and none are written as lists, too. */
function collection(call: Call, name: string, items: readonly XmlElement[]): Answer {
  const root = parentElement(name, items)
  return formatOf(call) === 'json'
    ? { status: 200, headers: { 'Content-Type': 'application/json' }, body: jsonOfCollection(root) }
    : answer(call, root)
}

export function listWorkspaces(core: NodeCore, call: Call, kind: 'workspace' | 'namespace'): Answer {
  const documents = documentsOf(core, call)
  const names = core.memory.catalog
    .ofKind(kind)
    .map((each) => core.nameOf(each))
    .toSorted()
  return collection(
    call,
    `${kind}s`,
    names.map((name) => documents.item(kind, name, `/${kind}s/${encodeURIComponent(name)}`)),
  )
}

export function getWorkspace(core: NodeCore, call: Call): Answer {
  const { ws = '' } = call.params
  const workspace = core.workspace(ws)
  if (workspace === undefined) throw noSuchWorkspace(call, ws)
  const root = documentsOf(core, call).of(workspace)
  return answer(call, ws === 'default' ? withDefaultLinks(root, core.nameOf(workspace)) : root)
}

/** Links below the default workspace go on saying `default`. */
function withDefaultLinks(element: XmlElement, name: string): XmlElement {
  const href = element.attributes.href?.replace(`/workspaces/${name}/`, '/workspaces/default/')
  const attributes = href === undefined ? element.attributes : { ...element.attributes, href }
  return { ...element, attributes, children: element.children.map((child) => withDefaultLinks(child, name)) }
}

function noSuchWorkspace(call: Call, name: string): RestError {
  return new RestError(404, isQuiet(call) ? '' : `No such workspace: '${name}' found`)
}

function isQuiet(call: Call): boolean {
  return call.query.get('quietOnNotFound') === 'true'
}

export function getNamespace(core: NodeCore, call: Call): Answer {
  const { ns = '' } = call.params
  const workspace = core.workspace(ns)
  const namespace = workspace === undefined ? undefined : core.namespaceOf(workspace)
  if (namespace === undefined)
    throw new RestError(404, isQuiet(call) ? '' : `No such namespace: '${ns}' found`)
  return answer(call, documentsOf(core, call).of(namespace))
}

export function listStores(core: NodeCore, call: Call, kind: StoreKind): Answer {
  const { ws = '' } = call.params
  const workspace = core.workspace(ws)
  if (workspace === undefined) throw noSuchWorkspace(call, ws)
  const documents = documentsOf(core, call)
  const items = core
    .inWorkspace(workspace, kind)
    .map((each) => documents.item(kind, core.nameOf(each), documents.pathOf(each)))
  return collection(call, `${kind}s`, items)
}

export function getStore(core: NodeCore, call: Call, kind: StoreKind): Answer {
  return answer(call, documentsOf(core, call).of(storeAt(core, call, kind)))
}

export function listResources(core: NodeCore, call: Call, kind: ResourceKind): Answer {
  const { ws = '', store: storeName } = call.params
  const workspace = core.workspace(ws)
  if (workspace === undefined) throw noSuchWorkspace(call, ws)
  const store = storeName === undefined ? undefined : storeAt(core, call, storeOfResource[kind])
  const documents = documentsOf(core, call)
  const all = store === undefined ? core.inWorkspace(workspace, kind) : core.resourcesOf(store)
  const items = all
    .toSorted((left, right) => (core.nameOf(left) < core.nameOf(right) ? -1 : 1))
    .map((each) => {
      const short = `/workspaces/${encodeURIComponent(ws)}/${resourcePaths[kind]}/${encodeURIComponent(core.nameOf(each))}`
      return documents.item(kind, core.nameOf(each), store === undefined ? short : documents.pathOf(each))
    })
  return collection(call, `${kind}s`, items)
}

export function getResource(core: NodeCore, call: Call, kind: ResourceKind): Answer {
  return answer(call, documentsOf(core, call).of(withSourceAttributes(core, resourceAt(core, call, kind))))
}

export function listLayers(core: NodeCore, call: Call): Answer {
  const { ws } = call.params
  const documents = documentsOf(core, call)
  const workspace = ws === undefined ? undefined : core.workspace(ws)
  if (ws !== undefined && workspace === undefined) throw noSuchWorkspace(call, ws)
  const layers = ws === undefined ? core.memory.catalog.ofKind('layer') : core.inWorkspace(workspace, 'layer')
  const names = layers
    .map((each) => (ws === undefined ? documents.nameOf(each).name : core.nameOf(each)))
    .toSorted()
  const above = ws === undefined ? '' : `/workspaces/${encodeURIComponent(ws)}`
  return collection(
    call,
    'layers',
    names.map((name) => documents.item('layer', name, `${above}/layers/${encodeURIComponent(name)}`)),
  )
}

export function getLayer(core: NodeCore, call: Call): Answer {
  const layer = layerAt(core, call)
  const { ws, layer: name = '' } = call.params
  if (layer === undefined) throw notFound(`No such layer: ${ws === undefined ? name : `${ws}:${name}`}`)
  return withoutStyle(core, layer, answer(call, documentsOf(core, call).of(layer)))
}

/** The answer has begun when a default style turns out to be none. */
function withoutStyle(core: NodeCore, layer: CatalogObject, whole: Answer): Answer {
  const style = propertyOf(layer, 'defaultStyle')
  const id = style === undefined ? undefined : childText(style, 'id')
  if (style === undefined || id === undefined || core.memory.unfound.get(style)?.has(id) !== true)
    return whole
  const [begun = ''] = String(whole.body).split('<defaultStyle')
  const body = `${begun}<defaultStyle class="dynamic-proxy"Unable to marshal reference with no id or name.`
  return { ...whole, body }
}

export function listLayerStyles(core: NodeCore, call: Call): Answer {
  const layer = layerAt(core, call)
  const { layer: name = '' } = call.params
  if (layer === undefined) throw notFound(`No such layer: ${name}`)
  const documents = documentsOf(core, call)
  const styles = (propertyOf(layer, 'styles')?.children ?? []).flatMap(
    (each) => core.memory.catalog.get(childText(each, 'id') ?? '') ?? [],
  )
  return collection(
    call,
    'styles',
    styles.map((each) =>
      documents.item('style', core.nameOf(each), `/layers/${name}/styles/${core.nameOf(each)}`),
    ),
  )
}

/** A group with a member whose resource is gone keeps the whole list from being written. */
export function listGroups(core: NodeCore, call: Call): Answer {
  const groups = core.inWorkspace(workspaceOfPath(core, call), 'layerGroup')
  for (const group of core.memory.catalog.ofKind('layerGroup')) refuseBroken(core, group)
  return collection(
    call,
    'layerGroups',
    groups.filter((each) => !isHiddenAt(core, each)).map((each) => itemOf(core, call, each)),
  )
}

function refuseBroken(core: NodeCore, group: CatalogObject, seen: ReadonlySet<string> = new Set()): void {
  const publishables = propertyOf(group, 'publishables')
  const unfound = publishables && core.memory.unfound.get(publishables)
  for (const each of publishables?.children ?? []) {
    const id = childText(each, 'id') ?? ''
    if (unfound?.has(id) === true || isGone(core, id))
      throw new RestError(
        500,
        'Cannot invoke "org.geoserver.catalog.ResourceInfo.getStore()" because "resource" is null',
      )
    const member = core.memory.catalog.get(id, 'layerGroup')
    if (member !== undefined && !seen.has(id)) refuseBroken(core, member, new Set([...seen, id]))
  }
}

function isGone(core: NodeCore, id: string): boolean {
  const member = core.memory.catalog.get(id)
  if (member === undefined) return true
  return member.kind === 'layer' && resourceOf(core.memory.catalog, member) === undefined
}

function itemOf(core: NodeCore, call: Call, object: CatalogObject): XmlElement {
  const documents = documentsOf(core, call)
  return documents.item(object.kind, core.nameOf(object), documents.pathOf(object))
}

export function getGroup(core: NodeCore, call: Call): Answer {
  const group = groupAt(core, call)
  const { ws, group: name = '' } = call.params
  if (group === undefined) throw notFound(`No such layer group ${ws === undefined ? name : `${ws}:${name}`}`)
  refuseBroken(core, group)
  const root = documentsOf(core, call).of(group)
  const hasNullStyle = childOf(root, 'styles')?.children.some(isEmptyElement) === true
  if (formatOf(call) === 'json' && hasNullStyle)
    throw new RestError(500, 'Unable to marshal reference with no id or name.')
  return answer(call, root)
}

export function listStyles(core: NodeCore, call: Call): Answer {
  const workspace = workspaceOfPath(core, call)
  return collection(
    call,
    'styles',
    core.inWorkspace(workspace, 'style').map((each) => itemOf(core, call, each)),
  )
}

export function getStyle(core: NodeCore, call: Call): Answer {
  const style = styleAt(core, call)
  const { ws, style: name = '' } = call.params
  if (style === undefined) throw notFound(`No such style: ${ws === undefined ? name : `${ws}:${name}`}`)
  if (call.format !== 'sld') return answer(call, documentsOf(core, call).of(style))
  const body = core.memory.files.get(core.memory.bodyPathOf(style))
  if (body === undefined) throw new RestError(500, `No such resource: ${core.memory.bodyPathOf(style)}`)
  return { status: 200, headers: { 'Content-Type': 'application/vnd.ogc.sld+xml' }, body: body.content }
}

export function getSettings(core: NodeCore, call: Call): Answer {
  const { ws = '' } = call.params
  const workspace = core.workspace(ws)
  if (workspace === undefined) throw noSuchWorkspace(call, ws)
  const settings = settingsOf(core, workspace)
  if (settings !== undefined) return answer(call, documentsOf(core, call).of(settings))
  // A workspace without settings shows what new ones would hold.
  const children = newSettings.children.map((each) =>
    each.name === 'verbose' ? textElement('verbose', 'false') : each,
  )
  return answer(call, parentElement('settings', children))
}

export function getGlobal(core: NodeCore, call: Call): Answer {
  return answer(call, elementForFile(core.changes.global, core.memory.catalog))
}

export function getContact(core: NodeCore, call: Call): Answer {
  const settings = propertyOf(core.changes.global, 'settings')
  const contact = settings === undefined ? undefined : childOf(settings, 'contact')
  return answer(call, contact ?? parentElement('contact', []))
}

export function getLogging(core: NodeCore, call: Call): Answer {
  const logging = core.memory.catalog.get('logging')
  if (logging === undefined) throw notFound('')
  return answer(call, elementForFile(logging, core.memory.catalog))
}

export function getService(core: NodeCore, call: Call): Answer {
  const { service: type = '', ws } = call.params
  const workspace = ws === undefined ? undefined : core.workspace(ws)
  if (ws !== undefined && workspace === undefined)
    throw new RestError(404, `Workspace ${ws} does not exist`, 'page')
  const service = serviceAt(core, type, workspace)
  if (service === undefined)
    throw new RestError(404, `Service does not exist for workspace ${ws ?? ''}`, 'page')
  return answer(call, documentsOf(core, call).of(service))
}
