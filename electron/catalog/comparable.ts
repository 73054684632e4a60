import { childText, isEmptyElement, type XmlElement } from '../xml/element.ts'
import { codeOf, meaningOf, normalised } from './coordinate-reference-system.ts'
import type { Kind, Property } from './kinds/property.ts'
import { byNameOf, propertiesOf } from './kinds/table.ts'
import type { CatalogObject } from './object.ts'
import { clearPassword, withPasswords } from './passwords.ts'
import { hiddenSecret } from '../secrets/mark.ts'

export interface ComparableOptions {
  /** What stands for a clear password: the same for the same one, and no way back. Without it all look alike. */
  readonly fingerprint?: (password: string) => string
  /** The id to compare by in place of the one an object refers to. */
  readonly idAs?: (id: string) => string
}

const knownSystemsLimit = 500

/** A value in one spelling; undefined when it means the same as no value. */
type Canonical = string | null | readonly Canonical[] | { readonly [name: string]: Canonical }

/**
 * What counts of an object, property by property, so that equal texts mean equal configuration, whatever the files or
 * messages it came from. Left out is what means the same as nothing (empty collections, the table's defaults), what
 * the table says is not compared, and what is never persisted; the object's own id is not part of it. Encrypted
 * passwords all look alike.
 * @returns texts by property name: plain for single values, JSON for others
 */
export function comparableProperties(
  object: CatalogObject,
  options: ComparableOptions = {},
): ReadonlyMap<string, string> {
  const comparable = new Comparable(object.kind, options)
  const texts = new Map<string, string>()
  for (const [name, value] of comparable.properties(
    object.properties,
    propertiesOf(object.kind, object.root),
  )) {
    if (name !== 'id') texts.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
  return new Map([...texts].toSorted(([left], [right]) => compareText(left, right)))
}

/** The text of one value, whether it is compared or not; undefined when it means the same as no value. */
export function comparableText(kind: Kind, property: Property, element: XmlElement): string | undefined {
  const value = new Comparable(kind, {}).value(property, element)
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value)
}

/** Metadata GeoServer writes or not, meaning the same. */
const metadataDefaults: Readonly<Partial<Record<Kind, Readonly<Record<string, string>>>>> = {
  wmsStore: { useConnectionPooling: 'true' },
  wmtsStore: { useConnectionPooling: 'true' },
}

class Comparable {
  readonly #kind: Kind
  readonly #options: ComparableOptions

  constructor(kind: Kind, options: ComparableOptions) {
    this.#kind = kind
    this.#options = options
  }

  properties(elements: readonly XmlElement[], properties: readonly Property[]): Map<string, Canonical> {
    const byName = byNameOf(properties)
    const values = new Map<string, Canonical>()
    const unknown = new Map<string, Canonical[]>()
    for (const element of elements) {
      const property = byName.get(element.name)
      if (property === undefined) {
        const value = this.#opaque(element)
        if (value !== undefined) addTo(unknown, element.name, value)
        continue
      }
      if (property.persisted !== 'always' || property.notCompared !== undefined) continue
      const value = this.value(property, element)
      if (value !== undefined) values.set(element.name, value)
    }
    // Extensions may write a list without an element around it.
    for (const [name, [first = null, ...others]] of unknown) {
      values.set(name, others.length === 0 ? first : [first, ...others])
    }
    return values
  }

  value(property: Property, element: XmlElement): Canonical | undefined {
    const { type } = property
    switch (type.type) {
      case 'text':
        return this.#text(property, type.java, element)
      case 'password':
        return element.text === '' ? undefined : this.#sealed(element.text)
      case 'reference':
        return this.#reference(element)
      case 'references':
        return nonEmpty(
          asSet(
            element.children.map((item) => this.#reference(item) ?? null),
            type.set,
          ),
        )
      case 'strings':
        return nonEmpty(
          asSet(
            element.children.map((item) => (item.name === 'null' ? null : this.#textOf(item))),
            type.set,
          ),
        )
      case 'keywords':
        return nonEmpty(element.children.map((item) => item.text))
      case 'metadata':
      case 'parameters':
        return this.#entries(property, element)
      case 'envelope':
        return this.#bounds(element)
      case 'crs':
        return element.text.trim() === '' ? undefined : definitionOf(element.text)
      case 'grid':
        return this.#grid(element)
      case 'range':
        return nonEmptyMap(element.children.map((bound) => [bound.name, decimal(bound.text)]))
      case 'international':
        return element.children.length === 0
          ? nonEmptyMap(element.text === '' ? [] : [['default', element.text]])
          : nonEmptyMap(element.children.map((text) => [text.name.replaceAll('_', '-'), text.text]))
      case 'structure':
        return this.#structure(element, type.properties)
      case 'structures':
        return nonEmpty(element.children.map((item) => this.#structure(item, type.properties) ?? {}))
      case 'backReference':
        return undefined
      case 'opaque':
        return this.#opaque(element)
    }
  }

  #text(property: Property, java: string, element: XmlElement): Canonical | undefined {
    if (element.children.length > 0) return this.#opaque(element)
    const text = canonicalScalar(java, this.#textOf(element))
    // GeoServer cannot take a text away again, only empty it.
    if (text === '' && java === 'string') return undefined
    return property.default !== undefined && text === canonicalScalar(java, property.default)
      ? undefined
      : text
  }

  /** The text of an element with the passwords in it sealed. */
  #textOf(element: XmlElement): string {
    return withPasswords(element, (password) => this.#sealed(password)).text
  }

  #sealed(password: string): string {
    const clear = clearPassword(password)
    if (clear === undefined || this.#options.fingerprint === undefined) return hiddenSecret
    return `fingerprint:${this.#options.fingerprint(clear)}`
  }

  #reference(element: XmlElement): Canonical | undefined {
    const id = childText(element, 'id')
    if (id !== undefined) return this.#options.idAs?.(id) ?? id
    return isEmptyElement(element) ? undefined : JSON.stringify(this.#opaque(element))
  }

  #entries(property: Property, element: XmlElement): Canonical | undefined {
    const defaults = property.name === 'metadata' ? (metadataDefaults[this.#kind] ?? {}) : {}
    return nonEmptyMap(
      element.children.flatMap((entry): [string, Canonical][] => {
        const key = entry.attributes['key'] ?? ''
        if (entry.attributes['class'] === 'null') return []
        if (entry.children.length > 0) return [[key, this.#opaque(entry) ?? '']]
        return Object.hasOwn(defaults, key) && defaults[key] === entry.text
          ? []
          : [[key, this.#textOf(entry)]]
      }),
    )
  }

  #bounds(element: XmlElement): Canonical | undefined {
    return nonEmptyMap(
      element.children.map((part): [string, Canonical] => [
        part.name,
        part.name === 'crs' ? canonicalCrs(part.text) : decimal(part.text),
      ]),
    )
  }

  #grid(element: XmlElement): Canonical | undefined {
    return nonEmptyMap([
      ...Object.entries(withoutClass(element.attributes)),
      ...element.children.map((part): [string, Canonical] => {
        if (part.name === 'crs') return [part.name, canonicalCrs(part.text)]
        if (part.name === 'transform') return [part.name, transform(part)]
        return [part.name, this.#opaque(part) ?? '']
      }),
    ])
  }

  #structure(element: XmlElement, properties: readonly Property[]): Canonical | undefined {
    if (element.name === 'null') return null
    if (element.children.length === 0) return element.text === '' ? undefined : this.#textOf(element)
    return nonEmptyMap(this.properties(element.children, properties))
  }

  /** Any element: a text, a map without order, or named values in order. */
  #opaque(element: XmlElement): Canonical | undefined {
    const sealed = withPasswords(element, (password) => this.#sealed(password))
    return isEmptyElement(sealed) ? undefined : opaque(sealed)
  }
}

function opaque(element: XmlElement): Canonical {
  const { key: _, ...attributes } = withoutClass(element.attributes)
  const hasAttributes = Object.keys(attributes).length > 0
  if (element.children.length === 0) return hasAttributes ? { attributes, text: element.text } : element.text
  const children = inFieldOrder(element).map((child): Canonical => [child.name, keyOf(child), opaque(child)])
  const isMap = element.children.every((child) => child.name === 'entry')
  const ordered = isMap ? asSet(children, true) : children
  return hasAttributes ? { attributes, children: ordered } : ordered
}

/** Parts of an SQL view that are maps on the wire, which keep no order. */
const unordered: ReadonlySet<string> = new Set(['geometry', 'parameter'])

/**
 * The fields of an object by name, since XStream reads them in any order; the items of a list as they are, whether an
 * element around them holds the list or not.
 */
function inFieldOrder(element: XmlElement): readonly XmlElement[] {
  if (element.children.every(({ name }) => scalarNames.has(name))) return element.children
  const isSqlView = element.name === 'virtualTable'
  return element.children.toSorted((left, right) => {
    const byName = compareText(left.name, right.name)
    if (byName !== 0 || !isSqlView || !unordered.has(left.name)) return byName
    return compareText(childText(left, 'name') ?? '', childText(right, 'name') ?? '')
  })
}

/** Names values have in lists, where order counts. */
const scalarNames: ReadonlySet<string> = new Set([
  'string',
  'int',
  'long',
  'double',
  'boolean',
  'float',
  'null',
])

function keyOf(element: XmlElement): Canonical {
  return element.attributes['key'] ?? null
}

function withoutClass(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { class: _, ...rest } = attributes
  return rest
}

/** Older versions write the second shear under the name of the first. */
function transform(element: XmlElement): Canonical {
  const seen = new Set<string>()
  return Object.fromEntries(
    element.children.map((part) => {
      const name = part.name === 'shearX' && seen.has(part.name) ? 'shearY' : part.name
      seen.add(part.name)
      return [name, decimal(part.text)]
    }),
  )
}

/** Of a box or a grid GeoServer keeps the code alone. */
const canonicalCrs = remembered((text) => codeOf(text) ?? normalised(text))
const definitionOf = remembered(meaningOf)

/** Parsing well-known text is slow and most layers share a few. */
function remembered(compute: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const canonical = compute(text)
    if (known.size >= knownSystemsLimit) known.clear()
    known.set(text, canonical)
    return canonical
  }
}

function canonicalScalar(java: string, text: string): string {
  switch (java) {
    case 'double':
    case 'float':
      return decimal(text)
    case 'int':
    case 'long':
      return /^[+-]?\d{1,20}$/.test(text.trim()) ? String(BigInt(text.trim().replace(/^\+/, ''))) : text
    case 'boolean':
      return text.trim().toLowerCase()
    default:
      return text
  }
}

/** A number as JavaScript writes it, whatever Java wrote: `1`, `1.0` and `1.0E0` are one. */
function decimal(text: string): string {
  const trimmed = text.trim()
  const infinity = /^([+-]?)inf(?:inity)?$/i.exec(trimmed)
  if (infinity !== null) return infinity[1] === '-' ? '-Infinity' : 'Infinity'
  const value = trimmed === '' ? NaN : Number(trimmed)
  return Number.isNaN(value) ? trimmed : String(value)
}

function nonEmpty(items: readonly Canonical[]): Canonical | undefined {
  return items.length === 0 ? undefined : items
}

function nonEmptyMap(entries: Iterable<readonly [string, Canonical]>): Canonical | undefined {
  const sorted = [...new Map(entries)].toSorted(([left], [right]) => compareText(left, right))
  return sorted.length === 0 ? undefined : Object.fromEntries(sorted)
}

/** Without order and repetition, if it is a set. */
function asSet(items: readonly Canonical[], isSet: boolean | undefined): readonly Canonical[] {
  if (isSet !== true) return items
  const texts = new Map(items.map((item) => [JSON.stringify(item), item]))
  return [...texts].toSorted(([left], [right]) => compareText(left, right)).map(([, item]) => item)
}

function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}

/** By code unit, so that the order is the same everywhere. */
function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
