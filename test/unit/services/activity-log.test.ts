import { expect, it } from 'vitest'
import type { ClusterState } from '../../../electron/contract/features/profiles.ts'
import type { ActivityItem } from '../../../electron/services/events/application-events.ts'
import { english } from '../../../electron/sentences/english.ts'
import { ActivityLog } from '../../../electron/services/activity/activity-log.ts'
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
