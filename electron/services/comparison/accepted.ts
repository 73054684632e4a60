import type { AcceptedDifference, DriftData, DriftEntry } from '../../contract/shared.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

/** What differs on a node, with what somebody accepted of it. An acceptance hides nothing; it is said beside it. */
export function withAccepted(
  drift: DriftData,
  instanceName: string,
  all: readonly AcceptedDifference[],
): DriftData {
  const here = all.filter((each) => each.instanceName === null || each.instanceName === instanceName)
  if (here.length === 0) return drift
  const byObject = Map.groupBy(here, ({ kind, object }) => `${kind} ${object}`)
  return {
    ...drift,
    entries: drift.entries.map((entry) => {
      const notes = (byObject.get(`${entry.kind} ${entry.id}`) ?? []).filter((each) => isAbout(each, entry))
      return notes.length === 0 ? entry : { ...entry, accepted: { all: isCovered(notes, entry), notes } }
    }),
  }
}

/** How much of what differs is accepted as a whole. */
export function countAccepted({ entries }: DriftData): number {
  return entries.filter(({ accepted }) => accepted?.all === true).length
}

/** Whether somebody accepted all of some differences: what is said of these is known, as if it were acknowledged. */
export function areAccepted(entries: readonly DriftEntry[]): boolean {
  return entries.length > 0 && entries.every(({ accepted }) => accepted?.all === true)
}

/** Whether nothing keeps a node from being equal but what somebody accepted; what could not be read, nobody did. */
export function isAllAccepted({ entries, problems }: DriftData): boolean {
  return areAccepted(entries) && !problems.some(({ effect }) => effect === 'unread')
}

/** By whom, until when and why each of them is accepted. */
export function sayAccepted(notes: readonly AcceptedDifference[]): readonly Wording[] {
  return notes.map(({ by, until, reason }) =>
    until === null
      ? say('acceptance.because', { by, reason })
      : say('acceptance.until', { by, at: until, reason }),
  )
}

/** What is said of differences, with how many of them are accepted. */
export function countedAccepted(what: Wording, count: number, total: number): Wording {
  return count === 0 ? what : say('acceptance.counted', { what, count, total })
}

/** The object as a whole, or one of the properties that differ. */
function isAbout({ property: accepted }: AcceptedDifference, { properties }: DriftEntry): boolean {
  return accepted === null || properties.some(({ property }) => property === accepted)
}

/** Whether all of a difference is accepted, be it property by property. */
function isCovered(notes: readonly AcceptedDifference[], { properties }: DriftEntry): boolean {
  const names = new Set(notes.map(({ property }) => property))
  return names.has(null) || (properties.length > 0 && properties.every(({ property }) => names.has(property)))
}
