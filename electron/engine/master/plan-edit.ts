import { titleOf, type Catalog } from '../../catalog/catalog.ts'
import { kindTable, propertiesOf } from '../../catalog/kinds/table.ts'
import { resourceKinds, storeKinds, type Kind } from '../../catalog/kinds/property.ts'
import {
  nameOf,
  propertyOf,
  referenceOf,
  textOfProperty,
  withProperties,
  type CatalogObject,
} from '../../catalog/object.ts'
import { failure } from '../../errors/failure.ts'
import type { Audience } from '../../wire/envelope.ts'
import { styleResourcePath } from '../../wire/encode.ts'
import type { ClusterEvent, PropertyChange } from '../../wire/event.ts'
import { parentElement, textElement, type XmlElement } from '../../xml/element.ts'
import { removalPlan } from '../replica/removal.ts'
import { dateText } from './dates.ts'
import type { IdentifierSource } from './identifiers.ts'
import { isCleared } from './object-input.ts'

/** A change an operator asks for, its names resolved. */
export type Edit =
  | {
      readonly verb: 'add'
      readonly kind: Kind
      /** Root element of the object's file, which for a service names its type. */
      readonly root: string
      readonly properties: readonly XmlElement[]
      readonly styleBody?: string
    }
  | {
      readonly verb: 'modify'
      readonly object: CatalogObject
      readonly properties: readonly XmlElement[]
      readonly styleBody?: string
    }
  | { readonly verb: 'remove'; readonly object: CatalogObject; readonly recurse: boolean }
  | { readonly verb: 'default'; readonly workspace: CatalogObject }

/** One event of an edit and who it is for. */
export interface PlannedEvent {
  readonly event: ClusterEvent
  readonly audience: Audience
}

export interface EditContext {
  readonly catalog: Catalog
  readonly identifiers: IdentifierSource
  readonly now: () => number
  /** Bytes a style body may have in a message. */
  readonly styleBodyLimit: number
}

const noCopies = new Map<string, CatalogObject>()

/**
 * Turns an edit into the events a master publishes, in the order GeoServer would, and in the forms real slaves
 * accept: the namespace of a workspace goes before it, settings that exist are modified rather than added.
 * @throws PLB-ENGINE-EDIT-REFUSED, PLB-ENGINE-IN-USE, PLB-ENGINE-STYLE-BODY-TOO-LARGE
 */
export function planEdit(edit: Edit, context: EditContext): readonly PlannedEvent[] {
  switch (edit.verb) {
    case 'add':
      return planAdd(edit, context)
    case 'modify':
      return planModify(edit, context)
    case 'remove':
      return planRemove(edit, context)
    case 'default':
      return [
        forEveryone({
          verb: 'default',
          property: 'defaultWorkspace',
          object: { kind: 'workspace', id: edit.workspace.id, name: nameOf(edit.workspace) },
          copies: new Map([[edit.workspace.id, edit.workspace]]),
        }),
      ]
  }
}

function planAdd(edit: Edit & { verb: 'add' }, context: EditContext): readonly PlannedEvent[] {
  const { kind, root } = edit
  if (kind === 'namespace') throw refused('a namespace comes with its workspace; add the workspace')
  if (kind === 'global' || kind === 'logging')
    throw refused(`there is one ${kindTable[kind].words}; modify it`)
  const given = edit.properties.filter((element) => element.name !== 'id')
  const stamp = kind === 'settings' || kind === 'service' || isResource(kind) ? [] : [created(context)]
  const object: CatalogObject = {
    kind,
    root,
    id: context.identifiers.next(kind, root),
    properties: [...given, ...stamp],
  }
  const withId: CatalogObject = {
    ...object,
    properties: [textElement('id', object.id), ...withDefaults(object)],
  }
  checkRequired(withId, context.catalog)
  const occupant = context.catalog.sameName(withId)
  if (occupant !== undefined) {
    throw refused(
      `there is a ${kindTable[occupant.kind].words} ${titleOf(context.catalog, occupant)} already`,
    )
  }
  const events = [forEveryoneBut(kind, { verb: 'add', object: withId, copies: noCopies })]
  if (kind === 'workspace') events.push(forEveryone(namespaceOf(withId, edit.properties, context)))
  if (kind === 'style') events.unshift(forEveryone(styleFile(withId, edit.styleBody, context)))
  if (isResource(kind)) events.push(forEveryoneBut(kind, layerOf(withId, context)))
  return events
}

function planModify(edit: Edit & { verb: 'modify' }, context: EditContext): readonly PlannedEvent[] {
  const { object } = edit
  const changes = changesTo(object, edit.properties)
  const styleBody = edit.styleBody === undefined ? undefined : checkedBody(edit.styleBody, context)
  if (changes.length === 0 && styleBody === undefined) throw refused('it changes nothing')
  if (changes.some((change) => change.name === 'id')) throw refused('an id never changes')
  const changed = applyChanges(object, changes)
  checkRequired(changed, context.catalog)
  const occupant = context.catalog.sameName(changed)
  if (occupant !== undefined && occupant.id !== object.id) {
    throw refused(
      `there is a ${kindTable[occupant.kind].words} ${titleOf(context.catalog, occupant)} already`,
    )
  }
  const stamped = hasStamps(object)
    ? withProperties(object, new Map([['dateModified', modified(context)]]))
    : object
  const event: ClusterEvent = {
    verb: 'modify',
    object: stamped,
    changes,
    copies: noCopies,
    ...(styleBody === undefined ? {} : { styleBody }),
  }
  return [
    ...before(object, changes, context),
    forEveryoneBut(object.kind, event),
    ...after(object, changes, context),
  ]
}

/** What has to change first: a workspace and its namespace are renamed together, the namespace first. */
function before(
  object: CatalogObject,
  changes: readonly PropertyChange[],
  context: EditContext,
): readonly PlannedEvent[] {
  const names = changes.map((change) => change.name)
  if (object.kind === 'namespace' && names.includes('prefix')) {
    throw refused('a namespace is renamed with its workspace; rename the workspace')
  }
  const rename = object.kind === 'workspace' ? changes.find((change) => change.name === 'name') : undefined
  const namespace = rename && context.catalog.byName('namespace', nameOf(object) ?? '')
  if (rename === undefined || namespace === undefined) return []
  const event: ClusterEvent = {
    verb: 'modify',
    object: namespace,
    changes: changesTo(namespace, [textElement('prefix', rename.after?.text ?? '')]),
    copies: noCopies,
  }
  // A real slave looks an isolated namespace up by URI and fails; renaming the workspace renames it there as well.
  const isIsolated = textOfProperty(namespace, 'isolated') === 'true'
  return [{ event, audience: isIsolated ? 'plumbline' : 'everyone' }]
}

/** What follows from a change: data stores repeat the URI of their namespace. */
function after(
  object: CatalogObject,
  changes: readonly PropertyChange[],
  context: EditContext,
): readonly PlannedEvent[] {
  const uri = object.kind === 'namespace' ? changes.find((change) => change.name === 'uri') : undefined
  const workspace = uri && context.catalog.byName('workspace', nameOf(object) ?? '')
  if (uri?.after === undefined || uri.after === null || workspace === undefined) return []
  const newUri = uri.after.text
  return context.catalog
    .ofKind('dataStore')
    .filter((store) => referenceOf(store, 'workspace') === workspace.id)
    .flatMap((store) => {
      const parameters = propertyOf(store, 'connectionParameters')
      const repeated = parameters?.children.some(
        (entry) => entry.attributes.key === 'namespace' && entry.text !== newUri,
      )
      if (parameters === undefined || repeated !== true) return []
      const replaced = parentElement(
        'connectionParameters',
        parameters.children.map((entry) =>
          entry.attributes.key === 'namespace' ? textElement('entry', newUri, entry.attributes) : entry,
        ),
      )
      return [
        forEveryone({
          verb: 'modify',
          object: store,
          changes: changesTo(store, [replaced]),
          copies: noCopies,
        }),
      ]
    })
}

function planRemove(edit: Edit & { verb: 'remove' }, context: EditContext): readonly PlannedEvent[] {
  const { object, recurse } = edit
  const { catalog } = context
  if (object.kind === 'namespace') throw refused('a namespace goes with its workspace; remove the workspace')
  if (object.kind === 'global' || object.kind === 'logging')
    throw refused(`${kindTable[object.kind].words} cannot be removed`)
  const plan = removalPlan(object, catalog)
  const others = plan.flatMap((step) => {
    const other = 'update' in step ? step.update : step.remove
    return belongsTogether(object, other) ? [] : [`${kindTable[other.kind].words} ${titleOf(catalog, other)}`]
  })
  if (others.length > 0 && !recurse) {
    const shown = others.slice(0, 5).join(', ')
    throw failure('PLB-ENGINE-IN-USE', {
      object: `The ${kindTable[object.kind].words} ${titleOf(catalog, object)}`,
      dependants: others.length > 5 ? `${shown} and ${others.length - 5} more` : shown,
    })
  }
  return plan.flatMap((step): readonly PlannedEvent[] => {
    if ('remove' in step) {
      return [forEveryoneBut(step.remove.kind, { verb: 'remove', object: step.remove, copies: noCopies })]
    }
    const current = catalog.get(step.update.id)
    if (current === undefined) return []
    const changes = changesTo(current, step.update.properties, true)
    return changes.length === 0
      ? []
      : [forEveryoneBut(current.kind, { verb: 'modify', object: current, changes, copies: noCopies })]
  })
}

/** What goes with an object without being asked for: a workspace's namespace, a layer's resource. */
function belongsTogether(object: CatalogObject, other: CatalogObject): boolean {
  if (other.id === object.id) return true
  if (object.kind === 'workspace') return other.kind === 'namespace'
  if (object.kind === 'layer') return isResource(other.kind)
  return isResource(object.kind) && other.kind === 'layer'
}

/**
 * The changes that make an object have these properties; the others stay as they are.
 * @param whole whether properties that are not given are to go
 */
export function changesTo(
  object: CatalogObject,
  properties: readonly XmlElement[],
  whole = false,
): readonly PropertyChange[] {
  const table = new Map(propertiesOf(object.kind, object.root).map((property) => [property.name, property]))
  const given = new Set(properties.map((element) => element.name))
  const gone = whole ? object.properties.filter((element) => !given.has(element.name)) : []
  const wanted: readonly (readonly [string, XmlElement | null])[] = [
    ...properties.map(
      (element) => [element.name, isCleared(element, table.get(element.name)) ? null : element] as const,
    ),
    ...gone.map((element) => [element.name, null] as const),
  ]
  return wanted.flatMap(([name, after]) => {
    const property = table.get(name)
    if (property?.delegated === true) return []
    const before = propertyOf(object, name) ?? null
    if (JSON.stringify(before) === JSON.stringify(after)) return []
    return [{ bean: property?.bean ?? name, name, before, after }]
  })
}

/** The object after its changes. */
export function applyChanges(object: CatalogObject, changes: readonly PropertyChange[]): CatalogObject {
  return withProperties(object, new Map(changes.map((change) => [change.name, change.after ?? undefined])))
}

function namespaceOf(
  workspace: CatalogObject,
  properties: readonly XmlElement[],
  context: EditContext,
): ClusterEvent {
  const name = nameOf(workspace) ?? ''
  const uri = properties.find((element) => element.name === 'uri')?.text ?? `http://${name}`
  const id = context.identifiers.next('namespace', 'namespace')
  const object: CatalogObject = {
    kind: 'namespace',
    root: 'namespace',
    id,
    properties: [
      textElement('id', id),
      textElement('prefix', name),
      textElement('uri', uri),
      textElement('isolated', textOfProperty(workspace, 'isolated') ?? 'false'),
      created(context),
    ],
  }
  return { verb: 'add', object, copies: noCopies }
}

/** Publishing a resource makes its layer, as GeoServer's REST interface does. */
function layerOf(resource: CatalogObject, context: EditContext): ClusterEvent {
  const [type, styleName] = {
    coverage: ['RASTER', 'raster'],
    wmsLayer: ['WMS', 'raster'],
    wmtsLayer: ['WMTS', 'raster'],
    featureType: ['VECTOR', 'generic'],
  }[resource.kind as 'coverage' | 'wmsLayer' | 'wmtsLayer' | 'featureType']
  const style = context.catalog
    .ofKind('style')
    .find((each) => nameOf(each) === styleName && referenceOf(each, 'workspace') === undefined)
  const id = context.identifiers.next('layer', 'layer')
  const object: CatalogObject = {
    kind: 'layer',
    root: 'layer',
    id,
    properties: [
      textElement('id', id),
      textElement('type', type ?? 'VECTOR'),
      ...(style === undefined ? [] : [parentElement('defaultStyle', [textElement('id', style.id)])]),
      parentElement('resource', [textElement('id', resource.id)], { class: resource.kind }),
      created(context),
    ],
  }
  return { verb: 'add', object, copies: new Map([[resource.id, resource]]) }
}

function styleFile(style: CatalogObject, body: string | undefined, context: EditContext): ClusterEvent {
  if (body === undefined) throw refused('a new style needs its body')
  checkedBody(body, context)
  const fileName = textOfProperty(style, 'filename') ?? ''
  const workspaceId = referenceOf(style, 'workspace')
  const workspace = workspaceId === undefined ? undefined : context.catalog.get(workspaceId, 'workspace')
  const name = workspace && nameOf(workspace)
  return {
    verb: 'style-file',
    fileName,
    resourcePath: styleResourcePath(fileName, name),
    body,
    ...(name === undefined ? {} : { workspace: name }),
  }
}

function checkedBody(body: string, context: EditContext): Uint8Array {
  const bytes = Buffer.from(body, 'utf8')
  if (bytes.length > context.styleBodyLimit) {
    throw failure('PLB-ENGINE-STYLE-BODY-TOO-LARGE', { bytes: bytes.length, limit: context.styleBodyLimit })
  }
  return bytes
}

/** What GeoServer would fill in by itself. */
function withDefaults(object: CatalogObject): readonly XmlElement[] {
  const { kind, properties } = object
  const has = (name: string): boolean => properties.some((element) => element.name === name)
  const added: XmlElement[] = []
  const add = (name: string, value: string): void => {
    if (!has(name)) added.push(textElement(name, value))
  }
  if (kind === 'workspace') add('isolated', 'false')
  if (storeKinds.some((each) => each === kind) || isResource(kind) || kind === 'service')
    add('enabled', 'true')
  if (isResource(kind)) add('nativeName', nameOf(object) ?? '')
  if (kind === 'layerGroup') add('mode', 'SINGLE')
  if (kind === 'service') add('name', object.root.toUpperCase())
  if (kind === 'style') {
    add('format', 'sld')
    add('filename', `${nameOf(object) ?? 'style'}.${textOfProperty(object, 'format') ?? 'sld'}`)
    if (!has('languageVersion'))
      added.push(parentElement('languageVersion', [textElement('version', '1.0.0')]))
  }
  return [...properties.filter((element) => !(kind === 'workspace' && element.name === 'uri')), ...added]
}

/** What an object cannot be without. */
function checkRequired(object: CatalogObject, catalog: Catalog): void {
  const { kind } = object
  const words = kindTable[kind].words
  if (kind !== 'layer' && kind !== 'global' && kind !== 'logging' && (nameOf(object) ?? '') === '') {
    throw refused(`a ${words} needs a name`)
  }
  const needs: readonly string[] = storeKinds.some((each) => each === kind)
    ? ['workspace']
    : isResource(kind)
      ? ['namespace', 'store']
      : kind === 'layer'
        ? ['resource']
        : kind === 'settings'
          ? ['workspace']
          : []
  for (const need of needs) {
    if (catalog.get(referenceOf(object, need) ?? '') === undefined)
      throw refused(`a ${words} needs a ${need}`)
  }
  if (kind !== 'layerGroup') return
  const members = propertyOf(object, 'publishables')?.children.length ?? 0
  const styles = propertyOf(object, 'styles')?.children.length ?? 0
  if (members === 0) throw refused('a layer group needs at least one member')
  if (styles !== members)
    throw refused(
      `the group has ${members} members but ${styles} styles; each needs one, or none given as empty`,
    )
}

function isResource(kind: Kind): boolean {
  return resourceKinds.some((each) => each === kind)
}

/** Resources carry no stamps in files. */
function hasStamps(object: CatalogObject): boolean {
  return (
    !isResource(object.kind) &&
    !['settings', 'service', 'global', 'logging', 'namespace'].includes(object.kind)
  )
}

function created(context: EditContext): XmlElement {
  return textElement('dateCreated', dateText(context.now()))
}

function modified(context: EditContext): XmlElement {
  return textElement('dateModified', dateText(context.now()))
}

function forEveryone(event: ClusterEvent): PlannedEvent {
  return { event, audience: 'everyone' }
}

/** Real slaves reject everything about cascaded WMTS servers; only nodes of Plumbline are asked to apply it. */
function forEveryoneBut(kind: Kind, event: ClusterEvent): PlannedEvent {
  const isWmts =
    kind === 'wmtsStore' ||
    kind === 'wmtsLayer' ||
    (event.verb === 'add' && [...event.copies.values()].some((copy) => copy.kind === 'wmtsLayer'))
  return { event, audience: isWmts ? 'plumbline' : 'everyone' }
}

function refused(reason: string): Error {
  return failure('PLB-ENGINE-EDIT-REFUSED', { reason })
}
