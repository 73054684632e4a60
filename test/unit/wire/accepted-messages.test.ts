import { describe, expect, it } from 'vitest'
import { decodeBody } from '../../../electron/wire/decode.ts'
import { encodeEvent } from '../../../electron/wire/encode.ts'
import { messagesToSlave } from '../../support/recorded-messages.ts'
import { parseXml } from '../../../electron/xml/parse.ts'
import { childOf, withChildren, type XmlElement } from '../../../electron/xml/element.ts'
import { writeXml } from '../../../electron/xml/write.ts'
import { comparableXml } from '../../support/same-xml.ts'

/*
 * What was sent found its object by its bare name, since there was only one of that name; what is written now says the
 * workspace, too. It held the global settings as they were before the change, of which a real slave takes the parts;
 * what is written now holds them as they will be. And it held plain copies where there are proxies around them now,
 * without which a slave keeps the copies. All of this was seen to be taken as well.
 */

const messages = messagesToSlave()
const applied = messages.filter(({ verdict }) => verdict === 'applied')

describe('every message a real GeoServer 2.26 slave applied', () => {
  it('is one of 124', () => {
    expect(applied).toHaveLength(124)
  })

  it.each(applied.map((message) => [`${message.seq} ${message.label}`, message] as const))(
    'is written again as it was read: %s',
    (_, { handler, body }) => {
      const event = decodeBody(handler, body)
      const encoded = encodeEvent(event)
      expect(encoded.handler).toBe(handler)
      expect(comparableXml(withoutWhatChanged(encoded.body))).toEqual(comparableXml(withoutWhatChanged(body)))
    },
  )
})

/** Global settings without what the event changes; another modification without the name it finds the object by. */
function withoutWhatChanged(body: string): string {
  const root = withoutProxies(parseXml(body))
  const source = childOf(root, 'source')
  if (source?.attributes.class === 'org.geoserver.config.impl.GeoServerInfoImpl') {
    const listed = childOf(root, 'propertyNames')?.children.map(({ text }) => text.toLowerCase()) ?? []
    const others = source.children.filter(({ name }) => !listed.includes(name.toLowerCase()))
    return writeXml(
      withChildren(
        root,
        root.children.map((child) => (child === source ? withChildren(source, others) : child)),
      ),
    )
  }
  const event = childOf(root, 'event')
  if (event !== undefined) {
    const other = root.children.map((child) => (child === event ? listsWithoutName(event) : child))
    return writeXml(withChildren(root, other))
  }
  return writeXml(listsWithoutName(root))
}

function withoutProxies(element: XmlElement): XmlElement {
  const handler = childOf(element, 'handler')
  const copy = handler && childOf(handler, 'proxyObject')
  if (copy === undefined)
    return element.children.length === 0
      ? element
      : withChildren(element, element.children.map(withoutProxies))
  const inside = withoutProxies(copy)
  return element.name === 'dynamic-proxy'
    ? { ...inside, name: inside.attributes.class ?? '', attributes: {} }
    : { ...inside, name: element.name }
}

function listsWithoutName(event: XmlElement): XmlElement {
  const className = childOf(event, 'source')?.attributes.class ?? ''
  const at = childOf(event, 'propertyNames')?.children.findIndex(({ text }) => text === 'name') ?? -1
  if (at < 0 || !/\.(?:Style|Layer|LayerGroup)InfoImpl$/.test(className)) return event
  return withChildren(
    event,
    event.children.map((child) =>
      ['propertyNames', 'oldValues', 'newValues'].includes(child.name)
        ? withChildren(
            child,
            child.children.filter((_, place) => place !== at),
          )
        : child,
    ),
  )
}
