import type { Activity } from '../../engine/node/status.ts'
import type { NodeListener } from '../../nodes/surroundings.ts'
import type { ActivityItem, ApplicationEvents } from '../events/application-events.ts'
import type { EventHub } from '../events/event-hub.ts'
import { say } from '../../sentences/say.ts'

/** Tells the other services what nodes of this machine do. */
export function nodeEvents(hub: EventHub<ApplicationEvents>, now: () => number): NodeListener {
  const changed = (): void => {
    hub.emit('nodes', undefined)
  }
  /** Why nodes without a broker have none, as far as that was told. */
  const outages = new Map<string, Set<string>>()
  /** Whether it was told before: what is tried again fails for the same reasons, many times a minute. */
  const isRepeated = (instanceName: string, { direction, state, reason }: Activity): boolean => {
    if (direction !== 'node') return false
    if (state === 'connected') outages.delete(instanceName)
    if (state !== 'lost') return false
    const reasons = outages.get(instanceName) ?? new Set()
    const before = reasons.size
    outages.set(instanceName, reasons.add(JSON.stringify(reason)))
    return reasons.size === before
  }
  return {
    changed,
    wrote: (path) => {
      hub.emit('wrote', { path })
    },
    restarted: (instanceName) => {
      hub.emit('restarted', { instanceName })
    },
    seen: (instanceName, mark) => {
      hub.emit('seen', { instanceName, mark })
    },
    did: (instanceName, activity) => {
      const { at, direction, state, summary, from = null, reason = null, countsOnly } = activity
      if (direction === 'received')
        hub.emit('finished', { instanceName, at, state, from, summary, reason, countsOnly })
      if (direction === 'published') hub.emit('published', { instanceName, countsOnly })
      const item = isRepeated(instanceName, activity) ? undefined : activityItem(instanceName, activity)
      if (item !== undefined) hub.emit('activity', item)
      changed()
    },
    told: (instanceName, severity, message) => {
      hub.emit('activity', { at: now(), instanceName, severity, message })
    },
  }
}

const severities = {
  applied: 'ok',
  failed: 'failed',
  parked: 'attention',
} as const satisfies Readonly<Record<string, ActivityItem['severity']>>

function isTold(state: string): state is keyof typeof severities {
  return Object.hasOwn(severities, state)
}

/** What a node did as a line of recent activity; undefined for what is of no interest there. */
function activityItem(instanceName: string, activity: Activity): ActivityItem | undefined {
  const { at, direction, state, summary, reason, countsOnly } = activity
  if (countsOnly) return undefined
  if (direction === 'node') {
    if (state === 'connecting') return undefined
    const severity = state === 'lost' ? 'attention' : 'ok'
    const did = say('cluster.did', { node: instanceName, what: summary })
    const message = reason === undefined ? did : say('cluster.because', { what: did, reason })
    return { at, instanceName, severity, message }
  }
  if (direction === 'published') {
    const message = say('cluster.published', { node: instanceName, event: summary })
    return { at, instanceName, severity: 'ok', message, ofMessage: true }
  }
  if (!isTold(state)) return undefined
  const did = say(`cluster.${state}`, { node: instanceName, event: summary })
  const message = reason === undefined ? did : say('cluster.withReason', { what: did, reason })
  return { at, instanceName, severity: severities[state], message, ofMessage: true }
}
