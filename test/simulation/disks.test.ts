import { expect, it } from 'vitest'
import { runDisks } from '../campaign/disks.ts'

it('Nodes whose disks fail say so, and get on once they can', async () => {
  const { accepted, faults } = await runDisks({ rounds: 8, seed: 3 })
  expect(faults).toEqual([])
  expect(accepted).toBeGreaterThan(10)
})
