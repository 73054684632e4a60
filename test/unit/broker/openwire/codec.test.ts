import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Codec, structure } from '../../../../electron/broker/openwire/codec.ts'
import { contentOf, encodeStringObject } from '../../../../electron/broker/openwire/message-body.ts'
import { decodeModifiedUtf8, encodeModifiedUtf8 } from '../../../../electron/broker/openwire/modified-utf8.ts'
import { MalformedFrame } from '../../../../electron/broker/openwire/octets.ts'
import {
  decodePrimitiveMap,
  encodePrimitiveMap,
  stringProperties,
  type Primitive,
} from '../../../../electron/broker/openwire/primitive-map.ts'
import { structures, type AnyMessage } from '../../../../electron/broker/openwire/structures.ts'
import { recordedFrames } from './goldens.ts'

const frames = recordedFrames()
const codecs = new Map([6, 9, 10, 11, 12].map((version) => [version, new Codec(version)]))
const codecOf = (version: number) => {
  const codec = codecs.get(version)
  if (codec === undefined) throw new Error(`no codec for version ${version}`)
  return codec
}
const newest = codecOf(12)

/** A structure as the recordings write it: types by number, long numbers as text, bytes and long texts by their sums. */
function asRecorded(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'string') return value.length > 2000 ? textSum(value) : value
  if (Buffer.isBuffer(value)) return value.length > 600 ? bytesSum(value) : { hex: value.toString('hex') }
  if (Array.isArray(value)) return value.map(asRecorded)
  if (typeof value !== 'object' || value === null) return value
  if ('className' in value && 'message' in value) return { class: value.className, message: value.message }
  const { name, ...fields } = value as { name: keyof typeof structures }
  const entries = Object.entries(fields).map(([field, each]) => [field, asRecorded(each)] as const)
  return { $type: structures[name].type, ...Object.fromEntries(entries) }
}

const textSum = (text: string) => ({
  javaLength: text.length,
  utf16beSha256: createHash('sha256').update(Buffer.from(text, 'utf16le').swap16()).digest('hex'),
})
const bytesSum = (bytes: Buffer) => ({
  length: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
})

/** Of what was recorded, only what came over the wire. */
function onTheWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(onTheWire)
  if (typeof value !== 'object' || value === null) return value
  const derived = new Set(['headHex', 'head', 'tail'])
  const kept = Object.entries(value).filter(
    ([name]) => name === '$type' || (!name.startsWith('$') && !derived.has(name)),
  )
  return Object.fromEntries(kept.map(([name, each]) => [name, onTheWire(each)]))
}

describe('The codec', () => {
  it('reads every recorded frame as ActiveMQ does, and writes the same bytes again', () => {
    expect(frames.length).toBeGreaterThan(1300)
    for (const { file, n, version, frame, decoded } of frames) {
      const codec = codecOf(version)
      const read = codec.decode(frame)
      if (read === undefined) throw new Error(`${file} ${n} is of an unknown type`)
      const expected = onTheWire(decoded)
      // Fields this version does not have are empty here and missing there.
      const both = { ...(asRecorded(read) as object), ...(expected as object) }
      expect([file, n, both]).toEqual([file, n, expected])
      expect([file, n, codec.encode(read).subarray(4).equals(frame)]).toEqual([file, n, true])
    }
  })

  it('reads the properties and bodies of every recorded message', () => {
    let objects = 0
    for (const { frame, version } of frames) {
      const read = codecOf(version).decode(frame)
      const message = read?.name === 'MessageDispatch' ? read.message : read
      if (message?.name === 'WireFormatInfo') decodePrimitiveMap(message.marshalledProperties)
      if (message?.name !== 'ObjectMessage' && message?.name !== 'TextMessage') continue
      decodePrimitiveMap(message.marshalledProperties)
      const content = contentOf(message, 16_000_000)
      expect(['object', 'text', 'bytes', 'empty']).toContain(content.kind)
      if (content.kind === 'object') objects += 1
    }
    expect(objects).toBeGreaterThan(100)
  })

  it('knows what a frame begins with, whatever its end', () => {
    const { frame } =
      frames.find(({ command, frame: { length } }) => command === 'MessageDispatch' && length > 70_000) ?? {}
    if (frame === undefined) throw new Error('no large message was recorded')
    const whole = newest.decode(frame)
    const beginning = newest.decodeBeginning(frame.subarray(0, 1000))
    if (whole?.name !== 'MessageDispatch' || beginning?.name !== 'MessageDispatch')
      throw new Error('no dispatch')
    expect(beginning).toMatchObject({ consumerId: whole.consumerId, destination: whole.destination })
    expect(beginning.message).toMatchObject({ messageId: whole.message?.messageId, content: null })
  })

  it.each([
    ['a structure where it does not belong', '15 00000000 00 01 03', 'out of place'],
    ['bytes that are left over', '0a 00000001 00 00', 'left over'],
    ['a frame that ends early', '0a 000000', 'ends early'],
    ['a negative length', '01 4163746976654d51 0000000c 01 ffffffff', 'negative'],
    ['more bytes than there are', '01 4163746976654d51 0000000c 01 7fffffff', 'ends early'],
    ['a list longer than the frame', '03 00000001 01 00 00 00 00 01 7fff', 'larger than what follows'],
    ['a text that is none', '78 01 0002 c3 28', 'not UTF-8'],
  ])('refuses %s', (_what, hex, reason) => {
    const frame = Buffer.from(hex.replaceAll(' ', ''), 'hex')
    expect(() => newest.decode(frame)).toThrow(reason)
  })

  it('refuses what is nested too deeply', () => {
    // A BrokerInfo that lists a BrokerInfo that lists a BrokerInfo …
    const level = Buffer.from('020000000000000001000101', 'hex')
    expect(() => newest.decode(Buffer.concat(Array.from({ length: 40 }, () => level)))).toThrow(
      'nested too deeply',
    )
  })

  it('throws nothing but what it says it throws, whatever bytes it is given', () => {
    const seeds = frames.filter(({ frame, version }) => version === 12 && frame.length < 3000)
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 })
    fc.assert(
      fc.property(fc.constantFrom(...seeds), damage, fc.nat(), ({ frame }, changes, cut) => {
        const bytes = Buffer.from(frame)
        for (const [at, value] of changes) bytes[at % bytes.length] = value
        const damaged = cut % 3 === 0 ? bytes.subarray(0, 1 + (cut % bytes.length)) : bytes
        for (const read of [() => newest.decode(damaged), () => newest.decodeBeginning(damaged)]) {
          const message = orMalformed(read)
          const inner = message?.name === 'MessageDispatch' ? message.message : message
          if (inner !== undefined && inner !== null && 'content' in inner) {
            orMalformed(() => decodePrimitiveMap(inner.marshalledProperties))
            contentOf(inner, 100_000)
          }
        }
      }),
      { numRuns: 3000 },
    )
  })
})

function orMalformed<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof MalformedFrame) return undefined
    throw error
  }
}

describe('Modified UTF-8', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  )

  it('brings every string back, half surrogate pairs and U+0000 included', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(decodeModifiedUtf8(encodeModifiedUtf8(text))).toBe(text)
      }),
    )
  })

  it('is read in its standard form as well', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeModifiedUtf8(Buffer.from(text, 'utf8'))).toBe(text)
      }),
    )
  })

  it('holds U+0000 in two bytes and a character beyond the BMP in six', () => {
    expect(encodeModifiedUtf8('\0😀').toString('hex')).toBe('c080eda0bdedb880')
  })
})

describe('The body of a message', () => {
  const message = (given: Partial<AnyMessage>): AnyMessage =>
    ({ ...structure('ObjectMessage', {}), ...given }) as AnyMessage

  it('brings every string back as an object, of whatever length', () => {
    for (const text of ['', 'a', 'é😀\0\ud800', 'x'.repeat(65_535), 'x'.repeat(65_536), 'é'.repeat(50_000)]) {
      expect(contentOf(message({ content: encodeStringObject(text) }), 1_000_000)).toEqual({
        kind: 'object',
        text,
      })
    }
  })

  it('takes no object of another class for a string', () => {
    const content = Buffer.from('aced000573720011', 'hex')
    expect(contentOf(message({ content }), 1000)).toEqual({ kind: 'bytes', bytes: 8 })
  })

  it.each([
    ['no Java object', '00000000000000'],
    ['a string longer than its body', 'aced000574ffff61'],
    ['a length nothing can have', 'aced00057c7fffffffffffffff'],
    ['a negative length', 'aced00057cffffffffffffffff'],
    ['something behind the string', 'aced00057400016178'],
  ])('refuses %s', (_what, hex) => {
    expect(contentOf(message({ content: Buffer.from(hex, 'hex') }), 1000)).toMatchObject({
      kind: 'refused',
      because: { code: 'PLB-BROKER-BODY-UNREADABLE' },
    })
  })

  it('inflates no more than the limit', () => {
    const content = deflateSync(encodeStringObject('x'.repeat(1_000_000)))
    expect(contentOf(message({ content, compressed: true }), 10_000)).toMatchObject({
      kind: 'refused',
      because: { code: 'PLB-BROKER-MESSAGE-TOO-LARGE' },
    })
    expect(contentOf(message({ content, compressed: true }), 2_000_000)).toMatchObject({ kind: 'object' })
  })
})

describe('A primitive map', () => {
  const leaf: fc.Arbitrary<Primitive> = fc.oneof(
    fc.constant({ type: 'null' } as const),
    fc.boolean().map((value) => ({ type: 'boolean', value }) as const),
    fc.integer({ min: -128, max: 127 }).map((value) => ({ type: 'byte', value }) as const),
    fc.integer({ min: -32_768, max: 32_767 }).map((value) => ({ type: 'short', value }) as const),
    fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((value) => ({ type: 'int', value }) as const),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => ({ type: 'long', value }) as const),
    fc.double().map((value) => ({ type: 'double', value }) as const),
    fc.float().map((value) => ({ type: 'float', value }) as const),
    fc.string({ unit: 'binary' }).map((value) => ({ type: 'string', value }) as const),
    fc
      .integer({ min: 0, max: 0xffff })
      .map((unit) => ({ type: 'char', value: String.fromCharCode(unit) }) as const),
    fc.uint8Array().map((bytes) => ({ type: 'bytes', value: Buffer.from(bytes) }) as const),
  )
  const value = fc.letrec<{ value: Primitive }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }).map((list) => ({ type: 'list', value: list }) as const),
      fc
        .array(fc.tuple(fc.string(), tie('value')), { maxLength: 4 })
        .map((entries) => ({ type: 'map', value: new Map(entries) }) as const),
    ),
  })).value

  it('brings every value back', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: 'binary' }), value)), (entries) => {
        const map = new Map(entries)
        expect(decodePrimitiveMap(encodePrimitiveMap(map))).toEqual(map)
      }),
    )
  })

  it('writes a string with a long length from 8191 units on, as Java does', () => {
    const typeOf = (length: number) => encodePrimitiveMap(stringProperties({ n: 'x'.repeat(length) }))[7]
    expect([typeOf(8190), typeOf(8191)]).toEqual([9, 13])
  })

  it('keeps names that are those of every object', () => {
    const map = stringProperties({ constructor: 'a', ['__proto__']: 'b', toString: 'c' })
    expect([...decodePrimitiveMap(encodePrimitiveMap(map)).keys()]).toEqual([...map.keys()])
  })

  it('refuses what is nested too deeply', () => {
    const nested = Array.from({ length: 40 }).reduce<Primitive>(
      (inner) => ({ type: 'list', value: [inner] }),
      { type: 'null' },
    )
    expect(() => decodePrimitiveMap(encodePrimitiveMap(new Map([['n', nested]])))).toThrow(
      'nested too deeply',
    )
  })
})
