import fc from 'fast-check'
import { it } from 'vitest'
import { interruptedStockEditsGoBack, stockEditsArrive } from '../simulation/stock-edits.ts'

it('what is edited on a GeoServer is on every slave once all that is offered was mended, and can be taken back', async () => {
  await fc.assert(stockEditsArrive, { numRuns: 6, seed: 1 })
})

it('however an edit of several objects of a GeoServer ends, the history takes back what was done of it', async () => {
  await fc.assert(interruptedStockEditsGoBack, { numRuns: 8, seed: 1 })
})
