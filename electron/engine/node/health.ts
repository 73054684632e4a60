import { type Failure, wordingOf } from '../../errors/failure.ts'
import type { LostJournal } from '../journal/epoch.ts'
import type { Gap } from '../journal/heard.ts'
import type { Shrunk } from '../journal/holding.ts'
import type { BrokenStyle } from './broken-styles.ts'
import type { NodeHealth, NodeStatus } from './status.ts'
import { say } from '../../sentences/say.ts'
import { type Wording, distinct } from '../../sentences/sentence.ts'

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
  /** Changes of its own that another master's took the place of, and nobody has seen; the node is as it should be. */
  readonly conflicts: number
  /** Set when the data directory lost much of what it held while the node did not run. */
  readonly shrunk: Shrunk | undefined
  /** `connection=disabled` in its configuration. */
  readonly isDisabled: boolean
  readonly isPaused: boolean
  /** Milliseconds its next change is dated ahead of its clock. */
  readonly ahead: number
}

/**
 * The one place where a node's health is derived: the worst that is true of it, and every reason. Whoever shows a
 * node shows this; nobody derives a health of their own from parts of it.
 */
export function healthOf(facts: HealthFacts): {
  readonly health: NodeHealth
  readonly reasons: readonly Wording[]
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

function reasonsFor(facts: HealthFacts): readonly Wording[] {
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
    conflicts,
    isDisabled,
    isPaused,
    ahead,
  } = facts
  const isGap = gaps.length > 0 || lostJournal !== undefined
  const [firstMissing = ''] = missing
  const reasons = [
    ...troubles.flatMap((each) => (each === undefined ? [] : [wordingOf(each)])),
    ...counted('node.acceptedChangesNotFiles', outbox.accepted),
    ...counted('node.eventsCouldNotApplied', inbox.failed),
    ...counted('node.eventsWaitObjectsMissing', inbox.parked),
    ...(lostJournal === undefined ? [] : [sayLost(lostJournal)]),
    ...gaps.slice(0, shownGaps).map(sayGap),
    ...counted('node.moreGaps', gaps.length - shownGaps),
    ...(isGap ? [say('node.comparisonFindsNodeMaster')] : []),
    ...unreadable
      .slice(0, shownFiles)
      .map(({ path, failure }) => say('node.couldNotRead', { path, reason: wordingOf(failure) })),
    ...counted('node.moreFilesCouldNot', unreadable.length - shownFiles),
    ...(missing.length === 0 ? [] : [say('node.filesGone', { count: missing.length, path: firstMissing })]),
    ...(shrunk === undefined ? [] : [say('node.shrunk', shrunk)]),
    ...(missing.length > 0 || shrunk !== undefined ? [say('node.putFilesBack')] : []),
    ...brokenStyles
      .slice(0, shownFiles)
      .map(({ title, problem }) => say('node.brokenStyle', { name: title, problem })),
    ...counted('node.moreBrokenStyles', brokenStyles.length - shownFiles),
    ...counted('node.conflicts', conflicts),
    ...counted('node.datedAhead', Math.floor(ahead / day) >= toldDays ? Math.floor(ahead / day) : 0),
    ...(isPaused ? [say('node.isPaused')] : []),
    ...(isDisabled ? [say('node.connectionDisabledMessagesWait')] : []),
  ]
  // One trouble can keep several things from being done.
  return distinct(reasons)
}

function counted(
  key:
    | 'node.acceptedChangesNotFiles'
    | 'node.eventsCouldNotApplied'
    | 'node.eventsWaitObjectsMissing'
    | 'node.moreGaps'
    | 'node.moreFilesCouldNot'
    | 'node.moreBrokenStyles'
    | 'node.conflicts'
    | 'node.datedAhead',
  count: number,
): readonly Wording[] {
  return count > 0 ? [say(key, { count })] : []
}

/** Unreadable files that are named; the others are counted. */
const shownFiles = 5
const shownGaps = 5

const day = 86_400_000
/** Days the clocks of a cluster may differ before a node says so. */
const toldDays = 30

/** What a receiver misses. */
export function sayGap({ sender: node, kind, first, last }: Gap): Wording {
  if (kind === 'new journal') return say('node.beganNewJournalWhat', { node })
  const key = kind === 'missing' ? 'node.neverArrived' : 'node.beforeTheFirst'
  return say(key, { count: last - first + 1, first, last, node })
}

function sayLost({ path }: LostJournal): Wording {
  return path === '' ? say('node.journalGone') : say('node.journalDamaged', { path })
}
