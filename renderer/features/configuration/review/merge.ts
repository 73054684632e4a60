import { changedNames, type Values } from '../form/values.ts'

/** Which side a property is taken from where both changed it. */
export type Side = 'mine' | 'theirs'
export type Picks = Readonly<Record<string, Side>>

/** Whether every conflict has been decided. */
export function isDecided(conflicts: readonly { readonly property: string }[], picks: Picks): boolean {
  return conflicts.every(({ property }) => picks[property] !== undefined)
}

/**
 * My changes on top of what the object has become: theirs stands wherever I changed nothing, and where both changed a
 * property, the picked side.
 */
export function mergeValues(base: Values, mine: Values, theirs: Values, picks: Picks): Values {
  const kept = changedNames(base, mine).filter((name) => pickOf(name, picks) !== 'theirs')
  return { ...theirs, ...Object.fromEntries(kept.map((name) => [name, mine[name] ?? null])) }
}

/** A conflict may name a part of a property; the property is taken as a whole. */
export function pickOf(name: string, picks: Picks): Side | undefined {
  if (picks[name] !== undefined) return picks[name]
  return Object.entries(picks).find(([property]) => property.startsWith(`${name}.`))?.[1]
}

/** One text of which both sides have their own, as the body of a style. */
export function mergeText(base: string, mine: string, theirs: string, pick: Side | undefined): string {
  if (mine === base || pick === 'theirs') return theirs
  return mine
}
