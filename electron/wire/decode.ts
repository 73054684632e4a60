import type { Kind } from '../catalog/kinds/property.ts'
import { nameOf, propertyOf, type CatalogObject } from '../catalog/object.ts'
import { failure } from '../errors/failure.ts'
import { isRedacted } from '../secrets/mark.ts'
import { childOf, childText, parentElement, type XmlElement } from '../xml/element.ts'
import { defaultXmlLimits, parseXml, type XmlLimits } from '../xml/parse.ts'
import { fieldOfOverlay, isPropertyName, propertyOfBean } from './bean-names.ts'
import type { EncodedEvent } from './encode.ts'
import type { ClusterEvent, PropertyChange } from './event.ts'
import { entryFromWire, objectFromWire, valueFromWire, type CopyCollection } from './from-wire.ts'
import { canRead, handlers, type Handler } from './handlers.ts'
import { withBareName } from './looked-up-by-name.ts'
import { elementNameOf, javaNameOf } from './names.ts'
import { defaultPlainLimits, fieldFromItem, readPlain, type PlainLimits } from './plain.ts'
import { isForeignToCatalog } from './remote-styles.ts'
import { isSameWhenRead } from './same-when-read.ts'
import { say } from '../sentences/say.ts'

export interface DecodeLimits {
  readonly xml: XmlLimits
  readonly plain: PlainLimits
  /** Whether passwords may be hidden in it: for those who only look. */
  readonly mayBeRedacted: boolean
}

export const defaultDecodeLimits: DecodeLimits = {
  xml: defaultXmlLimits,
  plain: defaultPlainLimits,
  mayBeRedacted: false,
}

/** For those who show a message and do nothing else with it. */
export const limitsToLook: DecodeLimits = { ...defaultDecodeLimits, mayBeRedacted: true }

/**
 * Reads the body of a message.
 * @param handler the message's property JMSEventHandlerSPI
 * @throws PLB-XML-…, PLB-WIRE-REDACTED, PLB-WIRE-WRONG-BODY, PLB-WIRE-UNREADABLE, PLB-WIRE-UNKNOWN-CLASS
 */
export function decodeBody(
  handler: Handler,
  body: string,
  limits: DecodeLimits = defaultDecodeLimits,
): ClusterEvent {
  // The mark in place of a password is none, and must not become one.
  if (!limits.mayBeRedacted && isRedacted(body)) throw failure('PLB-WIRE-REDACTED', {})
  return decodeDocument(handler, parseXml(body, limits.xml), limits)
}

/**
 * Reads what was just encoded, as whoever receives its body will, without making elements of the text again.
 * @throws as {@link decodeBody}
 */
export function decodeEncoded({ handler, body, document }: EncodedEvent): ClusterEvent {
  return isSameWhenRead(document, body, defaultXmlLimits)
    ? decodeDocument(handler, document, defaultDecodeLimits)
    : decodeBody(handler, body)
}

function decodeDocument(handler: Handler, raw: XmlElement, limits: DecodeLimits): ClusterEvent {
  if (!canRead(handler, raw.name)) throw failure('PLB-WIRE-WRONG-BODY', { handler, root: raw.name })
  const root = readPlain(raw, fieldOfOverlay, limits.plain)
  switch (handler) {
    case handlers.styleFile:
      return styleFile(root)
    case handlers.add:
    case handlers.remove: {
      const copies: CopyCollection = new Map()
      const object = objectOf(childOf(root, 'source'), handler, copies)
      return { verb: handler === handlers.add ? 'add' : 'remove', object, copies }
    }
    case handlers.modify:
      return catalogModify(root)
    case handlers.logging: {
      const copies: CopyCollection = new Map()
      const object = handled(objectFromWire(root, javaNameOf(root.name), copies), handler)
      return { verb: 'modify', object, changes: [], copies }
    }
    case handlers.service:
    case handlers.settings:
    case handlers.global:
      return configurationEvent(root, handler)
  }
}

function catalogModify(root: XmlElement): ClusterEvent {
  const inner = childOf(root, 'event')
  if (root.name.endsWith('StyleModifyEvent')) {
    if (inner === undefined)
      throw failure('PLB-WIRE-UNREADABLE', { reason: say('wire.styleModificationWithoutEvent') })
    const event = modify(inner)
    const file = childText(root, 'file')
    // A real slave leaves its file alone when the event carries an empty one.
    return file === undefined || file === '' || event.verb !== 'modify'
      ? event
      : { ...event, styleBody: decodeBase64(file) }
  }
  return modify(root)
}

function modify(root: XmlElement): ClusterEvent {
  const source = childOf(root, 'source')
  if (source?.attributes.class === 'org.geoserver.catalog.impl.CatalogImpl') return defaultEvent(root)
  const copies: CopyCollection = new Map()
  const object = objectOf(source, handlers.modify, copies)
  return { verb: 'modify', object, changes: changesOf(root, object, copies), copies }
}

function configurationEvent(root: XmlElement, handler: Handler): ClusterEvent {
  const copies: CopyCollection = new Map()
  const object = objectOf(childOf(root, 'source'), handler, copies)
  const type = childText(root, 'eventType')
  if (type === 'ADDED') return { verb: 'add', object, copies }
  if (type === 'REMOVED' && object.kind !== 'global') return { verb: 'remove', object, copies }
  if (type !== 'MODIFIED') {
    const what =
      type === undefined
        ? say('wire.noType')
        : say('wire.hasType', { type: JSON.stringify(type.slice(0, 40)) })
    throw failure('PLB-WIRE-UNREADABLE', {
      reason: say('wire.event', { kind: say(`kinds.${object.kind}`), what }),
    })
  }
  return { verb: 'modify', object, changes: changesOf(root, object, copies), copies }
}

function objectOf(source: XmlElement | undefined, handler: Handler, copies: CopyCollection): CatalogObject {
  const className = source?.attributes.class
  if (source === undefined || className === undefined) {
    throw failure('PLB-WIRE-UNREADABLE', { reason: say('wire.eventNoSourceOr') })
  }
  return handled(objectFromWire(source, className, copies), handler)
}

/** Handlers of the configuration take one kind each, those of the catalog all others. */
const kindsOfConfiguration: Readonly<Partial<Record<Handler, Kind>>> = {
  [handlers.service]: 'service',
  [handlers.settings]: 'settings',
  [handlers.global]: 'global',
  [handlers.logging]: 'logging',
}

function handled(object: CatalogObject, handler: Handler): CatalogObject {
  const own = kindsOfConfiguration[handler]
  const isOfConfiguration = Object.values(kindsOfConfiguration).some((kind) => kind === object.kind)
  if (own === undefined ? !isOfConfiguration : own === object.kind) return object
  throw failure('PLB-WIRE-UNREADABLE', {
    reason: say('wire.eventAboutDoesNot', { kind: say(`kinds.${object.kind}`), handler }),
  })
}

function changesOf(
  root: XmlElement,
  object: CatalogObject,
  copies: CopyCollection,
): readonly PropertyChange[] {
  const beans = childOf(root, 'propertyNames')?.children ?? []
  const before = childOf(root, 'oldValues')?.children ?? []
  const after = childOf(root, 'newValues')?.children ?? []
  if (after.length !== beans.length) {
    throw failure('PLB-WIRE-UNREADABLE', {
      reason: say('wire.propertiesListedButNew', { listed: beans.length, values: after.length }),
    })
  }
  const entries: XmlElement[] = []
  const changes = beans.flatMap(({ text: bean }, index) => {
    if (!isPropertyName(bean)) {
      throw failure('PLB-WIRE-UNREADABLE', {
        reason: say('wire.noPropertyCanNamed', { name: JSON.stringify(bean.slice(0, 80)) }),
      })
    }
    const newValue = after[index]
    const property = propertyOfBean(object.kind, object.root, bean)
    if (newValue !== undefined && isForeignToCatalog(property, newValue)) return []
    if (property?.entry === true && newValue !== undefined) {
      entries.push(entryFromWire(property.name, newValue))
      return []
    }
    const value = (item: XmlElement | undefined): XmlElement | null => {
      if (item === undefined || item.name === 'null') return null
      if (property === undefined) return unknownValue(bean, item)
      return valueFromWire(property, fieldFromItem(elementNameOf(property.field), item), copies) ?? null
    }
    return {
      bean,
      name: property?.name ?? bean,
      before: value(before[index]),
      after: value(newValue),
    }
  })
  return withBareName(object, withEntries(object, changes, entries), (id) => copies.get(id))
}

/** The changes, those that are entries of the metadata as one of the metadata. */
function withEntries(
  object: CatalogObject,
  changes: readonly PropertyChange[],
  entries: readonly XmlElement[],
): readonly PropertyChange[] {
  if (entries.length === 0) return changes
  const keys = new Set(entries.map((entry) => entry.attributes.key))
  const before = propertyOf(object, 'metadata') ?? null
  const listed = changes.find(({ name }) => name === 'metadata')
  const others = ((listed === undefined ? before : listed.after)?.children ?? []).filter(
    (entry) => !keys.has(entry.attributes.key),
  )
  const after = parentElement('metadata', [
    ...others,
    ...entries.filter(({ attributes }) => attributes.class !== 'null'),
  ])
  const change = { bean: 'metadata', name: 'metadata', before: listed?.before ?? before, after }
  return listed === undefined
    ? [...changes, change]
    : changes.map((each) => (each === listed ? change : each))
}

/** A value of a property the table does not know keeps its type, so that it can be sent on as it came. */
function unknownValue(bean: string, item: XmlElement): XmlElement {
  const alias = javaNameOf(item.name)
  const field = fieldFromItem(bean, item)
  return alias === 'string' ? field : { ...field, attributes: { ...field.attributes, class: alias } }
}

function styleFile(root: XmlElement): ClusterEvent {
  const fileName = childText(root, 'resourceName')
  const resourcePath = childText(root, 'resourcePath') ?? ''
  const body = childText(root, 'body')
  if (fileName === undefined || body === undefined) {
    throw failure('PLB-WIRE-UNREADABLE', { reason: say('wire.styleFileWithoutName') })
  }
  // A sender on Windows writes its own separator.
  const names = resourcePath.split(/[/\\]/)
  if (names.includes('..')) {
    throw failure('PLB-WIRE-UNREADABLE', {
      reason: say('wire.pathStyleFileLeads', { path: JSON.stringify(resourcePath.slice(0, 200)) }),
    })
  }
  const [above, workspace] = names.slice(-4)
  const isOfWorkspace = names.length >= 4 && above === 'workspaces' && names.at(-2) === 'styles'
  return {
    verb: 'style-file',
    fileName,
    resourcePath,
    body,
    ...(isOfWorkspace && workspace !== undefined ? { workspace } : {}),
  }
}

const defaultProperties = ['defaultWorkspace', 'defaultNamespace', 'defaultDataStore'] as const

function defaultEvent(root: XmlElement): ClusterEvent {
  const names = (childOf(root, 'propertyNames')?.children ?? []).map((each) => each.text)
  const at = names.findIndex((name) => defaultProperties.some((known) => known === name))
  const property = defaultProperties.find((known) => known === names[at])
  if (property === undefined) {
    throw failure('PLB-WIRE-UNREADABLE', {
      reason: say('wire.catalogNoProperty', { name: names.join(', ') }),
    })
  }
  const copies: CopyCollection = new Map()
  const item = childOf(root, 'newValues')?.children[at]
  if (item === undefined || item.name === 'null') return { verb: 'default', property, object: null, copies }
  const object = objectFromWire(item, javaNameOf(item.name), copies)
  copies.set(object.id, object)
  return {
    verb: 'default',
    property,
    object: { kind: object.kind, id: object.id, name: nameOf(object) },
    copies,
  }
}

function decodeBase64(text: string): Uint8Array {
  const clean = text.replaceAll(/\s/g, '')
  if (clean.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(clean)) {
    throw failure('PLB-WIRE-UNREADABLE', { reason: say('wire.styleFileNotBase64') })
  }
  return new Uint8Array(Buffer.from(clean, 'base64'))
}
