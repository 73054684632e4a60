import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { authorName } from '../../../electron/wire/author.ts'

describe('who asked for a change, as a message says it', () => {
  it('is a name on one line, whatever was written', () => {
    expect(authorName('ada')).toBe('ada')
    expect(authorName('  Käthe\tvon der\r\nHöhe ')).toBe('Käthe von der Höhe')
    // Turned round, it would read as another name.
    expect(authorName('\u202Eada\u0000')).toBe('ada')
    for (const nobody of [undefined, '', ' \n', '\u200b']) expect(authorName(nobody)).toBeUndefined()
  })

  it('is short, and reads the same once it was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const name = authorName(text)
        expect([...(name ?? '')].length).toBeLessThanOrEqual(100)
        expect(name ?? '').not.toMatch(/[\p{C}\n]/u)
        expect(authorName(name)).toBe(name)
      }),
    )
  })
})
