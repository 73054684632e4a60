import type { DocumentDifference } from '../../contract/features/maps.ts'
import type { Line, Offer } from '../../geoserver/ows/capabilities.ts'

/** What is kept of one document, and of one value in it. */
const most = { differences: 50, text: 200 } as const

/** What a node's capabilities say otherwise than its reference's, the first of them and how many more there are. */
export function compareOffers(
  reference: Offer,
  node: Offer,
): { readonly differences: DocumentDifference[]; readonly more: number } {
  const all = [...differencesOf(null, reference.lines, node.lines)]
  for (const layer of [...new Set([...reference.layers.keys(), ...node.layers.keys()])].toSorted()) {
    const [left, right] = [reference.layers.get(layer), node.layers.get(layer)]
    if (left !== undefined && right !== undefined) all.push(...differencesOf(layer, left.lines, right.lines))
    else
      all.push({
        ...{ layer, what: 'Name' },
        reference: left === undefined ? null : short(layer),
        node: right === undefined ? null : short(layer),
      })
  }
  return { differences: all.slice(0, most.differences), more: Math.max(0, all.length - most.differences) }
}

/** Lines of one that the other lacks, side by side where both have some at a path. Their order means nothing. */
function differencesOf(
  layer: string | null,
  reference: readonly Line[],
  node: readonly Line[],
): readonly DocumentDifference[] {
  const [left, right] = [byPath(reference), byPath(node)]
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((what) => {
    const [here, there] = [left.get(what) ?? [], right.get(what) ?? []]
    const [lost, added] = [without(here, there), without(there, here)]
    return Array.from({ length: Math.max(lost.length, added.length) }, (_, index) => ({
      ...{ layer, what },
      ...{ reference: short(lost[index]), node: short(added[index]) },
    }))
  })
}

function byPath(lines: readonly Line[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const { path, value } of lines) {
    const values = found.get(path)
    if (values === undefined) found.set(path, [value])
    else values.push(value)
  }
  return found
}

/** The values of one that are not in the other, as often as they are missing. */
function without(values: readonly string[], others: readonly string[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const each of others) counts.set(each, (counts.get(each) ?? 0) + 1)
  return values
    .filter((each) => {
      const left = counts.get(each) ?? 0
      counts.set(each, left - 1)
      return left <= 0
    })
    .toSorted()
}

function short(text: string): string
function short(text: string | undefined): string | null
function short(text: string | undefined): string | null {
  if (text === undefined) return null
  return text.length > most.text ? `${text.slice(0, most.text)}…` : text
}
