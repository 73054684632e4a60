import type { OctetReader, OctetWriter } from './octets.ts'
import type { PlainValues, Throwable } from './structures.ts'

/** How a field that holds no other structure is read and written. */
export interface PlainKind<Value> {
  readonly empty: Value
  readonly read: (reader: OctetReader) => Value
  readonly write: (writer: OctetWriter, value: Value) => void
}

const magicLength = 8

export const plainKinds: { readonly [Kind in keyof PlainValues]: PlainKind<PlainValues[Kind]> } = {
  bool: { empty: false, read: (reader) => reader.bool(), write: (writer, value) => writer.bool(value) },
  byte: { empty: 0, read: (reader) => reader.byte(), write: (writer, value) => writer.byte(value) },
  int: { empty: 0, read: (reader) => reader.int(), write: (writer, value) => writer.int(value) },
  long: { empty: 0n, read: (reader) => reader.long(), write: (writer, value) => writer.long(value) },
  str: { empty: null, read: readText, write: writeText },
  bytes: { empty: null, read: readBytes, write: writeBytes },
  throwable: { empty: null, read: readThrowable, write: writeThrowable },
  magic: {
    empty: 'ActiveMQ',
    read: (reader) => reader.raw(magicLength).toString('latin1'),
    write: (writer, value) => writer.raw(Buffer.from(value, 'latin1')),
  },
}

function readText(reader: OctetReader): string | null {
  return reader.bool() ? reader.text() : null
}

function writeText(writer: OctetWriter, value: string | null): void {
  writer.bool(value !== null)
  if (value !== null) writer.text(value)
}

function readBytes(reader: OctetReader): Buffer | null {
  return reader.bool() ? reader.raw(reader.int()) : null
}

function writeBytes(writer: OctetWriter, value: Buffer | null): void {
  writer.bool(value !== null)
  if (value === null) return
  writer.int(value.length)
  writer.raw(value)
}

/** Stack traces would follow, but each side sends them only if both offered to. */
function readThrowable(reader: OctetReader): Throwable | null {
  return reader.bool() ? { className: readText(reader), message: readText(reader) } : null
}

function writeThrowable(writer: OctetWriter, value: Throwable | null): void {
  writer.bool(value !== null)
  if (value === null) return
  writeText(writer, value.className)
  writeText(writer, value.message)
}
