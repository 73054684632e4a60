import type { CssConditions, CssRule } from './css-rules.ts'
import type { CssValues } from './css-values.ts'

/** Properties by which something is drawn; all others say how. */
const drawing = ['fill', 'stroke', 'mark', 'label', 'raster-channels']

/** What is drawn where the conditions of a rule are met and nothing else is known. */
export interface CssDrawing {
  readonly title: string
  readonly conditions: CssConditions
  readonly properties: ReadonlyMap<string, CssValues>
  /** Properties of the symbol of a kind (`mark`, `fill`, `stroke`), the first of which has the number 1. */
  readonly symbol: (kind: string, number: number) => ReadonlyMap<string, CssValues>
}

/**
 * What the rules of a style draw, in their order: each with what it inherits of those that are met whenever it is.
 * GeoServer draws what several rules make together, too, where they happen to be met at once; no rule stands for that.
 */
export function* drawingsOf(rules: readonly CssRule[]): Generator<CssDrawing> {
  const known = new Set<string>()
  for (const { conditions, symbols, title } of rules) {
    const key = JSON.stringify([[...conditions.filters].toSorted(), conditions.from, String(conditions.to)])
    if (symbols !== undefined || known.has(key) || conditions.from >= conditions.to) continue
    known.add(key)
    const met = rules
      .filter((rule) => areMetWith(rule.conditions, conditions))
      .toSorted((left, right) => left.weight - right.weight)
    const merged = (of: (rule: CssRule) => boolean) =>
      new Map(met.filter(of).flatMap(({ properties }) => [...properties]))
    const properties = merged((rule) => rule.symbols === undefined)
    if (!drawing.some((name) => isDrawn(properties.get(name)))) continue
    yield {
      title,
      conditions,
      properties,
      symbol: (kind, number) =>
        new Map(
          generality(kind, number).flatMap(([name, nth]) => [
            ...merged(({ symbols: of }) => of?.kind === name && of.number === nth),
          ]),
        ),
    }
  }
}

/** From what is said of all symbols to what is said of this one. */
function generality(kind: string, number: number): readonly (readonly [string, number | undefined])[] {
  return [
    ['symbol', undefined],
    ['symbol', number],
    [kind, undefined],
    [kind, number],
  ]
}

function isDrawn(values: CssValues | undefined): boolean {
  return (values ?? []).some(([value]) => value?.type !== 'literal' || value.text !== 'none')
}

/** Whether conditions are met wherever others are, as far as it can be told without reading filters. */
function areMetWith(conditions: CssConditions, others: CssConditions): boolean {
  return (
    conditions.from <= others.from &&
    conditions.to >= others.to &&
    [...conditions.filters].every((filter) => others.filters.has(filter))
  )
}
