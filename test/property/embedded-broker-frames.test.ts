import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeFrame, FrameParser, type Frame } from '../../electron/broker/embedded/stomp/frames.ts'
import { stompVersions } from '../../electron/broker/embedded/header-escaping.ts'
import { octetsOf, textOf } from '../../electron/broker/embedded/octets.ts'
import { ProtocolError } from '../../electron/broker/embedded/protocol-error.ts'

const anyOctets = fc
  .uint8Array({ maxLength: 40, size: 'max' })
  .map((bytes) => Buffer.from(bytes).toString('latin1'))
/** STOMP 1.1 has no way to write a carriage return, and 1.0 none for a colon in a name or a line end. */
const octetsWithout = (pattern: RegExp) => anyOctets.map((octets) => octets.replaceAll(pattern, '.'))

const frameOf = (name: fc.Arbitrary<string>, value: fc.Arbitrary<string>): fc.Arbitrary<Frame> =>
  fc
    .record({
      command: fc.constantFrom('SEND', 'MESSAGE', 'ERROR', 'X'),
      headers: fc.array(fc.tuple(name, value), { maxLength: 8 }),
      body: fc.uint8Array({ maxLength: 300, size: 'max' }),
    })
    .map(({ command, headers, body }) => ({
      command,
      headers: new Map([...headers.filter(([key]) => key !== 'content-length')]),
      body: Buffer.from(body),
    }))
    .map((frame) =>
      frame.body.includes(0)
        ? { ...frame, headers: new Map([...frame.headers, ['content-length', String(frame.body.length)]]) }
        : frame,
    )

const framesOf = {
  '1.2': frameOf(anyOctets, anyOctets),
  '1.1': frameOf(octetsWithout(/\r/g), octetsWithout(/\r/g)),
  '1.0': frameOf(
    octetsWithout(/[\n\r:]/g).map((name) => name.trim()),
    octetsWithout(/[\n\r]/g).map((value) => value.trim()),
  ),
}

/** The bytes cut at these places, as a socket might. */
function chunksOf(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])]
  const sorted = places.toSorted((one, other) => one - other)
  return sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end))
}

function framesIn(parser: FrameParser, chunks: readonly Buffer[]): Frame[] {
  const frames: Frame[] = []
  for (const chunk of chunks) {
    parser.push(chunk)
    for (let frame = parser.next(); frame !== undefined; frame = parser.next()) {
      frames.push({ ...frame, body: Buffer.from(frame.body) })
    }
  }
  return frames
}

test.each(stompVersions)(
  'STOMP %s frames are read as they were written, wherever the bytes are cut',
  (version) => {
    fc.assert(
      fc.property(
        fc.array(framesOf[version], { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(), { maxLength: 30, size: 'max' }),
        fc.nat({ max: 3 }),
        (frames, cuts, lineEnds) => {
          const parser = new FrameParser()
          parser.version = version
          const between = Buffer.from('\n'.repeat(lineEnds))
          const bytes = Buffer.concat(frames.flatMap((frame) => [encodeFrame(frame, version), between]))
          expect(framesIn(parser, chunksOf(bytes, cuts))).toEqual(frames)
        },
      ),
    )
  },
)

test('cutting after every byte changes nothing', () => {
  fc.assert(
    fc.property(framesOf['1.2'], (frame) => {
      const parser = new FrameParser()
      parser.version = '1.2'
      const bytes = encodeFrame(frame, '1.2')
      const chunks = Array.from(bytes, (_, index) => bytes.subarray(index, index + 1))
      expect(framesIn(parser, chunks)).toEqual([frame])
    }),
    { numRuns: 50 },
  )
})

test('whatever bytes come, they are read, waited for or refused as a protocol error', () => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc
      .array(fc.constantFrom('SEND', '\n', '\r\n', ':', '\\', '\\c', '\0', 'content-length:', '7', 'a'), {
        maxLength: 40,
      })
      .map((parts) => Buffer.from(parts.join(''))),
  )
  fc.assert(
    fc.property(noise, fc.array(fc.nat(), { maxLength: 10 }), (bytes, cuts) => {
      const parser = new FrameParser({ commandBytes: 20, headerLineBytes: 30, headerCount: 3, bodyBytes: 50 })
      parser.version = '1.2'
      try {
        for (const frame of framesIn(parser, chunksOf(Buffer.from(bytes), cuts))) {
          expect(frame.headers.size).toBeLessThanOrEqual(3)
          expect(frame.body.length).toBeLessThanOrEqual(50)
        }
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError)
      }
    }),
  )
})

test('text survives being octets', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(textOf(octetsOf(text))).toBe(text)
    }),
  )
})
