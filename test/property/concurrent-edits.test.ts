import fc from 'fast-check'
import { it } from 'vitest'
import { mastersEndEqual, metBefore } from '../simulation/concurrent-masters.ts'

it('masters that change the same things at once end equal, whatever reaches them when', () => {
  fc.assert(mastersEndEqual, { numRuns: 8, seed: 1, examples: metBefore })
})
