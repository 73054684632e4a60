import fc from 'fast-check'
import { it } from 'vitest'
import { resyncsMakeEqual } from '../simulation/damaged-slaves.ts'

it('whatever happened to a slave, a resync makes it equal or says why not, and touches nobody else', async () => {
  await fc.assert(resyncsMakeEqual, { numRuns: 10, seed: 1 })
})
