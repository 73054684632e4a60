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
  if (unavailable === undefined) broker = await startActivemq()
}, 120_000)
afterAll(async () => {
  await broker?.dispose()
  rmSync(parent, { recursive: true, force: true })
})

tellStory({
  title: 'a cluster on ActiveMQ by mouse',
  unavailable,
  as: (page) => new MouseOperator(page),
  open: (operator) => connectToBroker(operator, `stomp://127.0.0.1:${broker?.stompPort}`, parent),
})
