import { describe, expect, it } from 'vitest'
import {
  lastOffset,
  scrolledTo,
  scrollSpace,
  topOf,
} from '../../../../renderer/features/messages/scroll-space.ts'

describe('scrolling a list of any length', () => {
  it('is plain scrolling as long as the list fits into an element', () => {
    const space = scrollSpace(280_000, 600)
    expect(space.height).toBe(280_000)
    expect(topOf(space, 12_345)).toBe(12_345)
    expect(scrolledTo(space, { offset: 0, top: 0 }, 99_000)).toBe(99_000)
    expect(scrolledTo(space, { offset: 0, top: 0 }, 400_000)).toBe(lastOffset(space))
  })

  it('moves pixel by pixel near by and in proportion far away when the list is taller than any element', () => {
    const space = scrollSpace(34_000_000, 600)
    expect(space.height).toBeLessThan(17_000_000)
    const before = { offset: 17_000_000, top: topOf(space, 17_000_000) }
    expect(scrolledTo(space, before, before.top + 100)).toBe(17_000_100)
    expect(scrolledTo(space, before, 0)).toBe(0)
    expect(scrolledTo(space, before, space.height - space.viewport)).toBe(lastOffset(space))
  })

  it('finds the same place from both sides', () => {
    const space = scrollSpace(34_000_000, 600)
    for (const offset of [0, 1_000_000, 20_000_000, lastOffset(space)]) {
      const far = { offset: offset > 15_000_000 ? 0 : 30_000_000, top: offset > 15_000_000 ? 0 : 14_000_000 }
      expect(Math.abs(scrolledTo(space, far, topOf(space, offset)) - offset)).toBeLessThan(3)
    }
  })

  it('has nowhere to go in a list shorter than what is seen', () => {
    const space = scrollSpace(280, 600)
    expect(lastOffset(space)).toBe(0)
    expect(topOf(space, 100)).toBe(0)
  })
})
