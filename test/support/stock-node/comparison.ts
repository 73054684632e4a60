import type { XmlElement } from '../../../electron/xml/element.ts'
import { parseXml } from '../../../electron/xml/parse.ts'
import type { Answer } from '../../../electron/imitation/rest/exchange.ts'
import type { WireMessage } from '../../../electron/imitation/messages/receiver.ts'

/** What is volatile in a text: ids and stamps, the counter, passwords as each save encrypts them anew. */
export function withoutVolatile(text: string): string {
  return text
    .replaceAll(/(\w+(?:Info|LayerGroupStyle))Impl-[-\w:]+/g, '$1Impl#')
    .replaceAll(/LayerGroupStyleImpl-[-\w:]+/g, 'LayerGroupStyleImpl#')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? UTC/g, 'DATE')
    .replaceAll(/crypt1:[\w+/=]+/g, 'crypt1:#')
    .replaceAll(/https?:\/\/[\w.]+(?::\d+)?\/geoserver/g, 'http://HOST/geoserver')
    .replaceAll(/<updateSequence>\d+</g, '<updateSequence>#<')
    .replaceAll(/"updateSequence":\d+/g, '"updateSequence":0')
}

/** A document in a form that is equal for what GeoServer reads the same: fields and entries in any order. */
export function comparableDocument(text: string): unknown {
  const clean = withoutVolatile(text)
  try {
    return comparable(parseXml(clean))
  } catch {
    return clean
  }
}

const unordered = new Set(['metadata', 'connectionParameters', 'gml', 'keywords'])

function comparable(element: XmlElement, isRoot = true): unknown {
  if (element.children.length === 0) return [element.name, element.attributes, element.text]
  const children = element.children.map((child) => comparable(child, false))
  const isUnordered = isRoot || unordered.has(element.name)
  return [element.name, element.attributes, isUnordered ? children.toSorted(byText) : children]
}

function byText(left: unknown, right: unknown): number {
  const [a, b] = [JSON.stringify(left), JSON.stringify(right)]
  return a < b ? -1 : a > b ? 1 : 0
}

/** A body by its media type: JSON and XML parsed, pages by their title, XStream's reports as such. */
export function comparableBody(type: string, body: string): unknown {
  const clean = withoutVolatile(body)
  if (type === 'text/html') return /<title>(.*?)<\/title>/.exec(clean)?.[1] ?? ''
  if (type === 'application/json') return sortedJson(JSON.parse(clean))
  if (type === 'application/xml') return comparableDocument(clean)
  return clean.startsWith('\n---- Debugging information') ? 'XStream report' : clean.split('\n')[0]
}

function sortedJson(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(sortedJson)
    const isMap = value.some(
      (each) => typeof each === 'object' && each !== null && ('@key' in each || 'gml' in each),
    )
    return isMap ? items.toSorted(byText) : items
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, each]): [string, unknown] => [key, sortedJson(each)])
      .toSorted(byText),
  )
}

export function mediaTypeOf(headers: Readonly<Record<string, string>>): string {
  return (headers['Content-Type'] ?? '').split(';')[0] ?? ''
}

export function textOf({ body }: Answer): string {
  return typeof body === 'string' ? body : body.toString('utf8')
}

/** What changed between two snapshots of a data directory, as the recordings write it. */
export function filesChanged(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  const changes = [...new Set([...before.keys(), ...after.keys()])].flatMap((path) => {
    if (path.startsWith('cluster/')) return []
    if (!after.has(path)) return [`-${path}`]
    if (!before.has(path)) return [`+${path}`]
    return before.get(path) === after.get(path) ? [] : [`~${path}`]
  })
  return comparablePaths(changes)
}

/** Names of files made from ids, without the ids. */
export function comparablePaths(paths: readonly string[]): readonly string[] {
  return paths.map((path) => path.replace(/(gwc-layers\/\w+Impl)-.*/, '$1#')).toSorted()
}

/** A message by what is known of the recorded ones: its handler, type, the properties it names and a foreign group. */
export function describeMessage(
  { properties, body }: WireMessage,
  group: string,
): {
  readonly handler: string
  readonly eventType: string
  readonly properties: string
  readonly group: string
} {
  const names = /<propertyNames>([\s\S]*?)<\/propertyNames>/.exec(body)?.[1] ?? ''
  const found = [...names.matchAll(/<string>(.*?)<\/string>/g)].map(([, name]) => name ?? '')
  return {
    handler: properties.get('JMSEventHandlerSPI') ?? '',
    eventType: /<eventType>(\w+)<\/eventType>/.exec(body)?.[1] ?? '',
    properties: found.toSorted().join(','),
    group: properties.get('group') === group ? '' : (properties.get('group') ?? ''),
  }
}
