import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isFailure } from '../../electron/errors/failure.ts'
import { parseXml } from '../../electron/xml/parse.ts'
import { readPlainDocument } from '../../electron/xml/plain-document.ts'
import { masterMessages, messagesToSlave } from '../support/recorded-messages.ts'

const limits = { length: 100_000, depth: 6, elements: 12 }

/** A comment is nothing the short way reads, so that the parser says what the document is. */
function outcomeOf(text: string): unknown {
  try {
    return parseXml(text, limits)
  } catch (error) {
    if (!isFailure(error)) throw error
    return error.code
  }
}

const piece = fc.constantFrom(
  ...['<a>', '</a>', '<b x="1">', '</b>', '</b >', '<c/>', '<c />', "<a y='2' y='3'>", '<a z = "1">'],
  ...[
    '<n:d xmlns:n="u">',
    '</n:d>',
    '<b x="1"y="2">',
    '<a x="<">',
    '<a x="&lt;">',
    '<a x="1>2">',
    '<',
    '>',
    '/',
    '?>',
    ']]>',
  ],
  ...['&amp;', '&#x1;', '&#xD83D;', '&#xDE00;', '&#0000000065;', '&bogus;', '&', ';', '&#x110000;', '\uD800'],
  ...[
    'text',
    'a longer text of a document',
    ' ',
    '\n',
    '\t',
    '\r\n',
    '\uFEFF',
    '\u0001',
    '<?xml version="1.0"?>',
  ],
  ...['<__proto__>', '</__proto__>', '<a constructor="1" __proto__="2">', '<é>', '<1>', '<a x="1&#10;2">'],
)
const content = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''))

it('reads a document the short way as the parser does, or leaves it to the parser', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        content,
        content.map((text) => `<a>${text}</a>`),
      ),
      (text) => {
        expect(outcomeOf(text)).toEqual(outcomeOf(`${text}<!-- -->`))
      },
    ),
    { numRuns: 1_000 },
  )
})

it('reads what masters sent and slaves were sent the short way, as the parser does', () => {
  for (const { body } of [...masterMessages(), ...masterMessages('2.27'), ...messagesToSlave()]) {
    const read = readPlainDocument(body, { depth: 200, elements: 500_000 })
    expect(read).toEqual(parseXml(`${body}<!-- -->`))
  }
})
