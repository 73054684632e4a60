import { describe, expect, it } from 'vitest'
import { chosenOf, toggled } from '../../../../renderer/components/table/choice.ts'

const ordered = ['a', 'b', 'c', 'd', 'e']

describe('what is chosen of a table', () => {
  it('changes one row at a time', () => {
    expect(toggled([], ordered, 'b')).toEqual(['b'])
    expect(toggled(['a', 'b'], ordered, 'b')).toEqual(['a'])
  })

  it('changes all rows between two, in either direction, as the first of them is', () => {
    expect(toggled(['b'], ordered, 'd', { range: true, anchor: 'b' })).toEqual(['b', 'c', 'd'])
    expect(toggled(['d'], ordered, 'b', { range: true, anchor: 'd' })).toEqual(['d', 'b', 'c'])
    expect(toggled(['c', 'd', 'e'], ordered, 'd', { range: true, anchor: 'b' })).toEqual(['e'])
  })

  it('begins anew where the row a range began at is gone', () => {
    expect(toggled(['a'], ordered, 'c', { range: true, anchor: 'gone' })).toEqual(['a', 'c'])
  })

  it('is none, some or all of what is listed, whatever else is chosen', () => {
    expect(chosenOf(['gone'], ordered)).toBe('none')
    expect(chosenOf(['a', 'gone'], ordered)).toBe('some')
    expect(chosenOf(ordered, ordered)).toBe('all')
    expect(chosenOf([], [])).toBe('none')
  })
})
