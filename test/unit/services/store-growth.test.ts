import { expect, it } from 'vitest'
import { StoreGrowth } from '../../../electron/services/brokers/store-growth.ts'

const minutes = 60_000

function fullIn(...samples: readonly (readonly [minute: number, percent: number])[]): number | null {
  const growth = new StoreGrowth()
  for (const [minute, percent] of samples) growth.note(percent, minute * minutes)
  return growth.fullIn
}

it('a store that fills evenly is full when the rest has come', () => {
  expect(fullIn([0, 40], [30, 45], [60, 50])).toBe(60 * 5 * minutes)
  expect(fullIn([0, 99.5], [10, 99.75])).toBe(10 * minutes)
  expect(fullIn([0, 90], [10, 101])).toBe(0)
})

it('what was seen too briefly, shrinks or stands still says nothing', () => {
  expect(fullIn()).toBeNull()
  expect(fullIn([0, 40])).toBeNull()
  expect(fullIn([0, 40], [9, 50])).toBeNull()
  expect(fullIn([0, 40], [20, 40])).toBeNull()
  expect(fullIn([0, 40], [20, 30])).toBeNull()
  expect(fullIn([0, 0], [10, 1])).toBeNull()
})

it('what was more than a day ago does not count', () => {
  expect(fullIn([0, 0], [30 * 60, 90], [31 * 60, 90])).toBeNull()
  expect(fullIn([0, 90], [30 * 60, 10], [31 * 60, 55])).toBe(60 * minutes)
})
