import { wordSearch } from '../components/filter/word-search.ts'
import type { Command } from '../composables/use-commands.ts'

/** Commands below one heading; without one for those that have none. */
export interface CommandGroup {
  readonly group: string | undefined
  readonly commands: readonly Command[]
  /** How many more there are, which further letters bring. */
  readonly more: number
}

/** Commands of one group that are offered at once; a cluster may have hundreds of nodes. */
const mostOfGroup = 20

/**
 * The commands a search finds by their label, group and keywords, by group. What the search is the beginning of comes
 * first, then what has a word that begins with it, then the rest, each in the order they were offered.
 */
export function matchingCommands(commands: readonly Command[], search: string): readonly CommandGroup[] {
  const finds = wordSearch(search)
  const begun = search.trim().toLowerCase()
  const found = commands
    .filter(({ group, label, keywords }) => finds([group, label, keywords]))
    .toSorted((left, right) => distance(left, begun) - distance(right, begun))
  return [...Map.groupBy(found, ({ group }) => group)].map(([group, ofGroup]) => ({
    group,
    commands: ofGroup.slice(0, mostOfGroup),
    more: Math.max(0, ofGroup.length - mostOfGroup),
  }))
}

function distance({ label }: Command, begun: string): number {
  const text = label.toLowerCase()
  if (text.startsWith(begun)) return 0
  return text.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(begun)) ? 1 : 2
}
