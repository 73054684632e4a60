import type { XmlElement } from '../xml/element.ts'
import type { StyleBodyDigest } from './digest.ts'
import { kinds, type Kind } from './kinds/property.ts'
import type { CatalogObject } from './object.ts'
import { holdsPassword } from './passwords.ts'

/** What a file held when it looked like this. */
export interface CacheEntry<Value> {
  readonly size: number
  readonly mtimeNs: bigint
  readonly inode: bigint
  readonly value: Value
}

export interface CacheEntries {
  readonly objects: Map<string, CacheEntry<CatalogObject | null>>
  readonly bodies: Map<string, CacheEntry<StyleBodyDigest>>
}

/** Changes whenever files written before must not be read any more. */
const format = 1

/** The cache as text, without objects that hold passwords. */
export function jsonOfEntries({ objects, bodies }: CacheEntries): string {
  return JSON.stringify({
    format,
    objects: [...objects]
      .filter(([, { value }]) => value === null || !holdsPassword(value))
      .map(([path, entry]) => [path, ...lookOf(entry), entry.value && jsonOfObject(entry.value)]),
    bodies: [...bodies].map(([path, entry]) => [path, ...lookOf(entry), entry.value.sha256]),
  })
}

/** Reads the text back; undefined when any of it is not as it was written. */
export function entriesFromJson(text: string): CacheEntries | undefined {
  try {
    const json: unknown = JSON.parse(text)
    if (!isRecord(json) || json['format'] !== format) return undefined
    return {
      objects: new Map(arrayOf(json['objects']).map((entry) => entryFrom(entry, objectFrom))),
      bodies: new Map(
        arrayOf(json['bodies']).map((entry) =>
          entryFrom(entry, (value, size): StyleBodyDigest => ({ sha256: stringOf(value), size })),
        ),
      ),
    }
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}

function lookOf(entry: CacheEntry<unknown>): readonly [number, string, string] {
  return [entry.size, String(entry.mtimeNs), String(entry.inode)]
}

function jsonOfObject({ kind, root, id, properties }: CatalogObject): unknown {
  return [kind, root, id, properties.map(jsonOfElement)]
}

/** `[name, attributes, text or children]`, which is a third of the size of the object's own JSON. */
function jsonOfElement({ name, attributes, children, text }: XmlElement): unknown {
  return [name, attributes, children.length === 0 ? text : children.map(jsonOfElement)]
}

function entryFrom<Value>(
  json: unknown,
  valueFrom: (value: unknown, size: number) => Value,
): [string, CacheEntry<Value>] {
  const [path, size, mtimeNs, inode, value] = arrayOf(json)
  if (typeof size !== 'number') throw damaged()
  const look = { size, mtimeNs: BigInt(stringOf(mtimeNs)), inode: BigInt(stringOf(inode)) }
  return [stringOf(path), { ...look, value: valueFrom(value, size) }]
}

function objectFrom(json: unknown): CatalogObject | null {
  if (json === null) return null
  const [kind, root, id, properties] = arrayOf(json)
  if (!isKind(kind)) throw damaged()
  return { kind, root: stringOf(root), id: stringOf(id), properties: arrayOf(properties).map(elementFrom) }
}

function elementFrom(json: unknown): XmlElement {
  const [name, attributes, content] = arrayOf(json)
  if (!isRecord(attributes)) throw damaged()
  const texts: Record<string, string> = {}
  for (const [key, value] of Object.entries(attributes)) texts[key] = stringOf(value)
  return typeof content === 'string'
    ? { name: stringOf(name), attributes: texts, children: [], text: content }
    : { name: stringOf(name), attributes: texts, children: arrayOf(content).map(elementFrom), text: '' }
}

function isKind(value: unknown): value is Kind {
  return kinds.some((kind) => kind === value)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function arrayOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw damaged()
  return value
}

function stringOf(value: unknown): string {
  if (typeof value !== 'string') throw damaged()
  return value
}

function damaged(): Error {
  return new SyntaxError('The cache does not hold what it should.')
}
