import { expect, it } from 'vitest'
import type { DestinationListing } from '../../../electron/broker/broker-connection.ts'
import { asOne } from '../../../electron/services/brokers/several-listings.ts'

const listing = (
  storePercent: number | null,
  ...queues: readonly (readonly [string, number | null])[]
): DestinationListing => ({
  told: 'statistics',
  storePercent,
  memoryPercent: storePercent,
  destinations: queues.map(([name, depth]) => ({
    ...{ name, kind: 'queue', depth, consumers: 1, consumedBy: null, enqueued: 5, dequeued: null },
  })),
})

it('queues of one name are added up as far as each broker counts, and the fullest store counts', () => {
  const told = asOne([listing(20, ['Q', 2], ['R', 1]), listing(70, ['Q', 3]), listing(0, ['R', null])])
  expect(told).toMatchObject({ storePercent: 70, memoryPercent: 70 })
  expect(told.destinations).toMatchObject([
    { name: 'Q', depth: 5, consumers: 2, enqueued: 10, dequeued: null },
    { name: 'R', depth: null, consumers: 2 },
  ])
})

it('what one broker does not say of its store nobody knows of all', () => {
  expect(asOne([listing(20), listing(null)]).storePercent).toBeNull()
})
