import type { AttentionItem } from '../../../electron/contract/features/inventory.ts'
import { severityRank } from '../../components/severity.ts'

/** From how many of one kind and cause on they are told of together. */
const manyFrom = 3

/** What needs attention of one kind and for one cause. */
export interface AttentionGroup {
  readonly id: string
  readonly kind: AttentionItem['kind']
  readonly severity: AttentionItem['severity']
  /** Why, where it is the same of all of them. */
  readonly why: AttentionItem['why']
  /** Since when the first of them needs it. */
  readonly since: number | null
  readonly items: readonly AttentionItem[]
}

/** All that needs attention by kind and cause: the worst first, and of equally bad ones what most have. */
export function groupAttention(items: readonly AttentionItem[]): readonly AttentionGroup[] {
  const groups = [...Map.groupBy(items, (item) => `${item.kind} ${causeOf(item)}`)].flatMap(
    ([id, together]) =>
      together.length < manyFrom ? together.map((item) => group(item.id, [item])) : [group(id, together)],
  )
  return groups.toSorted(
    (left, right) =>
      severityRank(right.severity) - severityRank(left.severity) || right.items.length - left.items.length,
  )
}

function group(id: string, items: readonly AttentionItem[]): AttentionGroup {
  const [first, ...others] = items.toSorted(
    (left, right) => severityRank(right.severity) - severityRank(left.severity),
  )
  if (first === undefined) throw new Error('A group holds one item at least')
  const why = JSON.stringify(first.why)
  const times = items.flatMap(({ since }) => since ?? [])
  return {
    ...{ id, kind: first.kind, severity: first.severity },
    why: others.every((each) => JSON.stringify(each.why) === why) ? first.why : null,
    since: times.length === 0 ? null : Math.min(...times),
    items: [first, ...others],
  }
}

/** What is said of the cause, whatever names and numbers it holds. */
function causeOf({ why, severity }: AttentionItem): string {
  return `${severity} ${why === null || typeof why === 'string' ? '' : why.key}`
}
