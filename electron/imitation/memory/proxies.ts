import { isSince, type Release } from '../../catalog/kinds/release.ts'
import type { ClusterEvent, ModifyEvent } from '../../wire/event.ts'
import { handlers } from '../../wire/handlers.ts'
import { elementNameOf } from '../../wire/names.ts'
import { childOf, parentElement, textElement, withChildren, type XmlElement } from '../../xml/element.ts'
import { parseXml } from '../../xml/parse.ts'
import { writeXml } from '../../xml/write.ts'

const interfaces: Readonly<Record<string, string>> = {
  'org.geoserver.config.impl.LoggingInfoImpl': 'org.geoserver.config.LoggingInfo',
  'org.geoserver.config.impl.SettingsInfoImpl': 'org.geoserver.config.SettingsInfo',
  'org.geoserver.gwc.wmts.WMTSInfoImpl': 'org.geoserver.gwc.wmts.WMTSInfo',
}

const groupClass = 'org.geoserver.catalog.impl.LayerGroupInfoImpl'
/** What a master puts around a group in a group, and no slave can call. */
export const securedGroup = 'org.geoserver.security.decorators.SecuredLayerGroupInfo'

/**
 * A body as a stock master writes it, from the one Plumbline would write to be understood by stock slaves: the source of
 * additions and removals, and logging as a whole, lie inside a proxy, and a modification lists what it lists. The copies
 * and references a real master's proxies carry besides are left out, which a receiver does not miss.
 */
export function asStockMaster(event: ClusterEvent, handler: string, body: string, release: Release): string {
  const root = isSince(release, '2.27') ? withSecuredGroups(parseXml(body)) : parseXml(body)
  if (handler === handlers.logging) {
    return writeXml({ ...proxy('dynamic-proxy', classOfElement(root), root.children), attributes: {} })
  }
  if (event.verb === 'modify') return writeXml(withOwnLists(root, event))
  if (event.verb !== 'add' && event.verb !== 'remove') return body
  const isGroup = event.verb === 'add' && event.object.kind === 'layerGroup'
  const children = root.children.map((each) => {
    const child = isGroup ? withPlainItems(each) : each
    const className = child.attributes.class
    const isPlain = child.name === 'source' && className !== undefined && className !== 'dynamic-proxy'
    return isPlain ? proxy('source', className, child.children) : child
  })
  return writeXml({ ...root, children })
}

/** The members and styles of a group that is new lie in its message as they are, outside of proxies. */
function withPlainItems(element: XmlElement): XmlElement {
  if (element.children.length === 0) return element
  const children = element.children.map((child) => {
    if (child.name !== 'publishables' && child.name !== 'styles') return withPlainItems(child)
    return withChildren(
      child,
      child.children.map((item) => {
        const handler = item.name === 'dynamic-proxy' ? childOf(item, 'handler') : undefined
        const within = handler && childOf(handler, 'proxyObject')
        const { class: className, ...attributes } = within?.attributes ?? {}
        if (within === undefined || className === undefined) return item
        return parentElement(elementNameOf(className), within.children, attributes)
      }),
    )
  })
  return withChildren(element, children)
}

/** A group in a group is wrapped by what guards it, since 2.27 at least. */
function withSecuredGroups(element: XmlElement): XmlElement {
  if (element.children.length === 0) return element
  const children = element.children.map(withSecuredGroups)
  if (element.name !== 'publishables' && element.name !== 'layers') return withChildren(element, children)
  return withChildren(
    element,
    children.map((child) =>
      classOfElement(child) === groupClass
        ? parentElement(securedGroup, [proxy('delegate', groupClass, child.children)])
        : child,
    ),
  )
}

/** The lists of a modification as the event has them: nothing more to be found by, nothing less for the receiver's sake. */
function withOwnLists(element: XmlElement, event: ModifyEvent): XmlElement {
  const names = childOf(element, 'propertyNames')?.children.map(({ text }) => text)
  if (names === undefined) {
    return withChildren(
      element,
      element.children.map((child) => (child.name === 'event' ? withOwnLists(child, event) : child)),
    )
  }
  const itemOf = (list: XmlElement, bean: string): XmlElement =>
    list.children[names.lastIndexOf(bean)] ??
    (pooling.has(bean) ? textElement('boolean', 'true') : parentElement('null', []))
  const beans = event.changes.map(({ bean }) => bean)
  return withChildren(
    element,
    element.children.map((child) => {
      if (child.name === 'propertyNames')
        return withChildren(
          child,
          beans.map((bean) => textElement('string', bean)),
        )
      if (child.name !== 'oldValues' && child.name !== 'newValues') return child
      return withChildren(
        child,
        beans.map((bean) => itemOf(child, bean)),
      )
    }),
  )
}

const pooling = new Set(['useConnectionPooling'])

function proxy(name: string, className: string, fields: readonly XmlElement[]): XmlElement {
  const byRule = className.replace('.impl.', '.').replace(/Impl$/, '')
  return parentElement(
    name,
    [
      textElement('interface', interfaces[className] ?? byRule),
      parentElement('handler', [parentElement('proxyObject', fields, { class: className })], {
        class: 'org.geoserver.catalog.impl.ModificationProxy',
      }),
    ],
    { class: 'dynamic-proxy' },
  )
}

function classOfElement(element: XmlElement): string {
  return element.name.replaceAll('_-', '$').replaceAll('__', '_')
}
