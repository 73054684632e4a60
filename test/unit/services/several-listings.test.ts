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

it('who takes through a bridge counts once, and the bridge alone where nobody else is told', () => {
  const takenBy = (...bridges: readonly boolean[]): DestinationListing => {
    const consumedBy = bridges.map((isBridge, index) => ({
      ...{ id: String(index), client: null, address: null, isBridge },
    }))
    const counted = { depth: 0, enqueued: null, dequeued: null, consumers: bridges.length, consumedBy }
    return {
      ...{ told: 'advisories', storePercent: null, memoryPercent: null },
      destinations: [{ name: 'Q', kind: 'queue', ...counted }],
    }
  }
  expect(asOne([takenBy(false), takenBy(true), takenBy(true)]).destinations).toMatchObject([
    { consumers: 1, consumedBy: [{ isBridge: false }, { isBridge: true }, { isBridge: true }] },
  ])
  expect(asOne([takenBy(), takenBy(true)]).destinations).toMatchObject([{ consumers: 1 }])
})

it('what one broker does not say of its store nobody knows of all', () => {
  expect(asOne([listing(20), listing(null)]).storePercent).toBeNull()
})
