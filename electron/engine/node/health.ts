import type { Failure } from '../../errors/failure.ts'
import { english } from '../../sentences/english.ts'
import type { LostJournal } from '../journal/epoch.ts'
import type { Gap } from '../journal/heard.ts'
import type { Shrunk } from '../journal/holding.ts'
import type { BrokenStyle } from './broken-styles.ts'
import type { NodeHealth, NodeStatus } from './state.ts'

/** All a node knows of itself that its health depends on. */
export interface HealthFacts {
  readonly phase: 'starting' | 'running' | 'stopped'
  readonly broker: NodeStatus['broker']['state']
  /** Why work does not get done at the moment; undefined where it does. */
  readonly troubles: readonly (Failure | undefined)[]
  readonly inbox: NodeStatus['inbox']
  readonly outbox: NodeStatus['outbox']
  /** What was published and never received here. */
  readonly gaps: readonly Gap[]
  /** The journal before this one, when it was lost and no comparison made up for it yet. */
  readonly lostJournal: LostJournal | undefined
  /** Files of the data directory that could not be read, with why. */
  readonly unreadable: readonly { readonly path: string; readonly failure: Failure }[]
  /** Files of the data directory that are gone although nobody removed what they hold. */
  readonly missing: readonly string[]
  /** Styles nothing can be drawn with; the node has them as it should. */
  readonly brokenStyles: readonly BrokenStyle[]
  /** Set when the data directory lost much of what it held while the node did not run. */
  readonly shrunk: Shrunk | undefined
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

function worstOf(facts: HealthFacts): NodeHealth {
  const { phase, broker, troubles, inbox, unreadable, missing, shrunk, gaps, lostJournal } = facts
  if (phase !== 'running') return phase
  if (troubles.some((each) => each !== undefined)) return 'trouble'
  if (inbox.failed > 0 || inbox.parked > 0 || unreadable.length > 0) return 'diverged'
  if (missing.length > 0 || shrunk !== undefined) return 'diverged'
  if (gaps.length > 0 || lostJournal !== undefined) return 'gap'
  return broker === 'connected' ? 'ok' : 'disconnected'
}

function reasonsFor(facts: HealthFacts): readonly string[] {
  const {
    troubles,
    inbox,
    outbox,
    unreadable,
    missing,
    shrunk,
    gaps,
    lostJournal,
    brokenStyles,
    isDisabled,
  } = facts
  const reasons = new Set(troubles.flatMap((each) => each?.message ?? []))
  if (outbox.accepted > 0) reasons.add(`${outbox.accepted} accepted changes are not in the files yet.`)
  if (inbox.failed > 0) reasons.add(`${inbox.failed} events could not be applied.`)
  if (inbox.parked > 0) reasons.add(`${inbox.parked} events wait for objects that are missing.`)
  if (lostJournal !== undefined) reasons.add(sayLost(lostJournal))
  for (const gap of gaps.slice(0, shownGaps)) reasons.add(sayGap(gap))
  if (gaps.length > shownGaps) reasons.add(`${gaps.length - shownGaps} more gaps.`)
  if (gaps.length > 0 || lostJournal !== undefined) {
    reasons.add('A comparison that finds this node and its master equal settles this; a resync makes it so.')
  }
  for (const { path, failure } of unreadable.slice(0, shownFiles)) {
    reasons.add(`${path} could not be read: ${failure.message}`)
  }
  if (unreadable.length > shownFiles) {
    reasons.add(`${unreadable.length - shownFiles} more files could not be read.`)
  }
  if (missing.length > 0) {
    reasons.add(`${missing.length} files of the configuration are gone, ${missing[0] ?? ''} among them.`)
  }
  if (shrunk !== undefined) {
    const { found, before } = shrunk
    reasons.add(`The data directory held ${found} objects when it was read, and ${before} before.`)
  }
  if (missing.length > 0 || shrunk !== undefined) {
    reasons.add('Put the files back and read the directory again, or compare this node and resync it.')
  }
  for (const { title, problem } of brokenStyles.slice(0, shownFiles)) {
    reasons.add(`GeoServer cannot draw with the style ${title}: ${english(problem)}`)
  }
  if (brokenStyles.length > shownFiles) {
    reasons.add(`${brokenStyles.length - shownFiles} more styles cannot be drawn with.`)
  }
  if (isDisabled) reasons.add('connection=disabled: messages wait in the queue of this node.')
  return [...reasons]
}

/** Unreadable files that are named; the others are counted. */
const shownFiles = 5
const shownGaps = 5

/** What a receiver misses, in words. */
export function sayGap({ sender, kind, first, last }: Gap): string {
  const events = first === last ? `Event ${first}` : `Events ${first} to ${last}`
  const were = first === last ? 'was' : 'were'
  switch (kind) {
    case 'missing':
      return `${events} of ${sender} never arrived.`
    case 'before':
      return `${events} of ${sender} ${were} published before the first that arrived.`
    case 'new journal':
      return `${sender} began a new journal: what it had accepted and not published may be lost.`
  }
}

function sayLost({ path }: LostJournal): string {
  const what = path === '' ? 'is gone' : `was damaged and lies at ${path}`
  return `The journal of this node ${what}: what was accepted, received or parked and not finished is lost.`
}
