import { neverCompared, type NodeView } from '../../contract/features/inventory.ts'
import type { Settings } from '../../contract/features/settings.ts'
import type { Severity } from '../../contract/shared.ts'
import type { ClusterNode } from '../../nodes/face/cluster-node.ts'
import { hasRole, type NodeFacts } from '../../nodes/face/facts.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { countAccepted, countedAccepted, isAllAccepted } from '../comparison/accepted.ts'
import type { Verdict as Comparison } from '../comparison/verdicts.ts'
import type { QueueLook } from '../events/application-events.ts'
import { say } from '../../sentences/say.ts'

type Thresholds = Settings['thresholds']

interface Verdict {
  readonly severity: Severity
  readonly state: string
}

interface ViewOptions {
  readonly thresholds: Thresholds
  readonly now: number
  /** Since when there is no broker; null while it is connected. */
  readonly brokerAwaySince: number | null
}

/** What the services know of a node besides what it says itself. */
export interface Observations {
  /** Null where its name cannot stand in that of a queue. */
  readonly queue: string | null
  readonly look: QueueLook | undefined
  readonly comparison: Comparison | undefined
}

/** Everything that is known of one node. */
interface Observed extends Observations {
  readonly facts: NodeFacts
}

const shownActions = [
  ...(['compare', 'resync', 'start', 'stop', 'pause', 'resume', 'reload', 'edit', 'forget'] as const),
  'saveProperties' as const,
]
const shownFacts = ['roles', 'group', 'version', 'configured', 'effective', 'engine'] as const

/** What is known of a node as the contract shows it. */
export function nodeView(
  node: ClusterNode,
  observations: Observations,
  { thresholds, now, brokerAwaySince }: ViewOptions,
): NodeView {
  const { instanceName, facts } = node
  const { look, queue } = observations
  const observed = { ...observations, facts }
  const status = facts.engine.value
  return {
    instanceName,
    type: facts.type,
    roles: [...(facts.roles.value ?? [])],
    group: facts.group.value ?? null,
    version: facts.version.value ?? null,
    dataDirectory: facts.dataDirectory ?? null,
    url: facts.url ?? null,
    running: status !== undefined,
    elsewhere: facts.condition === 'elsewhere',
    connection: {
      configured: facts.configured.value ?? 'unknown',
      effective: facts.effective.value ?? 'unknown',
    },
    queue: hasRole(facts, 'slave') || (look?.pending ?? null) !== null ? queue : null,
    pending: look?.pending ?? null,
    oldestPendingAt: look?.oldestAt ?? null,
    lastTakenAt: latest(status?.lastAppliedAt, look?.takenAt),
    lastMessageAt: facts.lastMessageAt ?? null,
    parked: status?.inbox.parked ?? 0,
    failed: status?.inbox.failed ?? 0,
    drift: driftOf(observed, brokerAwaySince),
    ...withoutBroker(verdictOn(observed, thresholds, now), brokerAwaySince),
    reasons: [...reasonsFor(observed, thresholds, now)],
    unknown: shownFacts.flatMap((fact) => {
      const { [fact]: found } = facts
      return found.value === undefined ? [{ fact, why: found.why }] : []
    }),
    actions: shownActions.map((action) => {
      const why = node.why(action)
      return { action, allowed: why === null, why }
    }),
  }
}

/** What was found before or while the broker is away says nothing of what it holds. */
function driftOf({ comparison }: Observations, brokerAwaySince: number | null): NodeView['drift'] {
  if (comparison === undefined) return neverCompared
  const { drift, reference, stale } = comparison
  return {
    state: drift.equal ? 'equal' : 'drifted',
    objects: drift.entries.length,
    accepted: countAccepted(drift),
    allAccepted: isAllAccepted(drift),
    at: drift.at,
    reference,
    stale: stale ?? (brokerAwaySince === null ? null : { at: brokerAwaySince, because: 'reconnect' }),
  }
}

/** Nothing is well with a node as long as nobody can know what its broker holds for it. */
function withoutBroker(verdict: Verdict, brokerAwaySince: number | null): Verdict {
  if (brokerAwaySince === null || (verdict.severity !== 'ok' && verdict.severity !== 'stale')) return verdict
  return { severity: 'unknown', state: 'broker lost' }
}

/** The one word a node is summed up in: the worst that is true of it. */
function verdictOn(observed: Observed, thresholds: Thresholds, now: number): Verdict {
  const { facts, look, comparison } = observed
  const { condition, lastError, isToRun } = facts
  const status = facts.engine.value
  if (condition === 'failed') return { severity: 'failed', state: 'failed' }
  if (condition === 'silent') return { severity: 'failed', state: 'lost' }
  if (status?.health === 'trouble') return { severity: 'failed', state: 'trouble' }
  if (status?.health === 'diverged') return { severity: 'failed', state: 'diverged' }
  if (status?.health === 'gap') return { severity: 'failed', state: 'gap' }
  if (status?.health === 'disconnected') return { severity: 'failed', state: 'lost' }
  const isDrifted = comparison !== undefined && !comparison.drift.equal
  if (lastError !== undefined && (isToRun || condition === 'elsewhere'))
    return { severity: 'failed', state: 'failed' }
  if (facts.configured.value === 'disabled') return { severity: 'attention', state: 'disabled' }
  if (isIdle(facts)) return { severity: 'attention', state: 'stopped' }
  if (isDrifted) return { severity: 'attention', state: 'drifted' }
  if (condition === 'starting') return { severity: 'pending', state: 'starting' }
  if (isLagging(observed, thresholds, now)) return { severity: 'attention', state: 'lagging' }
  const isWaiting = (look?.pending ?? 0) > 0 || (status?.inbox.received ?? 0) > 0
  const known = knownOf(observed)
  // It catches up with nothing until somebody resumes it, and where nothing waits, it is as it was found.
  if (status?.paused === true) return { severity: isWaiting ? 'pending' : known.severity, state: 'paused' }
  return isWaiting ? { severity: 'pending', state: 'pending' } : known
}

/** How a node is that runs and has nothing left to do: as it was found when it was compared. */
function knownOf({ facts, comparison }: Observed): Verdict {
  const status = facts.engine.value
  if (comparison?.drift.equal === true)
    return comparison.stale === null
      ? { severity: 'ok', state: 'in sync' }
      : { severity: 'stale', state: 'stale' }
  const isMasterOnly = hasRole(facts, 'master') && !hasRole(facts, 'slave')
  if (isMasterOnly && status !== undefined) {
    const unsent = status.outbox.accepted + status.outbox.applied
    return unsent > 0 ? { severity: 'pending', state: 'pending' } : { severity: 'ok', state: 'publishing' }
  }
  // It answers, and what it publishes nobody has to take on trust: slaves are compared with it.
  if (isMasterOnly && facts.condition === 'answering') return { severity: 'ok', state: 'publishing' }
  if (hasRole(facts, 'slave')) return { severity: 'unknown', state: 'not compared' }
  return { severity: 'unknown', state: 'unknown' }
}

/** Whether no process runs its engine, although one of ours is to, or did. */
function isIdle({ condition, isToRun, type }: NodeFacts): boolean {
  return condition === 'stopped' && (isToRun || type === 'plumbline')
}

/** Whether more waits, or for longer, than the operator wants to hear nothing of. */
function isLagging({ look }: Observations, thresholds: Thresholds, now: number): boolean {
  if (look === undefined || look.pending === null || look.pending === 0) return false
  const age = look.oldestAt === null ? 0 : now - look.oldestAt
  return look.pending >= thresholds.lagMessages || age >= thresholds.lagSeconds * 1000
}

function reasonsFor(observed: Observed, thresholds: Thresholds, now: number): readonly Wording[] {
  const { facts, look, comparison } = observed
  const { lastError, remark } = facts
  const status = facts.engine.value
  const reasons: Wording[] = []
  if (lastError !== undefined) reasons.push(lastError.message)
  if (remark !== undefined) reasons.push(remark)
  if (status === undefined && facts.configured.value === 'disabled') {
    reasons.push(say('inventory.connectionDisabledDoesNot'))
  }
  reasons.push(...(status?.reasons ?? []))
  if (status?.health === 'disconnected') {
    reasons.push(say('nodeActions.noBroker', { broker: status.broker.where }))
  }
  if (isIdle(facts)) reasons.push(say('inventory.engineDoesNotRun'))
  if (comparison !== undefined && !comparison.drift.equal) {
    const count = comparison.drift.entries.length
    const { reference } = comparison
    reasons.push(
      count === 0
        ? say('inventory.notWhole', { reference })
        : countedAccepted(
            say('inventory.differs', { count, reference }),
            countAccepted(comparison.drift),
            count,
          ),
    )
  }
  if (isLagging(observed, thresholds, now)) {
    const count = look?.pending ?? 0
    reasons.push(say(look?.atLeast === true ? 'inventory.atLeastWaiting' : 'inventory.waiting', { count }))
  }
  return reasons
}

function latest(...times: readonly (number | null | undefined)[]): number | null {
  const known = times.filter((each) => each !== null && each !== undefined)
  return known.length === 0 ? null : Math.max(...known)
}
