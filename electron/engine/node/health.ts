import type { Failure } from '../../errors/failure.ts'
import type { NodeHealth, NodeStatus } from './state.ts'

/** All a node knows of itself that its health depends on. */
export interface HealthFacts {
  readonly phase: 'starting' | 'running' | 'stopped'
  readonly broker: NodeStatus['broker']['state']
  /** Why work does not get done at the moment; undefined where it does. */
  readonly troubles: readonly (Failure | undefined)[]
  readonly inbox: NodeStatus['inbox']
  readonly outbox: NodeStatus['outbox']
  /** Files of the data directory that could not be read, with why. */
  readonly unreadable: readonly { readonly path: string; readonly failure: Failure }[]
  /** `connection=disabled` in its configuration. */
  readonly isDisabled: boolean
}

/**
 * The one place where a node's health is derived: the worst that is true of it, and every reason. Whoever shows a
 * node shows this; nobody derives a health of their own from parts of it.
 */
export function healthOf(facts: HealthFacts): {
  readonly health: NodeHealth
  readonly reasons: readonly string[]
} {
  return { health: worstOf(facts), reasons: reasonsFor(facts) }
}

function worstOf({ phase, broker, troubles, inbox, unreadable }: HealthFacts): NodeHealth {
  if (phase !== 'running') return phase
  if (troubles.some((each) => each !== undefined)) return 'trouble'
  if (inbox.failed > 0 || inbox.parked > 0 || unreadable.length > 0) return 'diverged'
  return broker === 'connected' ? 'ok' : 'disconnected'
}

function reasonsFor({ troubles, inbox, outbox, unreadable, isDisabled }: HealthFacts): readonly string[] {
  const reasons = new Set(troubles.flatMap((each) => each?.message ?? []))
  if (outbox.accepted > 0) reasons.add(`${outbox.accepted} accepted changes are not in the files yet.`)
  if (inbox.failed > 0) reasons.add(`${inbox.failed} events could not be applied.`)
  if (inbox.parked > 0) reasons.add(`${inbox.parked} events wait for objects that are missing.`)
  for (const { path, failure } of unreadable.slice(0, shownFiles)) {
    reasons.add(`${path} could not be read: ${failure.message}`)
  }
  if (unreadable.length > shownFiles) {
    reasons.add(`${unreadable.length - shownFiles} more files could not be read.`)
  }
  if (isDisabled) reasons.add('connection=disabled: messages wait in the queue of this node.')
  return [...reasons]
}

/** Unreadable files that are named; the others are counted. */
const shownFiles = 5
