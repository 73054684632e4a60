import packageDescription from '../../../package.json' with { type: 'json' }
import type { NodeView } from '../../contract/features/inventory.ts'
import type { Settings } from '../../contract/features/settings.ts'
import type { Severity } from '../../contract/features/shared.ts'
import { actionsOf } from './node-actions.ts'
import type { Wording } from '../../sentences/sentence.ts'
import type { NodeFacts } from './node-facts.ts'

type Thresholds = Settings['thresholds']

interface Verdict {
  readonly severity: Severity
  readonly state: string
}

interface ViewOptions {
  readonly thresholds: Thresholds
  readonly now: number
  readonly isBrokerConnected: boolean
}

/** What is known of a node as the contract shows it. */
export function nodeView(facts: NodeFacts, { thresholds, now, isBrokerConnected }: ViewOptions): NodeView {
  const { instanceName, local, status, known, remote, look } = facts
  const roles = rolesOf(facts)
  const isSlave = roles.includes('slave')
  const reasons = reasonsFor(facts, thresholds, now)
  return {
    instanceName,
    type: typeOf(facts),
    roles: [...roles],
    group: local?.configuration?.group ?? remote?.group ?? known?.group ?? null,
    version: status === undefined ? (remote?.version ?? null) : packageDescription.version,
    dataDirectory: local?.dataDirectory ?? null,
    url: remote?.url ?? null,
    running: status !== undefined,
    connection: connectionOf(facts),
    queue: isSlave || (look?.pending ?? null) !== null ? facts.queue : null,
    pending: look?.pending ?? null,
    oldestPendingAt: look?.oldestAt ?? null,
    lastTakenAt: latest(status?.lastAppliedAt, look?.takenAt),
    lastMessageAt: known?.lastMessageAt ?? null,
    parked: status?.inbox.parked ?? 0,
    failed: status?.inbox.failed ?? 0,
    drift: driftOf(facts),
    ...withoutBroker(verdictOn(facts, thresholds, now), isBrokerConnected),
    reasons: [...reasons],
    actions: actionsOf(facts),
  }
}

/** Roles by what is nearest to the truth: the node's own configuration, its REST interface, its messages. */
export function rolesOf({ local, remote, known }: NodeFacts): NodeView['roles'] {
  if (local?.configuration !== undefined) {
    const { toggleMaster, toggleSlave } = local.configuration
    return [...(toggleMaster ? (['master'] as const) : []), ...(toggleSlave ? (['slave'] as const) : [])]
  }
  if (remote !== undefined && remote.roles.length > 0) return [...remote.roles]
  return [...(known?.roles ?? [])]
}

function typeOf({ local, isOfPlumbline, remote, known }: NodeFacts): NodeView['type'] {
  if (isOfPlumbline) return 'plumbline'
  if (remote !== undefined || local !== undefined) return 'geoserver'
  return known?.type ?? 'unknown'
}

function connectionOf({ local, status, remote, known }: NodeFacts): NodeView['connection'] {
  const configured = local?.configuration?.connection ?? remote?.connection ?? known?.connection ?? 'unknown'
  if (status === undefined) {
    return { configured, effective: local?.run === true ? 'disconnected' : 'unknown' }
  }
  const isConnected = status.broker.state === 'connected' && configured !== 'disabled'
  return { configured, effective: isConnected ? 'connected' : 'disconnected' }
}

function driftOf({ comparison }: NodeFacts): NodeView['drift'] {
  if (comparison === undefined)
    return { state: 'not-compared', objects: 0, at: null, reference: null, stale: null }
  const { drift, reference, stale } = comparison
  return {
    state: drift.equal ? 'equal' : 'drifted',
    objects: drift.entries.length,
    at: drift.at,
    reference,
    stale,
  }
}

/** Nothing is well with a node as long as nobody can know what its broker holds for it. */
function withoutBroker(verdict: Verdict, isBrokerConnected: boolean): Verdict {
  if (isBrokerConnected || (verdict.severity !== 'ok' && verdict.severity !== 'stale')) return verdict
  return { severity: 'unknown', state: 'broker lost' }
}

/** The one word a node is summed up in: the worst that is true of it. */
function verdictOn(facts: NodeFacts, thresholds: Thresholds, now: number): Verdict {
  const { local, status, remote, look, comparison } = facts
  if (local?.state === 'failed') return { severity: 'failed', state: 'failed' }
  if (remote !== undefined && remote.trouble !== null) return { severity: 'failed', state: 'lost' }
  if (status?.health === 'trouble') return { severity: 'failed', state: 'trouble' }
  if (status?.health === 'diverged') return { severity: 'failed', state: 'diverged' }
  if (status?.health === 'gap') return { severity: 'failed', state: 'gap' }
  if (status?.health === 'disconnected') return { severity: 'failed', state: 'lost' }
  const isDrifted = comparison !== undefined && !comparison.drift.equal
  if (local?.failure !== undefined && local.run) return { severity: 'failed', state: 'failed' }
  if (connectionOf(facts).configured === 'disabled') return { severity: 'attention', state: 'disabled' }
  if (local?.run === true && local.state === 'stopped') return { severity: 'attention', state: 'stopped' }
  if (isDrifted) return { severity: 'attention', state: 'drifted' }
  if (local?.state === 'starting') return { severity: 'pending', state: 'starting' }
  if (isLagging(facts, thresholds, now)) return { severity: 'attention', state: 'lagging' }
  if ((look?.pending ?? 0) > 0 || (status?.inbox.received ?? 0) > 0)
    return { severity: 'pending', state: 'pending' }
  if (comparison?.drift.equal === true)
    return comparison.stale === null
      ? { severity: 'ok', state: 'in sync' }
      : { severity: 'stale', state: 'stale' }
  const roles = rolesOf(facts)
  const isMasterOnly = roles.includes('master') && !roles.includes('slave')
  if (isMasterOnly && status !== undefined) {
    const unsent = status.outbox.accepted + status.outbox.applied
    return unsent > 0 ? { severity: 'pending', state: 'pending' } : { severity: 'ok', state: 'publishing' }
  }
  // It answers, and what it publishes nobody has to take on trust: slaves are compared with it.
  if (isMasterOnly && remote !== undefined) return { severity: 'ok', state: 'publishing' }
  if (roles.includes('slave')) return { severity: 'unknown', state: 'not compared' }
  return { severity: 'unknown', state: 'unknown' }
}

/** Whether more waits, or for longer, than the operator wants to hear nothing of. */
export function isLagging({ look }: NodeFacts, thresholds: Thresholds, now: number): boolean {
  if (look === undefined || look.pending === null || look.pending === 0) return false
  const age = look.oldestAt === null ? 0 : now - look.oldestAt
  return look.pending >= thresholds.lagMessages || age >= thresholds.lagSeconds * 1000
}

function reasonsFor(facts: NodeFacts, thresholds: Thresholds, now: number): readonly Wording[] {
  const { local, status, remote, look, comparison } = facts
  const reasons: Wording[] = []
  if (local?.failure !== undefined) reasons.push(local.failure.message)
  if (remote !== undefined && remote.trouble !== null) reasons.push(remote.trouble)
  if (remote !== undefined && remote.remark !== null) reasons.push(remote.remark)
  if (status === undefined && connectionOf(facts).configured === 'disabled') {
    reasons.push('connection=disabled: it does not take messages; they wait in its queue.')
  }
  reasons.push(...(status?.reasons ?? []))
  if (local?.run === true && local.state === 'stopped') reasons.push('Its engine does not run.')
  if (comparison !== undefined && !comparison.drift.equal) {
    const count = comparison.drift.entries.length
    reasons.push(
      `${count} ${count === 1 ? 'object differs' : 'objects differ'} from ${comparison.reference}.`,
    )
  }
  if (isLagging(facts, thresholds, now)) {
    reasons.push(
      `${look?.atLeast === true ? 'At least ' : ''}${look?.pending ?? 0} messages wait in its queue.`,
    )
  }
  return reasons
}

function latest(...times: readonly (number | null | undefined)[]): number | null {
  const known = times.filter((each) => each !== null && each !== undefined)
  return known.length === 0 ? null : Math.max(...known)
}
