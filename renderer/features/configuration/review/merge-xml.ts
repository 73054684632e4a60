import { isSame } from '../form/values.ts'
import { pickOf, type Picks } from './merge.ts'
import { topLevelElements, type TopLevelElement } from './top-level-elements.ts'

/**
 * Merges documents as {@link mergeValues} merges forms: the elements below the root are the properties. Undefined when one of the documents cannot
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
