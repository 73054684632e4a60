import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  completed,
  isOfNoKnownValue,
  isToken,
  joinFilter,
  lastPiece,
  piecesOf,
  splitFilter,
  suggestionsFor,
  type FilterKey,
} from '../../../../renderer/components/filter/pieces.ts'
import { wordSearch } from '../../../../renderer/components/filter/word-search.ts'

const keys: readonly FilterKey[] = [
  { name: 'kind', label: 'What it is', values: ['layer', 'layerGroup', 'style', 'wmsLayer'] },
  { name: 'workspace', values: ['topp', 'old maps'] },
  { name: 'object', values: [] },
]

describe('A written filter', () => {
  it.each([
    ['', []],
    ['  roads   lakes ', ['roads', 'lakes']],
    ['workspace:"old maps" lakes', ['workspace:"old maps"', 'lakes']],
    ['"main roads" kind:layer', ['"main roads"', 'kind:layer']],
    ['workspace:"still typed', ['workspace:"still typed']],
  ])('%j is split at blanks outside of quotes', (written, pieces) => {
    expect(piecesOf(written)).toEqual(pieces)
  })

  it('has its tokens of known names taken out of the text', () => {
    expect(splitFilter('roads kind:layer topp:lakes workspace:"old maps" main', keys)).toEqual({
      tokens: ['kind:layer', 'workspace:"old maps"'],
      rest: 'roads topp:lakes main',
    })
  })

  it('reads the same after it was put together again', () => {
    const piece = fc.constantFrom('kind:layer', 'workspace:"old maps"', 'roads', 'topp:lakes', '"a b"')
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const split = splitFilter(pieces.join(' '), keys)
        expect(splitFilter(joinFilter(split.tokens, split.rest), keys)).toEqual(split)
        expect([...split.tokens, ...piecesOf(split.rest)].toSorted()).toEqual(pieces.toSorted())
      }),
    )
  })

  it.each([
    ['kind:layer', true],
    ['kind:', false],
    ['kind', false],
    ['kinds:layer', false],
    ['topp:roads', false],
  ])('holds in %j a token: %j', (piece, expected) => {
    expect(isToken(piece, keys)).toBe(expected)
  })

  it('joins without stray blanks', () => {
    expect(joinFilter([], '  ')).toBe('')
    expect(joinFilter(['kind:layer'], ' roads ')).toBe('kind:layer roads')
  })

  it.each([
    ['roads ki', 'ki'],
    ['roads ', ''],
    ['', ''],
    ['workspace:"old m', 'workspace:"old m'],
    ['workspace:"old ', 'workspace:"old '],
  ])('of which %j is typed ends in %j', (typed, last) => {
    expect(lastPiece(typed)).toBe(last)
  })
})

describe('What a word may become', () => {
  const texts = (word: string) => suggestionsFor(word, keys).map(({ text }) => text)

  it('is any name while nothing is typed', () => {
    expect(suggestionsFor('', keys)[0]).toEqual({ text: 'kind:', label: 'What it is', complete: false })
    expect(texts('')).toEqual(['kind:', 'workspace:', 'object:'])
  })

  it('is a name that begins with it', () => {
    expect(texts('K')).toEqual(['kind:'])
    expect(texts('ind')).toEqual([])
  })

  it('is a value, first those that begin with what is typed', () => {
    expect(texts('kind:lay')).toEqual(['kind:layer', 'kind:layerGroup', 'kind:wmsLayer'])
    expect(texts('KIND:STY')).toEqual(['kind:style'])
    expect(texts('kind:none')).toEqual([])
    expect(texts('nothing:a')).toEqual([])
  })

  it('is quoted when it has blanks, and found while its quote is open', () => {
    expect(suggestionsFor('workspace:"old', keys)).toEqual([
      { text: 'workspace:"old maps"', label: undefined, complete: true },
    ])
  })

  it('is one of ten at most', () => {
    const many = [{ name: 'node', values: Array.from({ length: 30 }, (_, index) => `geo-${index}`) }]
    expect(suggestionsFor('node:', many)).toHaveLength(10)
  })
})

describe('A search of words', () => {
  it('finds what has them all, in any text and case', () => {
    const finds = wordSearch(' ROADS  topp ')
    expect(finds(['topp', 'Main roads'])).toBe(true)
    expect(finds(['topp', 'lakes'])).toBe(false)
  })

  it('does not find a word across two texts', () => {
    expect(wordSearch('topproads')(['topp', 'roads'])).toBe(false)
  })

  it('finds everything without a word, and nothing in what has no text', () => {
    expect(wordSearch('  ')([null, undefined])).toBe(true)
    expect(wordSearch('null')([null, undefined])).toBe(false)
  })
})

describe('A token that is only begun', () => {
  it.each([
    ['kind:sty', 'kind:style'],
    ['kind:LAYERG', 'kind:layerGroup'],
    ['kind:lay', 'kind:layer'],
    ['workspace:old', 'workspace:"old maps"'],
    ['kind:layer', 'kind:layer'],
    ['kind:nothing', 'kind:nothing'],
    ['kind:', 'kind:'],
    ['object:ro', 'object:ro'],
    ['sty', 'sty'],
  ])('%j becomes %j', (word, whole) => {
    expect(completed(word, keys)).toBe(whole)
  })

  it('is known to match nothing where no known value is meant', () => {
    const unknown = ['kind:sty', 'kind:style', 'object:roads', 'workspace:"old maps"', 'workspace:new']
    expect(unknown.filter((token) => isOfNoKnownValue(token, keys))).toEqual(['kind:sty', 'workspace:new'])
  })
})
