/** Says a whole number from 0 to under `below`. */
export type Random = (below: number) => number

const longestPiece = 64

/** What attackers and accidents write: ends, quotes, nesting, sizes and names that mean something to somebody. */
const tokens: readonly Buffer[] = [
  ...[
    '<',
    '>',
    '/>',
    '</',
    '&',
    '&#0;',
    '&#x10FFFF;',
    '&amp;',
    ']]>',
    '<![CDATA[',
    '<!DOCTYPE a [<!ENTITY b "c">]>',
  ],
  ...[
    '"',
    "'",
    '\\',
    '\\u0000',
    '\\uD800',
    '=',
    ':',
    ';',
    ',',
    '?',
    '#',
    '%00',
    '%2e%2e%2f',
    '../',
    '..\\',
    '/',
  ],
  ...['{', '}', '[', ']', '(', ')', '[['.repeat(40), '((('.repeat(40), '<a>'.repeat(60), 'a:'.repeat(40)],
  ...[
    '\0',
    '\n',
    '\r\n',
    '\n\n',
    '\t',
    ' ',
    '\uFEFF',
    '\u202E',
    '\uD83D\uDE00',
    'null',
    'true',
    'NaN',
    '-0',
    '1e999',
  ],
  ...[
    '-1',
    '0',
    '2147483647',
    '2147483648',
    '9007199254740993',
    '99999999999999999999',
    'content-length:999999999',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'java.lang.Runtime',
    'class="',
    'reference="../.."',
    'serialization="custom"',
  ],
].map((text) => Buffer.from(text))
const sizes: readonly Buffer[] = [
  [0, 0, 0, 0],
  [0x7f, 0xff, 0xff, 0xff],
  [0x80, 0, 0, 0],
  [0xff, 0xff, 0xff, 0xff],
  [0xff, 0xfe],
  [0xc0, 0x80],
].map((bytes) => Buffer.from(bytes))

/**
 * One of the samples with a few things done to it.
 * @param random the same numbers make the same input
 */
export function damaged(samples: readonly Buffer[], random: Random): Buffer {
  let bytes = one(samples, random)
  for (let changes = random(2) === 0 ? 1 : 1 + random(5); changes > 0; changes -= 1)
    bytes = changed(bytes, samples, random)
  return bytes
}

function changed(bytes: Buffer, samples: readonly Buffer[], random: Random): Buffer {
  const at = random(bytes.length + 1)
  const before = bytes.subarray(0, at)
  const after = bytes.subarray(at)
  const length = random(longestPiece)
  switch (random(12)) {
    case 0:
      return before
    case 1:
      return Buffer.concat([before, after.subarray(length)])
    case 2:
      return Buffer.concat([before, after.subarray(0, length), after])
    case 3:
      return Buffer.concat([before, one(tokens, random), after])
    case 4:
      return Buffer.concat([before, one(tokens, random), after.subarray(length)])
    case 5:
      return Buffer.concat([before, one(sizes, random), after.subarray(4)])
    case 6:
      return Buffer.concat([before, Buffer.from([random(256)]), after.subarray(1)])
    case 7: {
      const other = one(samples, random)
      return Buffer.concat([before, other.subarray(random(other.length + 1))])
    }
    default:
      return withAnotherWord(bytes, at, random(3) === 0 ? one(tokens, random) : one(samples, random), random)
  }
}

/** With a word put in the place of one, everywhere: so what has a beginning and an end by name goes on having them. */
function withAnotherWord(bytes: Buffer, at: number, source: Buffer, random: Random): Buffer {
  const text = bytes.toString('latin1')
  const word = wordAt(text, at)
  if (word === '') return bytes
  return Buffer.from(
    text.replaceAll(word, wordAt(source.toString('latin1'), random(source.length))),
    'latin1',
  )
}

function wordAt(text: string, at: number): string {
  return /[\w.-]{1,200}/.exec(text.slice(at, at + 400))?.[0] ?? ''
}

function one<Item>(of: readonly Item[], random: Random): Item {
  const item = of[random(of.length)]
  if (item === undefined) throw new RangeError('There is nothing to take one of.')
  return item
}
