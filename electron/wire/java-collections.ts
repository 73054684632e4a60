import { childOf, type XmlElement } from '../xml/element.ts'
import { javaNameOf } from './names.ts'

/**
 * Collections Java wraps in objects of its own: `Arrays.asList`, unmodifiable views, immutable and copy-on-write
 * lists. Their items lie a few elements down, and for the configuration they are lists, sets and maps like any other.
 */

/** Where the items of a wrapped collection are. */
export type Wrapped =
  /** An element that is itself a collection, perhaps a reference to one or a wrapped one again. */
  | { readonly path: readonly XmlElement[] }
  /** Elements among the children of the last of the path. */
  | { readonly path: readonly XmlElement[]; readonly items: readonly XmlElement[] }

const innerFields: readonly (readonly [RegExp, string])[] = [
  [/^java\.util\.Arrays\$ArrayList$/, 'a'],
  [/^java\.util\.Collections\$(?:Unmodifiable|Synchronized)\w*Map$/, 'm'],
  [/^java\.util\.Collections\$(?:Unmodifiable|Synchronized)\w+$/, 'c'],
  [/^java\.util\.concurrent\.CopyOnWriteArraySet$/, 'al'],
  [/^com\.google\.common\.collect\.\w*Immutable\w*(?:List|Set)$/, 'elements'],
]

const serializedList = 'java.util.concurrent.CopyOnWriteArrayList'
const serializedImmutable = 'java.util.CollSer'

/** Whether values of this class are collections wrapped in something else. */
export function isWrapper(className: string): boolean {
  // Most elements are called by a short name, which none of these has.
  if (!className.includes('.')) return false
  return (
    className === serializedList ||
    className.startsWith('java.util.ImmutableCollections$') ||
    innerFields.some(([pattern]) => pattern.test(className))
  )
}

/** What a wrapped collection is called when it stands in a list. */
export function aliasOfWrapper(className: string): 'list' | 'set' | 'map' {
  if (/Map\w*$/.test(className)) return 'map'
  return /Set\w*$/.test(className) ? 'set' : 'list'
}

/** The items inside an element of a wrapper class; undefined for any other element. */
export function unwrap(element: XmlElement): Wrapped | undefined {
  const className = element.attributes.class ?? javaNameOf(element.name)
  if (!isWrapper(className)) return undefined
  const serialized = childOf(element, serializedList) ?? childOf(element, serializedImmutable) ?? undefined
  if (serialized !== undefined) {
    // Java's own serialization: the fields, the number of items, then the items.
    const items = serialized.children.filter((child, at) => !isPreamble(child, at))
    return { path: [serialized], items }
  }
  const field = innerFields.find(([pattern]) => pattern.test(className))?.[1]
  const path = field === undefined ? undefined : pathTo(element, field)
  return path === undefined ? undefined : { path }
}

function isPreamble(child: XmlElement, at: number): boolean {
  return (at === 0 && child.name === 'default') || (at === 1 && child.name === 'int')
}

/** Synchronized collections serialize themselves, which puts their fields two elements further down. */
function pathTo(element: XmlElement, field: string): readonly XmlElement[] | undefined {
  const direct = childOf(element, field)
  if (direct !== undefined) return [direct]
  for (const part of element.children) {
    const fields = childOf(part, 'default')
    const inner = fields && childOf(fields, field)
    if (fields !== undefined && inner !== undefined) return [part, fields, inner]
  }
  return undefined
}
