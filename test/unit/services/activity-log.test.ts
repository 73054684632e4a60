import { expect, it } from 'vitest'
import { say } from '../../../electron/sentences/say.ts'
import { nodeEvents } from '../../../electron/services/cluster/node-events.ts'
import type { ClusterState } from '../../../electron/contract/features/profiles.ts'
import type { ActivityItem } from '../../../electron/services/events/application-events.ts'
import { english } from '../../../electron/sentences/english.ts'
import { ActivityLog } from '../../../electron/services/activity/activity-log.ts'
import { PublishedElsewhere } from '../../../electron/services/activity/published-elsewhere.ts'
import { eventually } from '../../support/cluster.ts'
import { profileOf, servicePlumbing } from '../../support/services.ts'

const opening: ClusterState = {
  profile: profileOf([]),
  state: 'opening',
  broker: { state: 'idle', where: '', because: null, nextAttemptIn: null, since: null, bridged: [] },
  message: null,
}

function item(message: string): ActivityItem {
  return { at: 1, instanceName: null, severity: 'ok', message }
}

it('hands over what happened in the cluster that is open, and keeps what was before for the support bundle', () => {
  const { hub } = servicePlumbing()
  const log = new ActivityLog(hub)
  const followed = () => {
    const messages: string[] = []
    const stop = new AbortController()
    const emit = (items: readonly ActivityItem[]) =>
      messages.push(...items.map(({ message }) => english(message)))
    log.sources.recent({}, emit, stop.signal)
    stop.abort()
    return messages
  }
  hub.emit('activity', item('before'))
  expect(followed()).toEqual(['before'])
  hub.emit('cluster', opening)
  expect(followed()).toEqual([])
  hub.emit('activity', item('after'))
  expect(followed()).toEqual(['after'])
  for (let number = 0; number < 499; number += 1) hub.emit('activity', item(String(number)))
  expect(followed()).toHaveLength(500)
  expect(log.items).toHaveLength(500)
})

it('tells once for each reason that a node has no broker, until it has one again', () => {
  const { hub } = servicePlumbing()
  const log = new ActivityLog(hub)
  const node = nodeEvents(hub, () => 1)
  const did = (instanceName: string, state: 'lost' | 'connecting' | 'connected', reason?: string) => {
    const summary = state === 'lost' ? say('node.noBroker', { seconds: 1 }) : 'is connected'
    const wholly = { at: 1, direction: 'node', from: undefined, countsOnly: false } as const
    node.did(instanceName, { ...wholly, state, summary, reason })
  }
  for (let attempt = 0; attempt < 50; attempt += 1) {
    // Each server of a list has a reason of its own.
    for (const reason of ['refused at a', 'refused at b']) {
      did('geo-1', 'connecting')
      did('geo-1', 'lost', reason)
    }
  }
  did('geo-2', 'lost', 'refused at a')
  did('geo-1', 'connected')
  did('geo-1', 'lost', 'refused at a')
  expect(log.items.map(({ message }) => english(message))).toEqual([
    'geo-1 has no broker; tries again in 1 s: refused at a',
    'geo-1 has no broker; tries again in 1 s: refused at b',
    'geo-2 has no broker; tries again in 1 s: refused at a',
    'geo-1 is connected',
    'geo-1 has no broker; tries again in 1 s: refused at a',
  ])
})

it('tells what masters published that say nothing themselves, each message once and of many the newest', async () => {
  const { hub } = servicePlumbing()
  const log = new ActivityLog(hub)
  const archive: { sequence: number; at: number; summary: string; sender: string }[] = []
  new PublishedElsewhere({
    hub,
    messages: async (_filter, limit) => archive.slice(-limit).toReversed(),
    node: (sender) => ({ facts: { condition: sender === 'ours' ? 'running' : 'answering' } }),
  })
  const arrive = (...senders: readonly string[]) => {
    for (const sender of senders) {
      const sequence = archive.length + 1
      archive.push({ sequence, at: sequence, summary: `change ${sequence}`, sender })
    }
    hub.emit('archived', { messages: senders.length, changes: senders.length })
  }
  const told = () => log.items.map(({ message }) => english(message))
  arrive('gs-1', 'ours')
  await eventually('the first is told', async () => told().length === 1)
  arrive('gs-2')
  arrive('gs-1')
  await eventually('the others are told', async () => told().length === 3)
  expect(told()).toEqual(['gs-1 published: change 1', 'gs-2 published: change 3', 'gs-1 published: change 4'])
  expect(log.items.every(({ at }) => at <= 4)).toBe(true)
  arrive(...Array.from({ length: 100 }, () => 'gs-1'))
  await eventually('the newest are told', async () => told().at(-1) === 'gs-1 published: change 104')
  expect(told()).toHaveLength(23)
})
