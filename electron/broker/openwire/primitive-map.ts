import { encodeModifiedUtf8 } from './modified-utf8.ts'
import { MalformedFrame, OctetReader, OctetWriter } from './octets.ts'
import { say } from '../../sentences/say.ts'

/** A value of a primitive map, with its type where JavaScript has fewer of them. */
export type Primitive =
  | { readonly type: 'null' }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'byte' | 'short' | 'int' | 'double' | 'float'; readonly value: number }
  | { readonly type: 'long'; readonly value: bigint }
  | { readonly type: 'char' | 'string'; readonly value: string }
  | { readonly type: 'bytes'; readonly value: Buffer }
  | { readonly type: 'map'; readonly value: PrimitiveMap }
  | { readonly type: 'list'; readonly value: readonly Primitive[] }

/** Names are arbitrary strings, so this is a Map and no object. */
export type PrimitiveMap = ReadonlyMap<string, Primitive>

/** What a type is called on the wire; long strings go by a number of their own. */
const codes = {
  ...{ null: 0, boolean: 1, byte: 2, char: 3, short: 4, int: 5, long: 6, double: 7, float: 8 },
  ...{ string: 9, bytes: 10, map: 11, list: 12, longString: 13 },
} as const

const depthLimit = 16
/** The least an entry takes: an empty name and an absent value. */
const leastEntry = 3
/** From how many UTF-16 units on Java writes a string with a long length. */
const longFrom = 8191

/**
 * Reads message properties, the body of a MapMessage or what a WireFormatInfo offers.
 * @throws MalformedFrame
 */
export function decodePrimitiveMap(bytes: Buffer | null): PrimitiveMap {
  if (bytes === null) return new Map()
  const reader = new OctetReader(bytes)
  const map = readMap(reader, 0)
  reader.end()
  return map
}

/** Writes a primitive map. Names are modified UTF-8; string values are the standard form, which is how Java reads them. */
export function encodePrimitiveMap(map: PrimitiveMap): Buffer {
  const writer = new OctetWriter()
  writeMap(writer, map)
  return writer.take()
}

/** Properties that are strings, as all of a GeoServer's and ours are. */
export function stringProperties(properties: Readonly<Record<string, string>>): PrimitiveMap {
  return new Map(Object.entries(properties).map(([name, value]) => [name, { type: 'string', value }]))
}

/** A value as text; undefined for what has none (nothing, a list, a map, bytes). */
export function textOfPrimitive(primitive: Primitive): string | undefined {
  switch (primitive.type) {
    case 'null':
    case 'map':
    case 'list':
    case 'bytes':
      return undefined
    default:
      return String(primitive.value)
  }
}

function readMap(reader: OctetReader, depth: number): PrimitiveMap {
  const map = new Map<string, Primitive>()
  const count = reader.int()
  if (count === -1) return map
  reader.count(count, leastEntry)
  for (let index = 0; index < count; index += 1) {
    const name = reader.text()
    map.set(name, readPrimitive(reader, depth))
  }
  return map
}

function readPrimitive(reader: OctetReader, depth: number): Primitive {
  if (depth > depthLimit) throw new MalformedFrame(say('openWire.mapTooDeep'))
  const type = reader.type()
  switch (type) {
    case codes.null:
      return { type: 'null' }
    case codes.boolean:
      return { type: 'boolean', value: reader.bool() }
    case codes.byte:
      return { type: 'byte', value: reader.byte() }
    case codes.char:
      return { type: 'char', value: String.fromCharCode(reader.short() & 0xffff) }
    case codes.short:
      return { type: 'short', value: reader.short() }
    case codes.int:
      return { type: 'int', value: reader.int() }
    case codes.long:
      return { type: 'long', value: reader.long() }
    case codes.double:
      return { type: 'double', value: reader.double() }
    case codes.float:
      return { type: 'float', value: reader.float() }
    case codes.string:
      return { type: 'string', value: reader.text() }
    case codes.bytes:
      return { type: 'bytes', value: reader.raw(reader.int()) }
    case codes.map:
      return { type: 'map', value: readMap(reader, depth + 1) }
    case codes.list: {
      const count = reader.count(reader.int(), 1)
      const value = Array.from({ length: count }, () => readPrimitive(reader, depth + 1))
      return { type: 'list', value }
    }
    case codes.longString:
      return { type: 'string', value: reader.longText() }
    default:
      throw new MalformedFrame(say('openWire.unknownType', { type }))
  }
}

function writeMap(writer: OctetWriter, map: PrimitiveMap): void {
  writer.int(map.size)
  for (const [name, value] of map) {
    writer.text(name)
    writePrimitive(writer, value)
  }
}

function writePrimitive(writer: OctetWriter, primitive: Primitive): void {
  if (primitive.type !== 'string') writer.byte(codes[primitive.type])
  switch (primitive.type) {
    case 'null':
      return
    case 'boolean':
      writer.bool(primitive.value)
      return
    case 'byte':
      writer.byte(primitive.value)
      return
    case 'char':
      writer.raw(Buffer.of(primitive.value.charCodeAt(0) >> 8, primitive.value.charCodeAt(0) & 0xff))
      return
    case 'short':
      writer.short(primitive.value)
      return
    case 'int':
      writer.int(primitive.value)
      return
    case 'long':
      writer.long(primitive.value)
      return
    case 'double':
      writer.double(primitive.value)
      return
    case 'float':
      writer.float(primitive.value)
      return
    case 'string':
      writeString(writer, primitive.value)
      return
    case 'bytes':
      writer.int(primitive.value.length)
      writer.raw(primitive.value)
      return
    case 'map':
      writeMap(writer, primitive.value)
      return
    case 'list':
      writer.int(primitive.value.length)
      for (const each of primitive.value) writePrimitive(writer, each)
  }
}

function writeString(writer: OctetWriter, text: string): void {
  // Only half a surrogate pair has no standard form.
  const bytes = text.isWellFormed() ? Buffer.from(text, 'utf8') : encodeModifiedUtf8(text)
  if (text.length < longFrom) {
    writer.byte(codes.string)
    writer.shortRaw(bytes)
  } else {
    writer.byte(codes.longString)
    writer.int(bytes.length)
    writer.raw(bytes)
  }
}
