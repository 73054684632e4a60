import { describe, expect, it } from 'vitest'
import { formatKnowledge, knowledgeOf } from '../../../electron/wire/knowledge.ts'

describe('what a master had heard of others', () => {
  it.each([
    ['nobody', new Map()],
    [
      'two',
      new Map([
        ['a', 5],
        ['Kärnten = & süd', 1_735_787_045_006],
      ]),
    ],
  ])('comes back as it was written: %s', (_who, knows) => {
    expect(knowledgeOf(formatKnowledge(knows))).toEqual(knows)
  })

  it('names those heard of last when there are too many', () => {
    const many = new Map(Array.from({ length: 150 }, (_, at) => [`m${at}`, at + 1] as const))
    const read = knowledgeOf(formatKnowledge(many))
    expect(read?.size).toBe(100)
    expect(read?.get('m149')).toBe(150)
    expect(read?.has('m49')).toBe(false)
  })

  it.each([
    undefined,
    'a',
    'a=',
    'a=-1',
    'a=0',
    'a=1.5',
    'a=1&',
    '=1',
    '%=1',
    'a=1234567890123456',
    Array.from({ length: 101 }, (_, at) => `m${at}=1`).join('&'),
    `${'a'.repeat(64_000)}=1`,
  ])('is not read when it says something else: %.40s', (text) => {
    expect(knowledgeOf(text)).toBeUndefined()
  })
})
