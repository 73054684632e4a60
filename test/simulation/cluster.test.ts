import { describe, expect, it } from 'vitest'
import { driftBetween } from '../support/replicas.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { Simulation, usualSteps } from './simulation.ts'

describe('a cluster whose disks fill up, processes die and connections break', () => {
  it.each(Array.from({ length: 12 }, (_, at) => at + 1))(
    'is equal when all is well again: seed %i',
    async (seed) => {
      const simulation = new Simulation(temporaryDirectory(), seed)
      for (let step = 0; step < usualSteps; step += 1) await simulation.step()
      await simulation.heal()
      const { master, slaves } = simulation
      const published = master.outbox.entries('sent', 0, 10_000).map(({ eventId }) => eventId)
      expect(published.length).toBeGreaterThan(0)
      for (const slave of slaves) {
        expect(slave.inbox.counts()).toMatchObject({ received: 0, parked: 0, failed: 0 })
        expect(new Set(slave.inbox.outcomes(published).keys())).toEqual(new Set(published))
        expect(driftBetween(master.dataDirectory, slave.dataDirectory).entries).toEqual([])
      }
      simulation.stop()
    },
  )
})
