import { expect, test } from 'vitest'
import { encodeFrame, FrameParser, type Frame } from '../../../electron/broker/embedded/stomp/frames.ts'
import type { StompVersion } from '../../../electron/broker/embedded/header-escaping.ts'

function parse(bytes: string | Buffer, version?: StompVersion): Frame | undefined {
  const parser = new FrameParser()
  parser.version = version
  parser.push(Buffer.from(bytes))
  return parser.next()
}

test('a frame is read only once its last byte has come', () => {
  const parser = new FrameParser()
  const bytes = Buffer.from('SEND\ndestination:/queue/q\ncontent-length:3\n\na\0b\0')
  for (const byte of bytes.subarray(0, -1)) {
    parser.push(Buffer.from([byte]))
    expect(parser.next()).toBeUndefined()
  }
  parser.push(bytes.subarray(-1))
  expect(parser.next()).toMatchObject({ command: 'SEND', body: Buffer.from('a\0b') })
  expect(parser.next()).toBeUndefined()
})

test('line ends between frames are heart-beats and are passed over', () => {
  const parser = new FrameParser()
  parser.push(Buffer.from('\n\r\nACK\n\n\0\n\n\nNACK\n\n\0\n'))
  expect([parser.next()?.command, parser.next()?.command, parser.next()]).toEqual(['ACK', 'NACK', undefined])
})

test('the version may change between two frames of one chunk', () => {
  const parser = new FrameParser()
  parser.push(Buffer.from('CONNECT\npasscode:a\\cb\n\n\0SEND\nname:a\\cb\n\n\0'))
  expect(parser.next()?.headers.get('passcode')).toBe('a\\cb')
  parser.version = '1.2'
  expect(parser.next()?.headers.get('name')).toBe('a:b')
})

test.each([
  ['1.2', 'a\\n\\r\\c\\\\b', 'a\n\r:\\b'],
  ['1.1', 'a\\n\\c\\\\b', 'a\n:\\b'],
  ['1.0', ' a\\nb ', 'a\\nb'],
] as const)('STOMP %s headers are unescaped as that version says', (version, written, read) => {
  expect(parse(`SEND\nname:${written}\n\n\0`, version)?.headers.get('name')).toBe(read)
})

test.each([
  ['1.2', 'a\\tb'],
  ['1.2', 'a\\'],
  ['1.1', 'a\\rb'],
] as const)('a STOMP %s header with the escape in %j is refused', (version, written) => {
  expect(() => parse(`SEND\nname:${written}\n\n\0`, version)).toThrow(/^Undefined escape sequence/)
})

test('a carriage return before a line feed belongs to the line end in 1.2 and to the value in 1.1', () => {
  const bytes = 'SEND\r\nname:value\r\n\r\nbody\0'
  expect(parse(bytes, '1.2')).toMatchObject({ command: 'SEND', body: Buffer.from('body') })
  expect(parse(bytes, '1.2')?.headers.get('name')).toBe('value')
  expect(parse(bytes, '1.1')?.headers.get('name')).toBe('value\r')
})

test('a line without a colon is refused, and not repeated, since it may hold a passcode', () => {
  expect(() => parse('CONNECT\nhost:h\npasscode secret\n\n\0')).toThrow(
    /^Unable to parse header line 2: it has no colon$/,
  )
})

test('a name may be empty and a value may hold colons', () => {
  expect([...(parse('SEND\n:x\nurl:tcp://h:1\n\n\0')?.headers ?? [])]).toEqual([
    ['', 'x'],
    ['url', 'tcp://h:1'],
  ])
})

test.each([
  ['a command', { commandBytes: 4 }, 'LONGER', 'The maximum command length was exceeded'],
  ['a header line', { headerLineBytes: 4 }, 'SEND\nlonger', 'The maximum header length was exceeded'],
  ['headers', { headerCount: 1 }, 'SEND\na:1\na:2\n', 'The maximum number of headers was exceeded'],
  ['a body', { bodyBytes: 4 }, 'SEND\n\nlonger', 'The maximum data length was exceeded'],
])('%s beyond the limit is refused before its end has come', (_, limit, bytes, message) => {
  const parser = new FrameParser({
    commandBytes: 50,
    headerLineBytes: 50,
    headerCount: 5,
    bodyBytes: 50,
    ...limit,
  })
  parser.push(Buffer.from(bytes))
  expect(() => parser.next()).toThrow(message)
})

test('a line feed that STOMP 1.0 cannot write never forges a header', () => {
  const headers = new Map([['name', 'value\nforged:yes']])
  const bytes = encodeFrame({ command: 'MESSAGE', headers, body: Buffer.alloc(0) }, '1.0')
  expect([...(parse(bytes, '1.0')?.headers.keys() ?? [])]).toEqual(['name'])
})
