import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SequenceRanges } from '../../../../electron/services/messages/delivery/sequence-ranges.ts'

it('ranges of numbers hold what was put into them, as few as there can be', () => {
  const numbers = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 30 })
  fc.assert(
    fc.property(fc.array(numbers, { maxLength: 5 }), fc.integer({ min: 1, max: 70 }), (batches, oldest) => {
      let ranges = new SequenceRanges()
      for (const batch of batches) ranges = ranges.with(batch)
      const all = new Set(batches.flat())
      const kept = ranges.from(oldest)
      for (let number = 0; number <= 61; number += 1) {
        expect(ranges.has(number)).toBe(all.has(number))
        expect(kept.has(number)).toBe(all.has(number) && number >= oldest)
      }
      const begins = [...all].filter((each) => !all.has(each - 1))
      expect(ranges.ranges).toHaveLength(begins.length)
    }),
  )
})
