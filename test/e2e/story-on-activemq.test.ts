import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { activemqAvailable, startActivemq, type ActivemqBroker } from '../support/activemq.ts'
import { MouseOperator } from './mouse-operator.ts'
import { connectToBroker } from './story-clusters.ts'
import { tellStory } from './story.ts'

const unavailable = activemqAvailable()
const parent = mkdtempSync(join(tmpdir(), 'plumbline-story-'))
let broker: ActivemqBroker | undefined

beforeAll(async () => {
  // Nothing but what GeoServers need of it: what is told here needs neither STOMP nor XStream nor a plugin. That both
  // protocols carry the same, the table of what a cluster needs of a broker shows.
  if (unavailable === undefined) broker = await startActivemq({ asInGeoserver: true })
})
afterAll(async () => {
  await broker?.dispose()
  rmSync(parent, { recursive: true, force: true })
})

tellStory({
  title: 'a cluster on a broker as GeoServers have it inside, by mouse',
  unavailable,
  as: (page) => new MouseOperator(page),
  open: (operator) => connectToBroker(operator, `tcp://127.0.0.1:${broker?.openWirePort}`, parent),
})
