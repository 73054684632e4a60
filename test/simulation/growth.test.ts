import { expect, it } from 'vitest'
import { runGrowth } from '../campaign/growth.ts'

it('What nodes and the archive keep of what is finished has a bound, and so have files, handles and memory', async () => {
  const { messages, values, faults } = await runGrowth({ messages: 300, kept: 30 })
  expect(faults).toEqual([])
  expect(messages).toBeGreaterThanOrEqual(300)
  expect(values.get('master outbox rows')?.at(-1)).toBeLessThanOrEqual(50)
  expect(values.size).toBeGreaterThan(30)
})
