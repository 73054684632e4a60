import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readJavaString, writeJavaString } from '../../../electron/wire/java-string.ts'
import { failureOf } from '../../support/failures.ts'

const magic = [0xac, 0xed, 0x00, 0x05]
const short = (...bytes: readonly number[]): Buffer =>
  Buffer.from([...magic, 0x74, 0, bytes.length, ...bytes])

describe('a Java-serialized string', () => {
  it('of up to 65535 bytes has a length of two bytes', () => {
    expect([...writeJavaString('abc')]).toEqual([...magic, 0x74, 0x00, 0x03, 0x61, 0x62, 0x63])
    const longest = writeJavaString('x'.repeat(65_535))
    expect([...longest.subarray(4, 7)]).toEqual([0x74, 0xff, 0xff])
    expect(readJavaString(longest)).toBe('x'.repeat(65_535))
  })

  it('of more bytes has a length of eight', () => {
    const text = 'x'.repeat(65_536)
    const written = writeJavaString(text)
    expect([...written.subarray(4, 13)]).toEqual([0x7c, 0, 0, 0, 0, 0, 1, 0, 0])
    expect(readJavaString(written)).toBe(text)
  })

  it('may say its length in eight bytes although two would do', () => {
    expect(readJavaString(Buffer.from([...magic, 0x7c, 0, 0, 0, 0, 0, 0, 0, 1, 0x61]))).toBe('a')
  })

  it('counts bytes, not characters', () => {
    const written = writeJavaString('é'.repeat(40_000))
    expect(written[4]).toBe(0x7c)
    expect(readJavaString(written)).toBe('é'.repeat(40_000))
  })

  it('is in modified UTF-8', () => {
    expect([...writeJavaString('\u0000').subarray(7)]).toEqual([0xc0, 0x80])
    expect([...writeJavaString('\u{1f30d}').subarray(7)]).toEqual([0xed, 0xa0, 0xbc, 0xed, 0xbc, 0x8d])
    const text = 'a\u0000\u007f\u0080é\u07ff\u0800日\uffff\u{1f30d}\u{10ffff}\ud800'
    expect(readJavaString(writeJavaString(text))).toBe(text)
  })

  it('may be compressed', () => {
    const text = '<a>é\u{1f30d}</a>'.repeat(10_000)
    expect(readJavaString(deflateSync(writeJavaString(text)), true)).toBe(text)
  })

  it('can be empty', () => {
    expect(readJavaString(writeJavaString(''))).toBe('')
  })
})

describe('what is not one', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['another format', Buffer.from('<string>a</string>')],
    ['another version', Buffer.from([0xac, 0xed, 0x00, 0x06, 0x74, 0, 0])],
    ['the start alone', Buffer.from(magic)],
    ['another object', Buffer.from([...magic, 0x73, 0x72, 0x00, 0x01, 0x61])],
    ['half a length', Buffer.from([...magic, 0x74, 0x00])],
    ['half a long length', Buffer.from([...magic, 0x7c, 0, 0, 0, 0])],
    ['a string cut off', Buffer.from([...magic, 0x74, 0x00, 0x05, 0x61])],
    ['something behind the string', Buffer.concat([short(0x61), Buffer.from([0x70])])],
    [
      'a length beyond all bounds',
      Buffer.from([...magic, 0x7c, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
    ],
    ['a byte that starts nothing', short(0xff)],
    ['a byte that only goes on', short(0x80)],
    ['a raw zero', short(0x00)],
    ['four bytes a character', short(0xf0, 0x9f, 0x8c, 0x8d)],
    ['two bytes of which one is missing', short(0xc3)],
    ['three bytes of which one is missing', short(0xe6, 0x97)],
    ['three bytes of which one is wrong', short(0xe6, 0x97, 0x41)],
  ])('is refused: %s', (_, bytes) => {
    expect(failureOf(() => readJavaString(bytes)).code).toBe('PLB-WIRE-SERIALIZATION')
  })

  it('is refused when it is longer than allowed', () => {
    expect(readJavaString(writeJavaString('x'.repeat(100)), false, 100)).toHaveLength(100)
    expect(failureOf(() => readJavaString(writeJavaString('x'.repeat(101)), false, 100)).message).toContain(
      'more than the 100 allowed',
    )
  })

  it('is refused when it is not compressed as it claims', () => {
    expect(failureOf(() => readJavaString(writeJavaString('a'), true)).code).toBe('PLB-WIRE-SERIALIZATION')
    const cut = deflateSync(writeJavaString('a'.repeat(1000))).subarray(0, 12)
    expect(failureOf(() => readJavaString(cut, true)).code).toBe('PLB-WIRE-SERIALIZATION')
  })

  it('is refused when it would unpack to far more than it is', () => {
    const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024))
    expect(bomb.byteLength).toBeLessThan(100_000)
    expect(failureOf(() => readJavaString(bomb, true)).code).toBe('PLB-WIRE-SERIALIZATION')
  })
})
