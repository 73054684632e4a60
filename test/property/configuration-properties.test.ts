import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatJavaProperties,
  MalformedProperties,
  parseJavaProperties,
} from '../../electron/engine/configuration/java-properties.ts'

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[ \t\f\r\n=:#!\\ua-f0-9é€]{0,12}$/),
  // Half of a surrogate pair is a character to Java like any other.
  fc.constantFrom('\ud800', '\udc00x', ' ', '\\', '\\u0041', '#', '!'),
)

describe('a .properties file', () => {
  it('read back holds exactly the keys and values that were written', () => {
    fc.assert(
      fc.property(fc.dictionary(text, text, { noNullPrototype: false }), (properties) => {
        const written = new Map(Object.entries(properties))
        const bytes = formatJavaProperties(written)
        expect(new Map([...parseJavaProperties(bytes)].toSorted())).toEqual(new Map([...written].toSorted()))
        expect(bytes.every((byte) => byte === 0x0a || (byte >= 0x20 && byte < 0x7f))).toBe(true)
        expect(formatJavaProperties(parseJavaProperties(bytes)).equals(bytes)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('of any bytes at all is read, or refused with a line that exists', () => {
    const lines = fc
      .array(fc.oneof(text, fc.stringMatching(/^[\\u =:a-f\r]{0,9}$/)))
      .map((all) => all.join('\n'))
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          lines.map((joined) => Buffer.from(joined, 'latin1')),
        ),
        (bytes) => {
          try {
            parseJavaProperties(bytes)
          } catch (error) {
            if (!(error instanceof MalformedProperties)) throw error
            const count = Buffer.from(bytes)
              .toString('latin1')
              .split(/\r\n|[\r\n]/).length
            expect(error.line).toBeGreaterThanOrEqual(1)
            expect(error.line).toBeLessThanOrEqual(count)
          }
        },
      ),
      { numRuns: 1000 },
    )
  })
})
