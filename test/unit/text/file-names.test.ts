import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldedName, otherSpellings, reasonNotOnWindows } from '../../../electron/text/file-names.ts'

describe('a folded name', () => {
  it.each([
    ['topo', 'TOPO'],
    ['Café', 'CAFE\u0301'],
    ['straße', 'STRASSE'],
    ['İstanbul', 'i\u0307stanbul'],
    ['ſtyle', 'Style'],
    ['\u212a', 'k'],
    ['to\u200dpo', 'topo'],
    ['topo. .', 'topo'],
    ['ΛΌΓΟΣ', 'λόγος'],
    ['ŉ', 'ʼN'],
  ])('is the same for %j and %j', (left, right) => {
    expect(foldedName(left)).toBe(foldedName(right))
  })

  it.each([
    ['topo', 'topo1'],
    ['cafe', 'café'],
    ['a.b', 'a'],
    ['道路', '道'],
    ['..', '.'],
  ])('tells %j from %j', (left, right) => {
    expect(foldedName(left)).not.toBe(foldedName(right))
  })

  it('does not depend on case or composition, whatever the name, and folds to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (name) => {
        const folded = foldedName(name)
        expect(foldedName(name.normalize('NFC'))).toBe(folded)
        expect(foldedName(name.normalize('NFD'))).toBe(folded)
        expect(foldedName(name.toUpperCase())).toBe(folded)
        expect(foldedName(folded)).toBe(folded)
      }),
      { numRuns: 200 },
    )
  })

  it('does so for every letter there is', () => {
    const differing: string[] = []
    for (let code = 0x20; code < 0x20000; code += 1) {
      const letter = String.fromCodePoint(code)
      const others = [letter.toUpperCase(), letter.toLowerCase(), letter.normalize('NFD')]
      if (!letter.isWellFormed() || others.every((other) => other === letter)) continue
      const folded = foldedName(`x${letter}x`)
      if (others.some((other) => foldedName(`x${other}x`) !== folded)) differing.push(letter)
    }
    expect(differing).toEqual([])
  })

  it('is made of a long hostile name in linear time', () => {
    expect(foldedName(' .'.repeat(100_000))).toHaveLength(200_000)
    expect(foldedName(`x${' .'.repeat(100_000)}`)).toBe('x')
  })
})

describe('other spellings', () => {
  it('are those a file system that folds names in any way would lead to the same file', () => {
    expect(otherSpellings('Topo')).toEqual(['tOPO', 'Topo\u200d'])
    expect(otherSpellings('é1')).toEqual(['É1', 'e\u03011', 'é1\u200d'])
    expect(otherSpellings('ß')).toEqual(['ß\u200d'])
  })
})

describe('a name Windows does not allow', () => {
  it.each([
    ...['con', 'PRN', 'aux.xml', 'nul', 'COM0', 'com1', 'COM9.sld', 'LPT1', 'lpt0', 'COM¹', 'com²', 'LPT³.x'],
    ...[
      'CONIN$',
      'conout$',
      'conin$.xml',
      'aux ',
      'nul .txt',
      'x.',
      'x ',
      'a:b',
      'a?',
      '<a>',
      'a|b',
      '"',
      '*',
    ],
  ])('is %j', (name) => {
    expect(reasonNotOnWindows(name)).toMatch(/^windows/)
  })

  it.each(['console', 'com', 'com10', 'lpt', 'COM⁴', 'auxiliary', 'nul-1', 'conin', '.hidden', 'a.b', '$'])(
    'is not %j',
    (name) => {
      expect(reasonNotOnWindows(name)).toBeUndefined()
    },
  )
})
