import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { failure } from '../../../../electron/errors/failure.ts'
import { say } from '../../../../electron/sentences/say.ts'
import type { RunningCluster } from '../../../../electron/services/cluster/running-cluster.ts'
import type { QueueLook } from '../../../../electron/services/events/application-events.ts'
import { Metrics } from '../../../../electron/services/metrics/metrics.ts'
import { plainCall, servicePlumbing } from '../../../support/services.ts'
import { temporaryDirectory } from '../../../support/temporary-directory.ts'

const begin = 1_000 * 24 * 60 * 60_000
const hour = 60 * 60_000

/** A cluster of which something is measured now and then. */
function measuring(
  directory = temporaryDirectory(),
  storePercent: () => Promise<number | null> = async () => null,
) {
  const plumbing = servicePlumbing()
  const clock = { at: begin }
  // Of an open cluster, these are all that is looked at.
  const cluster = {
    directory,
    embeddedBroker: undefined,
    state: { broker: { state: 'connected' } },
    nodes: { all: [{ instanceName: 'geo-1' }, { instanceName: 'geo-2' }] },
  } as unknown as RunningCluster
  const metrics = new Metrics({
    ...plumbing,
    current: () => cluster,
    verdicts: { get: () => undefined },
    storePercent,
    now: () => clock.at,
    report: (error) => {
      throw error
    },
  })
  onTestFinished(() => metrics.close())
  const look = (pending: number): QueueLook => ({
    ...{ queue: 'q', pending, atLeast: false, takenAt: null, at: clock.at },
    oldestAt: pending === 0 ? null : clock.at - 40_000,
  })
  const measure = (at: number, pending: number): void => {
    clock.at = at
    plumbing.hub.emit('queues', { at, looks: new Map([['geo-2', look(pending)]]), throughput: 0.25 })
  }
  const history = async (since: number) => metrics.service.history({ since }, plainCall())
  return { ...plumbing, metrics, measure, history, clock }
}

it('shows after a restart what was measured before, with its peaks and the gap in between', async () => {
  const directory = temporaryDirectory()
  const first = measuring(directory)
  for (const [index, pending] of [1, 7, 2].entries()) first.measure(begin + index * 2_000, pending)
  first.measure(begin + 10_000, 0)
  first.metrics.close()
  const again = measuring(directory)
  again.measure(begin + hour / 2, 4)
  const { step, samples } = await again.history(begin - hour / 2)
  expect(step).toBe(10_000)
  expect(samples.map(({ at, nodes }) => [at - begin, nodes])).toEqual([
    [4_000, [{ instanceName: 'geo-2', waiting: 7, oldest: 40, drift: null }]],
    [10_000, [{ instanceName: 'geo-2', waiting: 0, oldest: 0, drift: null }]],
    [hour / 2, [{ instanceName: 'geo-2', waiting: 4, oldest: 40, drift: null }]],
  ])
})

it('answers a month in as many samples as are drawn, each with the peak of its time', async () => {
  const { measure, history, clock } = measuring()
  for (let at = begin; at < begin + 30 * 24 * hour; at += hour) measure(at, at === begin + 10 * hour ? 99 : 1)
  const { samples, step } = await history(clock.at - 30 * 24 * hour)
  expect(step).toBeGreaterThanOrEqual(hour)
  expect(samples.length).toBeLessThanOrEqual(481)
  expect(samples.filter(({ nodes }) => nodes[0]?.waiting === 99)).toHaveLength(1)
})

it.each([
  [1, 10_000],
  [30, 5 * 60_000],
])('answers a month of which %d hours were measured as finely as these were', async (hours, finest) => {
  const { measure, history, clock } = measuring()
  for (let at = begin; at <= begin + hours * hour; at += hour / 4) measure(at, 1)
  const { samples, step } = await history(clock.at - 30 * 24 * hour)
  expect(samples.map(({ at }) => at - begin)).toEqual(
    Array.from({ length: hours * 4 + 1 }, (_, index) => (index * hour) / 4),
  )
  expect(step).toBe(finest)
})

it('marks what happened to the cluster, but not each change that went well', async () => {
  const { hub, measure, history } = measuring()
  measure(begin, 0)
  const happened = (severity: 'ok' | 'attention' | 'failed', ofMessage: boolean) =>
    hub.emit('activity', {
      ...{ at: begin + 1, instanceName: 'geo-2', severity, ofMessage },
      message: say('cluster.did', { node: 'geo-2', what: `${severity} ${ofMessage}` }),
    })
  happened('ok', true)
  happened('failed', true)
  happened('ok', false)
  const { moments } = await history(0)
  expect(moments.map(({ severity }) => severity)).toEqual(['failed', 'ok'])
})

it('asks the broker once a minute how full it is', async () => {
  const answers = [12, null, 40]
  let asked = 0
  const { measure, hub } = measuring(temporaryDirectory(), () => Promise.resolve(answers[asked++] ?? null))
  const told: (number | null)[] = []
  hub.on('measured', ({ storePercent }) => told.push(storePercent))
  for (const at of [0, 10_000, 60_000, 70_000, 120_000, 130_000]) {
    measure(begin + at, 0)
    await Promise.resolve()
    await Promise.resolve()
  }
  expect(asked).toBe(3)
  expect(told).toEqual([null, 12, 12, null, null, 40])
})

it('goes on measuring when nothing can be kept, says so, and keeps again as soon as it can', async () => {
  const parent = temporaryDirectory()
  const directory = join(parent, 'cluster')
  writeFileSync(directory, 'a file where the directory should be')
  const { measure, hub, notices, history } = measuring(directory, () =>
    Promise.reject(failure('PLB-CLUSTER-NOT-OPEN', {})),
  )
  let told = 0
  hub.on('measured', () => (told += 1))
  measure(begin, 1)
  measure(begin + 10_000, 1)
  expect(told).toBe(2)
  expect(notices.all).toHaveLength(1)
  rmSync(directory)
  measure(begin + 20_000, 5)
  expect((await history(0)).samples.map(({ at }) => at)).toEqual([begin + 20_000])
})
