import { expect, it } from 'vitest'
import type { ClusterAccess } from '../../../electron/services/cluster/open-cluster.ts'
import { Trickle } from '../../../electron/services/demo/trickle.ts'
import type { ApplicationEvents } from '../../../electron/services/events/application-events.ts'
import { EventHub } from '../../../electron/services/events/event-hub.ts'
import { systemClock } from '../../../electron/scheduler/clock.ts'

it('begins once every slave has its queue, whatever is known of the queue of the master', async () => {
  const published: unknown[] = []
  const node = (instanceName: string, role: 'master' | 'slave') => ({
    instanceName,
    facts: { roles: { value: [role] } },
    why: () => (role === 'master' ? null : 'a slave'),
    configuration: {
      plan: () => ({ digest: 'd', asksForName: '' }),
      publish: (request: unknown) => published.push(request),
    },
  })
  const queues = new Set<string>()
  const all = [node('gs-master', 'master'), node('gs-a', 'slave'), node('gs-b', 'slave')]
  const current = {
    profile: { demo: true },
    nodes: { all, slaves: () => all.map(({ instanceName }) => instanceName) },
    known: { get: (name: string) => (queues.has(name) ? { hasQueue: true } : undefined) },
  }
  const hub = new EventHub<ApplicationEvents>((error) => {
    throw error
  })
  // Of an open cluster, the trickle of edits uses these alone.
  const cluster = { current } as unknown as ClusterAccess
  const trickle = new Trickle({ cluster, hub, clock: systemClock, isReadOnly: () => false })
  await trickle.editOnce()
  queues.add('gs-a')
  await trickle.editOnce()
  expect(published).toEqual([])
  queues.add('gs-b')
  await trickle.editOnce()
  expect(published).toHaveLength(1)
})
