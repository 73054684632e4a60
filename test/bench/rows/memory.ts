import { damageAndResync, flood } from '../app.ts'
import type { Bench, Row } from '../row.ts'
import { WatchedApp } from '../watched-app.ts'

const secondsOfFlood = 20

/** What the process of the app takes at its most, with the demo in it: while a slave is brought back, and in a flood. */
export const memory: Bench = {
  names: ['memory-resync', 'memory-flood'],
  async run() {
    const app = await WatchedApp.start()
    try {
      const state = await app.client.call('profiles', 'startDemo', {})
      await app.costs()
      await damageAndResync(app.client)
      const resync = await app.costs()
      await flood(state, secondsOfFlood)
      const flooded = await app.costs()
      return [rowOf('memory-resync', resync.peak, '< 250'), rowOf('memory-flood', flooded.peak, '< 300')]
    } finally {
      await app.stop()
    }
  },
}

function rowOf(name: string, value: number, goal: string): Row {
  return { name, value, unit: 'MB', floor: null, ratio: null, goal }
}
