import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../../electron/errors/failure.ts'
import { readMessage } from '../../../../electron/broker/stomp/read-message.ts'
import { checkProperties } from '../../../../electron/broker/message-headers.ts'
import { decodeStringObject, encodeStringObject } from '../../../../electron/broker/stomp/object-message.ts'

describe('A string object', () => {
  it('survives encoding and decoding whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(text.isWellFormed())
        expect(decodeStringObject(encodeStringObject(text), 'jms-object-xml')).toBe(text)
      }),
      { numRuns: 1000 },
    )
  })

  it('is sent without any character a frame or an XML reader would change', () => {
    expect(encodeStringObject('a<b>&\r\n\u0000\u0001\u0085').toString()).toBe(
      '<string>a&lt;b&gt;&amp;&#xd;\n&#x0;&#x1;&#x85;</string>',
    )
  })

  it.each([
    ['<string></string>', ''],
    ['<string/>', ''],
    ['<string>&quot;&apos;&#x1F600;&#10;</string>', '"\'😀\n'],
    ['<string>&amp;lt;</string>', '&lt;'],
    ['<string>&amp;amp;quot;&#38;lt;&lt;</string>', '&amp;quot;&lt;<'],
  ])('is read from XML: %s', (body, text) => {
    expect(decodeStringObject(Buffer.from(body), 'jms-object-xml')).toBe(text)
  })

  it.each([
    ['{"string":"<a>\\n<\\/a>"}', '<a>\n</a>'],
    ['{"string":true}', 'true'],
    ['{"string":""}', ''],
  ])('is read from JSON: %s', (body, text) => {
    expect(decodeStringObject(Buffer.from(body), 'jms-object-json')).toBe(text)
  })

  it.each([
    ['<map/>', 'jms-object-xml'],
    ['plain', 'jms-object-xml'],
    ['<string>&unknown;</string>', 'jms-object-xml'],
    ['<string>&#x110000;</string>', 'jms-object-xml'],
    ['<string>a & b</string>', 'jms-object-xml'],
    ['<string>&l&lt;t;</string>', 'jms-object-xml'],
    ['<string>&LT;</string>', 'jms-object-xml'],
    ['<string>&am&quot;p;</string>', 'jms-object-xml'],
    ['<string><b/></string>', 'jms-object-xml'],
    ['{"map":""}', 'jms-object-json'],
    ['{"string":{}}', 'jms-object-json'],
    ['{', 'jms-object-json'],
    ['null', 'jms-object-json'],
  ])('is not read from %s as %s', (body, transformation) => {
    expect(decodeStringObject(Buffer.from(body), transformation)).toBeUndefined()
  })

  it('cannot be made of half a surrogate pair', () => {
    expect(() => encodeStringObject('\ud800')).toThrow(
      expect.objectContaining({ code: 'PLB-BROKER-BODY-NOT-TEXT' }),
    )
  })
})

const translating = { maxMessageBytes: 1000, dialect: { translates: true } }

describe('A message', () => {
  const read = (headers: Record<string, string>, body: string | Uint8Array) =>
    readMessage(new Map(Object.entries(headers)), { bytes: Buffer.from(body as string) }, translating)

  it('tells its sender’s properties from the broker’s headers', () => {
    const message = read(
      {
        destination: '/queue/Consumer.a.VirtualTopic.geoserver',
        'original-destination': '/topic/VirtualTopic.geoserver',
        'message-id': 'ID:1',
        timestamp: '1700000000000',
        persistent: 'true',
        redelivered: 'true',
        transformation: 'jms-object-xml',
        instanceName: 'gs',
      },
      '<string>x</string>',
    )
    expect(message).toMatchObject({
      messageId: 'ID:1',
      destination: { kind: 'queue', name: 'Consumer.a.VirtualTopic.geoserver' },
      originalDestination: { kind: 'topic', name: 'VirtualTopic.geoserver' },
      timestamp: 1_700_000_000_000,
      persistent: true,
      redelivered: true,
      content: { kind: 'object', text: 'x' },
    })
    expect([...message.properties]).toEqual([['instanceName', 'gs']])
  })

  it.each([
    ['an object', { transformation: 'jms-object-json' }, '{"string":"x"}', { kind: 'object', text: 'x' }],
    [
      'a text on a translating subscription',
      { transformation: 'jms-object-xml' },
      'x',
      { kind: 'text', text: 'x' },
    ],
    [
      'a failed object',
      { transformation: 'jms-object-xml', 'transformation-error': '' },
      '<string>x</string>',
      { kind: 'text', text: '<string>x</string>' },
    ],
    ['a text', {}, '<string>x</string>', { kind: 'text', text: '<string>x</string>' }],
    ['bytes', { 'content-length': '3' }, 'abc', { kind: 'bytes', bytes: 3 }],
    ['empty', {}, '', { kind: 'empty' }],
  ])('is known as %s', (_what, headers, body, content) => {
    expect(read(headers, body).content).toEqual(content)
  })

  it('is refused when it is not UTF-8, or was too long to be kept', () => {
    const invalid = readMessage(new Map(), { bytes: Buffer.from([0x3c, 0xff, 0xfe]) }, translating).content
    expect(invalid).toMatchObject({ kind: 'refused', because: { code: 'PLB-BROKER-BODY-UNREADABLE' } })
    const tooLong = readMessage(new Map(), { tooLong: 2000 }, translating).content
    expect(tooLong).toEqual({
      kind: 'refused',
      because: failure('PLB-BROKER-MESSAGE-TOO-LARGE', { bytes: 2000, limit: 1000 }),
    })
  })
})

describe('Message properties', () => {
  it('may hold any text within the broker’s limits', () => {
    expect(() => {
      checkProperties({ a: '', 'b:\n': 'c:\r\n\\ é😀', long: 'x'.repeat(10_000) })
    }).not.toThrow()
  })

  it.each([
    ['an empty name', { '': 'x' }],
    ['a name of the protocol', { destination: '/queue/elsewhere' }],
    ['a content length', { 'content-length': '3' }],
    ['a receipt', { receipt: '1' }],
    ['U+0000', { a: 'b\0' }],
    ['half a surrogate pair', { a: '\udc00' }],
    ['more than 10240 bytes', { a: 'x'.repeat(10_240) }],
    ['more than 10240 bytes once escaped', { a: ':'.repeat(5_200) }],
    ['too many', Object.fromEntries(Array.from({ length: 901 }, (_, index) => [`p${index}`, '']))],
  ])('are refused with %s', (_what, properties) => {
    expect(() => {
      checkProperties(properties)
    }).toThrow(expect.objectContaining({ code: 'PLB-BROKER-HEADER-REFUSED' }))
  })

  it('are refused when a value is not a string in spite of its type', () => {
    const properties = JSON.parse('{"a":1}') as Record<string, string>
    expect(() => {
      checkProperties(properties)
    }).toThrow(expect.objectContaining({ code: 'PLB-BROKER-HEADER-REFUSED' }))
  })
})
