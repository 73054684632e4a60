import { EndOfBytes, MalformedFrame, OctetReader, OctetWriter } from './octets.ts'
import { plainKinds } from './plain-kinds.ts'
import { structures, type Field, type Structure, type StructureName } from './structures.ts'
import { say } from '../../sentences/say.ts'

/** The versions of the protocol this client speaks; each connection settles on one. */
export const newestVersion = 12
export const oldestVersion = 6

const depthLimit = 16

/** A structure while its fields come in. */
type Draft = Record<string, unknown>

/** How one field is read and written in this version of the protocol. */
interface FieldCodec {
  readonly empty: unknown
  readonly read: (reader: OctetReader, depth: number) => unknown
  readonly write: (writer: OctetWriter, value: unknown) => void
}

interface CompiledStructure {
  readonly name: StructureName
  readonly type: number
  readonly fields: readonly (FieldCodec & { readonly name: string })[]
}

/** Reads and writes frames of one version of the protocol, in the loose encoding, without caches and stack traces. */
export class Codec {
  readonly #version: number
  readonly #byName = new Map<string, CompiledStructure>()
  readonly #byType = new Map<number, CompiledStructure>()

  constructor(version: number) {
    this.#version = version
    for (const name of Object.keys(structures) as StructureName[]) {
      const { type, fields } = structures[name]
      const compiled = {
        name,
        type,
        fields: Object.entries<Field>(fields).map(([field, kind]) => ({
          name: field,
          ...this.#compile(kind),
        })),
      }
      this.#byName.set(name, compiled)
      this.#byType.set(type, compiled)
    }
  }

  /**
   * Reads what a frame holds.
   * @param frame without its size
   * @returns undefined for a type nobody sends to a client
   * @throws MalformedFrame
   */
  decode(frame: Buffer): Structure | undefined {
    const reader = new OctetReader(frame)
    const compiled = this.#byType.get(reader.type())
    if (compiled === undefined) return undefined
    const structure = this.#readStructure(reader, compiled, 0)
    reader.end()
    return structure
  }

  /**
   * Reads the beginning of a frame that was too large to be kept. Fields that did not arrive are empty.
   * @throws MalformedFrame
   */
  decodeBeginning(beginning: Buffer): Structure | undefined {
    try {
      return this.decode(beginning)
    } catch (error) {
      if (error instanceof EndOfBytes && error.sofar !== undefined) return error.sofar as Structure
      throw error
    }
  }

  /**
   * The frame of a structure, with its size in front.
   * @throws RangeError for a text longer than the protocol allows
   */
  encode(structure: Structure): Buffer {
    const writer = new OctetWriter()
    writer.int(0)
    this.#writeStructure(writer, structure)
    writer.setInt(writer.length - 4, 0)
    return writer.take()
  }

  /** What comes out has the fields the table lists, which is what the type is made from. */
  #readStructure(reader: OctetReader, { name, fields }: CompiledStructure, depth: number): Structure {
    if (depth > depthLimit) throw new MalformedFrame(say('openWire.nestedTooDeeply'))
    const draft: Draft = { name }
    // With every field there from the start, all structures of a name have one shape.
    for (const field of fields) draft[field.name] = field.empty
    let current = ''
    try {
      for (const field of fields) {
        current = field.name
        draft[current] = field.read(reader, depth)
      }
    } catch (error) {
      if (error instanceof EndOfBytes) {
        if (error.sofar !== undefined) draft[current] = error.sofar
        error.sofar = draft
      }
      throw error
    }
    return draft as unknown as Structure
  }

  #writeStructure(writer: OctetWriter, structure: Structure): void {
    const compiled = this.#byName.get(structure.name)
    if (compiled === undefined) throw new TypeError(`${structure.name} is no structure`)
    writer.byte(compiled.type)
    const values: Draft = { ...structure }
    for (const { name, write } of compiled.fields) write(writer, values[name])
  }

  #compile(kind: Field): FieldCodec {
    if (typeof kind === 'string') return plainKinds[kind] as FieldCodec
    if ('of' in kind) return this.#nested(new Set(kind.of))
    if ('listOf' in kind) return listOf(this.#nested(new Set(kind.listOf)))
    const field = this.#compile(kind.field)
    const absent = { empty: field.empty, read: () => field.empty, write: () => undefined }
    return kind.since <= this.#version ? field : absent
  }

  /** A structure inside another one: only those the table allows in that place are read at all. */
  #nested(allowed: ReadonlySet<string>): FieldCodec {
    return {
      empty: null,
      read: (reader, depth) => {
        if (!reader.bool()) return null
        const type = reader.type()
        const compiled = this.#byType.get(type)
        if (compiled === undefined || !allowed.has(compiled.name))
          throw new MalformedFrame(say('openWire.outOfPlace', { type }))
        return this.#readStructure(reader, compiled, depth + 1)
      },
      write: (writer, value) => {
        writer.bool(value !== null)
        if (value !== null) this.#writeStructure(writer, value as Structure)
      },
    }
  }
}

function listOf(element: FieldCodec): FieldCodec {
  return {
    empty: null,
    read: (reader, depth) => {
      if (!reader.bool()) return null
      const count = reader.count(reader.short(), 1)
      try {
        return Array.from({ length: count }, () => element.read(reader, depth))
      } catch (error) {
        // Half a list is none.
        if (error instanceof EndOfBytes) error.sofar = undefined
        throw error
      }
    },
    write: (writer, value) => {
      writer.bool(value !== null)
      if (value === null) return
      const list = value as readonly unknown[]
      writer.short(list.length)
      for (const each of list) element.write(writer, each)
    },
  }
}

type Optional<Name extends StructureName> = Partial<Omit<Structure<Name>, 'name'>>

/** A structure of that name, with every field that is not given empty. */
export function structure<Name extends StructureName>(name: Name, given: Optional<Name>): Structure<Name> {
  const draft: Draft = { name }
  for (const [field, kind] of Object.entries<Field>(structures[name].fields)) draft[field] = emptyOf(kind)
  return Object.assign(draft, given) as unknown as Structure<Name>
}

function emptyOf(kind: Field): unknown {
  if (typeof kind === 'string') return plainKinds[kind].empty
  return 'since' in kind ? emptyOf(kind.field) : null
}
