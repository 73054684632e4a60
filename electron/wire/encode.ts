import { byNameOf, propertiesOf } from '../catalog/kinds/table.ts'
import { storeKinds, type Property } from '../catalog/kinds/property.ts'
import { nameOf, textOfProperty, type CatalogObject } from '../catalog/object.ts'
import { holdsEncryptedPassword } from '../catalog/passwords.ts'
import { failure } from '../errors/failure.ts'
import { isRedacted } from '../secrets/mark.ts'
import { parentElement, textElement, withChildren, type XmlElement } from '../xml/element.ts'
import { writeXml } from '../xml/write.ts'
import {
  applyChanges,
  type ClusterEvent,
  type DefaultEvent,
  type ModifyEvent,
  type PropertyChange,
  type StyleFileEvent,
} from './event.ts'
import { handlers, type Handler } from './handlers.ts'
import { withFullName } from './looked-up-by-name.ts'
import { anyReceiver, type Receiver } from './receiver.ts'
import { bareProxy, boundToCatalog, WireWriter, type ObjectFinder } from './to-wire.ts'

const eventPackage = 'org.geoserver.catalog.event.impl'
const configurationPackage = 'org.geoserver.cluster.impl.events.configuration'

/** The body of a message and the handler that reads it. */
export interface EncodedEvent {
  readonly handler: Handler
  readonly body: string
  /** What the body says, as a tree of elements. */
  readonly document: XmlElement
}

/**
 * Writes an event in the plain form real slaves of 2.23 to 2.28 accept.
 * @param find finds objects the event refers to but does not carry
 * @param receiver whose classes the fields have to be in
 * @throws PLB-WIRE-NOT-SENDABLE for a service of a class that is not known; PLB-WIRE-PASSWORD-ENCRYPTED
 */
export function encodeEvent(
  event: ClusterEvent,
  find: ObjectFinder = () => undefined,
  receiver: Receiver = anyReceiver,
): EncodedEvent {
  const { handler, root } = encodeTree(event, find, receiver)
  const body = writeXml(root)
  if (isRedacted(body)) throw failure('PLB-WIRE-REDACTED', {})
  return { handler, body, document: root }
}

function encodeTree(
  event: ClusterEvent,
  find: ObjectFinder,
  receiver: Receiver,
): { handler: Handler; root: XmlElement } {
  if (event.verb === 'style-file') return { handler: handlers.styleFile, root: styleFile(event) }
  const writer = new WireWriter((id) => event.copies.get(id) ?? find(id), receiver)
  if (event.verb === 'default') return { handler: handlers.modify, root: defaultEvent(event, writer) }
  if (receiver.runs === 'geoserver' && setsEncryptedPassword(event)) {
    throw failure('PLB-WIRE-PASSWORD-ENCRYPTED', { name: nameOf(event.object) ?? event.object.id })
  }
  switch (event.object.kind) {
    case 'service':
      return {
        handler: handlers.service,
        root: configurationEvent('JMSServiceModifyEvent', event, writer, true),
      }
    case 'settings':
      return { handler: handlers.settings, root: configurationEvent('JMSSettingsModifyEvent', event, writer) }
    case 'global':
      return { handler: handlers.global, root: configurationEvent('JMSGlobalModifyEvent', event, writer) }
    case 'logging':
      return { handler: handlers.logging, root: writer.item(loggingAsItWillBe(event)) }
    default:
      return catalogEvent(event, writer)
  }
}

type ObjectEvent = Exclude<ClusterEvent, StyleFileEvent | DefaultEvent>

/** Whether an event gives a store a password that only the node it is from can read: a GeoServer could not save it. */
export function setsEncryptedPassword(event: ClusterEvent): boolean {
  switch (event.verb) {
    case 'add':
      return event.object.properties.some((value) => holdsEncryptedPassword(event.object.kind, value))
    case 'modify':
      return event.changes.some(
        ({ after }) => after !== null && holdsEncryptedPassword(event.object.kind, after),
      )
    default:
      return false
  }
}

/** Logging travels as the object alone, without a list of its changes. */
function loggingAsItWillBe(event: ObjectEvent): CatalogObject {
  return event.verb === 'modify' ? applyChanges(event.object, event.changes) : event.object
}

function catalogEvent(event: ObjectEvent, writer: WireWriter): { handler: Handler; root: XmlElement } {
  switch (event.verb) {
    case 'add':
      return {
        handler: handlers.add,
        root: parentElement(`${eventPackage}.CatalogAddEventImpl`, [addSource(event.object, writer)]),
      }
    case 'remove':
      return {
        handler: handlers.remove,
        root: parentElement(`${eventPackage}.CatalogRemoveEventImpl`, [source(event.object, writer)]),
      }
    case 'modify': {
      const content = [source(event.object, writer), ...changeLists(event, writer)]
      const name = `${eventPackage}.CatalogModifyEventImpl`
      if (event.styleBody === undefined)
        return { handler: handlers.modify, root: parentElement(name, content) }
      return {
        handler: handlers.modify,
        root: parentElement('org.geoserver.cluster.server.events.StyleModifyEvent', [
          parentElement('event', content, { class: name }),
          textElement('file', Buffer.from(event.styleBody).toString('base64')),
        ]),
      }
    }
  }
}

function source(object: CatalogObject, writer: WireWriter): XmlElement {
  return parentElement('source', writer.fields(object), { class: writer.classOf(object) })
}

/**
 * A real slave takes a plain source of every kind but the layer group, whose styles it would append twice; inside
 * one bare proxy the group applies.
 */
function addSource(object: CatalogObject, writer: WireWriter): XmlElement {
  const fields = writer
    .fields(object)
    .map((field) => (isKeptAsSent(object, field) ? boundToCatalog(field) : field))
    .map((field) => (isAskedForStyle(object, field, writer) ? withoutForcedStyle(field) : field))
  const className = writer.classOf(object)
  return object.kind === 'layerGroup'
    ? bareProxy('source', className, fields)
    : parentElement('source', fields, { class: className })
}

function isAskedForStyle({ kind }: CatalogObject, { name }: XmlElement, writer: WireWriter): boolean {
  // A node of ours brings a resource back as it comes behind its layer.
  return kind === 'layer' && name === 'resource' && writer.runs === 'geoserver'
}

/**
 * A real slave asks what it was sent behind a new layer for its style. Something cascaded that forces none of the other
 * server's answers with one object for all of them, which the slave would then take for a style with a file, and leave
 * every such layer out of its capabilities until it is started again. What says nothing of it has no style to offer.
 */
function withoutForcedStyle(resource: XmlElement): XmlElement {
  return withChildren(
    resource,
    resource.children.filter(({ name }) => name !== 'forcedRemoteStyle'),
  )
}

/** Whether a real slave does not look for its own of what a new object refers to. */
function isKeptAsSent({ kind }: CatalogObject, { name }: XmlElement): boolean {
  if (kind === 'layerGroup' || name === 'styles') return true
  return name === 'workspace' && !storeKinds.some((each) => each === kind)
}

/** A real slave that is to put null in place of a number or a flag fails, and drops the whole message. */
function assumed({ name, type, default: value }: Property): XmlElement | null {
  const takesNull = type.type !== 'text' || type.java === 'string'
  return takesNull || value === undefined ? null : textElement(name, value)
}

function changeLists(event: ModifyEvent, writer: WireWriter): readonly XmlElement[] {
  const properties = propertiesOf(event.object.kind, event.object.root)
  const listed = withOldName(
    event.object,
    withFullName(event.object, event.changes, (id) => writer.find(id)),
  )
  const changes = listed.flatMap((change) => {
    const known = byNameOf(properties).get(change.name)
    const property = known ?? unknownProperty(change)
    const bean =
      known === undefined && !writer.takesUnknownFields ? undefined : beanFor(change, property, writer)
    return bean === undefined ? [] : [{ bean, property, change }]
  })
  return [
    parentElement(
      'propertyNames',
      changes.map(({ bean }) => textElement('string', bean)),
    ),
    parentElement(
      'oldValues',
      changes.map(({ property, change }) => writer.changeItem(property, change.before)),
    ),
    parentElement(
      'newValues',
      changes.map(({ property, change }) =>
        boundToCatalog(writer.changeItem(property, change.after ?? assumed(property))),
      ),
    ),
  ]
}

/** A real slave looks a service up by its old name where the name is listed, and fails where that is null. */
function withOldName({ kind }: CatalogObject, changes: readonly PropertyChange[]): readonly PropertyChange[] {
  if (kind !== 'service') return changes
  return changes.map((each) => (each.name === 'name' ? { ...each, before: each.before ?? each.after } : each))
}

/** What the receiver calls the property; a name of another accessor for the same one stays. */
function beanFor(change: PropertyChange, property: Property, writer: WireWriter): string | undefined {
  const bean = writer.beanOf(property, change.before, change.after)
  const isOwnName = [property.bean, property.later?.bean].includes(change.bean)
  return bean === undefined || isOwnName ? bean : change.bean
}

function unknownProperty({ name, bean }: PropertyChange): Property {
  return { name, field: name, bean, type: { type: 'opaque' }, persisted: 'always' }
}

function configurationEvent(
  name: string,
  event: ObjectEvent,
  writer: WireWriter,
  hidesEventType = false,
): XmlElement {
  const type = { add: 'ADDED', modify: 'MODIFIED', remove: 'REMOVED' }[event.verb]
  const lists =
    event.verb === 'modify'
      ? changeLists(event, writer)
      : ['propertyNames', 'oldValues', 'newValues'].map((list) => parentElement(list, []))
  // The service event hides a field of its super-class, and XStream wants both.
  const hidden = textElement('eventType', type, {
    'defined-in': 'org.geoserver.cluster.impl.events.JMSModifyEvent',
  })
  return parentElement(`${configurationPackage}.${name}`, [
    ...lists,
    (event.verb === 'add' ? addSource : source)(nameable(asItWillBe(event)), writer),
    ...(hidesEventType ? [hidden] : []),
    textElement('eventType', type),
  ])
}

/** A real slave takes settings, image processing and coverage access from the object itself, whatever is listed. */
function asItWillBe(event: ObjectEvent): ObjectEvent {
  return event.verb === 'modify' && event.object.kind === 'global'
    ? { ...event, object: applyChanges(event.object, event.changes) }
    : event
}

/**
 * A real slave that is to modify a service finds it by name and fails on one without; services of workspaces often
 * have none in files. What came in a message is added and removed as its sender had it.
 */
function nameable({ verb, object }: ObjectEvent): CatalogObject {
  const isAsSent = object.complete === true && verb !== 'modify'
  if (object.kind !== 'service' || isAsSent || textOfProperty(object, 'name') !== undefined) return object
  return { ...object, properties: [...object.properties, textElement('name', object.root.toUpperCase())] }
}

function defaultEvent(event: DefaultEvent, writer: WireWriter): XmlElement {
  const copy = event.object === null ? undefined : event.copies.get(event.object.id)
  return parentElement(`${eventPackage}.CatalogModifyEventImpl`, [
    parentElement('source', [], { class: 'org.geoserver.catalog.impl.CatalogImpl' }),
    parentElement('propertyNames', [textElement('string', event.property)]),
    parentElement('oldValues', [parentElement('null', [])]),
    parentElement('newValues', [copy === undefined ? parentElement('null', []) : writer.item(copy)]),
  ])
}

function styleFile(event: StyleFileEvent): XmlElement {
  return parentElement('org.geoserver.cluster.impl.handlers.DocumentFile', [
    textElement('resourceName', event.fileName),
    textElement('resourcePath', event.resourcePath),
    textElement('body', event.body),
  ])
}

/**
 * Where a style's body file goes. The path of a workspace's style starts with a separator: a real slave recognises
 * a workspace only past the first character.
 */
export function styleResourcePath(fileName: string, workspace: string | undefined): string {
  return workspace === undefined ? `styles/${fileName}` : `/workspaces/${workspace}/styles/${fileName}`
}
