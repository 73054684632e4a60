import { changedNames, isSame, type Values } from '../form/values.ts'
import { topLevelElements, type TopLevelElement } from './top-level-elements.ts'

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
function pickOf(name: string, picks: Picks): Side | undefined {
  if (picks[name] !== undefined) return picks[name]
  return Object.entries(picks).find(([property]) => property.startsWith(`${name}.`))?.[1]
}

/** One text of which both sides have their own, as the body of a style. */
export function mergeText(base: string, mine: string, theirs: string, pick: Side | undefined): string {
  if (mine === base || pick === 'theirs') return theirs
  return mine
}

/**
 * The same for documents: the elements below the root are the properties. Undefined when one of the documents cannot
 * be read, so that nothing is guessed.
 */
export function mergeXml(base: string, mine: string, theirs: string, picks: Picks): string | undefined {
  const [before, own, others] = [base, mine, theirs].map(elementsByName)
  if (before === undefined || own === undefined || others === undefined) return undefined
  const changed = [...new Set([...before.keys(), ...own.keys()])].filter(
    (name) => !isSame(before.get(name)?.text, own.get(name)?.text) && pickOf(name, picks) !== 'theirs',
  )
  let merged = theirs
  const replaced = changed
    .filter((name) => others.has(name))
    .toSorted((left, right) => (others.get(right)?.from ?? 0) - (others.get(left)?.from ?? 0))
  for (const name of replaced) {
    const place = others.get(name)
    if (place === undefined) continue
    merged = merged.slice(0, place.from) + (own.get(name)?.text ?? '') + merged.slice(place.to)
  }
  const added = changed.flatMap((name) => (others.has(name) ? [] : [own.get(name)?.text ?? '']))
  const end = merged.lastIndexOf('</')
  const insertion = added
    .filter((text) => text !== '')
    .map((text) => `  ${text}\n`)
    .join('')
  return end === -1 ? undefined : merged.slice(0, end) + insertion + merged.slice(end)
}

function elementsByName(xml: string): Map<string, TopLevelElement> | undefined {
  const elements = topLevelElements(xml)
  return elements && new Map(elements.map((element) => [element.name, element]))
}
