import { decodeBody } from '../../../electron/wire/decode.ts'
import { encodeEvent } from '../../../electron/wire/encode.ts'
import type { AddEvent, ModifyEvent } from '../../../electron/wire/event.ts'
import { handlers } from '../../../electron/wire/handlers.ts'

const events = 'org.geoserver.catalog.event.impl'

/** The body of an add event for an object of that class in GeoServer's catalog, given its fields as XML. */
export function addBody(className: string, fields: string): string {
  return `<${events}.CatalogAddEventImpl><source class="${className}">${fields}</source></${events}.CatalogAddEventImpl>`
}

/** Class of an object of the catalog. */
export function catalogClass(name: string): string {
  return `org.geoserver.catalog.impl.${name}InfoImpl`
}

/** What decoding an add event of such an object gives. */
export function decodedAdd(name: string, fields: string): AddEvent {
  const event = decodeBody(handlers.add, addBody(catalogClass(name), fields))
  if (event.verb !== 'add') throw new Error(`Decoded as ${event.verb}.`)
  return event
}

/** The body of a modify event: the source's fields, and a name, old and new value for each change. */
export function modifyBody(
  className: string,
  fields: string,
  changes: readonly (readonly [name: string, before: string, after: string])[],
): string {
  const list = (name: string, items: readonly string[]) => `<${name}>${items.join('')}</${name}>`
  return (
    `<${events}.CatalogModifyEventImpl><source class="${className}">${fields}</source>` +
    list(
      'propertyNames',
      changes.map(([name]) => `<string>${name}</string>`),
    ) +
    list(
      'oldValues',
      changes.map(([, before]) => before),
    ) +
    list(
      'newValues',
      changes.map(([, , after]) => after),
    ) +
    `</${events}.CatalogModifyEventImpl>`
  )
}

/** What decoding such a modify event gives. */
export function decodedModify(
  name: string,
  fields: string,
  changes: readonly (readonly [name: string, before: string, after: string])[],
): ModifyEvent {
  const event = decodeBody(handlers.modify, modifyBody(catalogClass(name), fields, changes))
  if (event.verb !== 'modify') throw new Error(`Decoded as ${event.verb}.`)
  return event
}

/** What is decoded from an event that was encoded: equal, when nothing is lost on the way. */
export function resent(event: AddEvent | ModifyEvent): AddEvent | ModifyEvent {
  const { handler, body } = encodeEvent(event)
  const again = decodeBody(handler, body)
  if (again.verb !== 'add' && again.verb !== 'modify') throw new Error(`Decoded as ${again.verb}.`)
  return again
}

/** A proxy of GeoServer's as an element of that name, around an object and with properties set through it. */
export function proxy(
  name: string,
  type: string,
  object: string,
  overlay: Readonly<Record<string, string>> = {},
): string {
  const attribute = name === 'dynamic-proxy' ? '' : ' class="dynamic-proxy"'
  const entries = Object.entries(overlay).map(
    ([key, value]) => `<entry><string>${key}</string>${value}</entry>`,
  )
  return (
    `<${name}${attribute}><interface>org.geoserver.catalog.${type}Info</interface>` +
    '<handler class="org.geoserver.catalog.impl.ModificationProxy">' +
    object +
    (entries.length === 0 ? '' : `<properties>${entries.join('')}</properties>`) +
    `</handler></${name}>`
  )
}

/** The object inside a proxy. */
export function proxied(type: string, fields: string): string {
  return `<proxyObject class="${catalogClass(type)}">${fields}</proxyObject>`
}
