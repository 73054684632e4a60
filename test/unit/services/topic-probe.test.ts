import { expect, test } from 'vitest'
import { topic } from '../../../electron/broker/destinations.ts'
import type { Publication } from '../../../electron/broker/sessions/session.ts'
import { TopicProbe } from '../../../electron/services/cluster/topic-probe.ts'
import { FakeClock } from '../broker/fake-clock.ts'

function probing(refuse = false) {
  const clock = new FakeClock()
  const sent: Publication[] = []
  const outcomes: boolean[] = []
  const probe = new TopicProbe({
    topic: topic('VirtualTopic.geoserver'),
    observer: 'ops',
    group: 'maps',
    publish: (publication) => {
      sent.push(publication)
      return refuse ? Promise.reject(new Error('away')) : Promise.resolve()
    },
    clock,
    onOutcome: (delivers) => outcomes.push(delivers),
  })
  const arrived = (publication: Publication | undefined) =>
    probe.take({ properties: new Map(Object.entries(publication?.properties ?? {})) })
  return { clock, sent, outcomes, probe, arrived }
}

test('a topic delivers when the probe comes back, and is silent when it does not', async () => {
  const { clock, sent, outcomes, probe, arrived } = probing()
  await probe.send()
  expect(arrived(sent[0])).toBe(true)
  clock.advance(60_000)
  expect(outcomes).toEqual([true])
  await probe.send()
  clock.advance(60_000)
  expect(outcomes).toEqual([true, false])
  expect(arrived(sent[1])).toBe(true)
  expect(outcomes).toEqual([true, false, true])
})

test('a probe is for a group no node has', async () => {
  const { sent, probe } = probing()
  await probe.send()
  expect(sent[0]?.properties).toMatchObject({ group: 'maps/probe', instanceName: 'ops' })
})

test('probes of others are no messages either, and say nothing of our topic', async () => {
  const { outcomes, probe } = probing()
  await probe.send()
  expect(probe.take({ properties: new Map([['plumblineProbe', 'theirs']]) })).toBe(true)
  expect(probe.take({ properties: new Map([['instanceName', 'geo-1']]) })).toBe(false)
  expect(outcomes).toEqual([])
})

test('what cannot be published, or is stopped, proves nothing', async () => {
  const away = probing(true)
  await away.probe.send()
  away.clock.advance(60_000)
  const stopped = probing()
  await stopped.probe.send()
  stopped.probe.stop()
  stopped.clock.advance(60_000)
  expect([...away.outcomes, ...stopped.outcomes]).toEqual([])
})
