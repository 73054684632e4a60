import type { NodeView } from '../../../electron/contract/features/inventory.ts'
import type { Severity } from '../../../electron/contract/shared.ts'
import { severityRank } from '../../components/severity.ts'
import { compareNames } from '../../components/name-order.ts'

/** By what nodes that are too many to draw are drawn together. */
export const folds = ['state', 'group'] as const
export type Fold = (typeof folds)[number]

/** One place in the topology: a node, or nodes that have something in common. */
export interface Cell {
  readonly id: string
  readonly nodes: readonly [NodeView, ...NodeView[]]
  /** The worst of them. */
  readonly severity: Severity
  /** What waits for all of them, as far as it is known; null when it is known of none. */
  readonly pending: number | null
}

/**
 * The nodes as places, each on its own while there is room, and otherwise together: the worst first, so that what needs
 * somebody is seen.
 * @param room how many places there are
 */
export function cellsOf(nodes: readonly NodeView[], room: number, by: Fold): readonly Cell[] {
  const named = nodes.toSorted((left, right) => compareNames(left.instanceName, right.instanceName))
  if (named.length <= room) return named.map((node) => cell(node.instanceName, [node]))
  const folded = Map.groupBy(named, (node) => (by === 'state' ? node.state : (node.group ?? '')))
  return [...folded]
    .flatMap(([common, [first, ...others]]) =>
      first === undefined ? [] : [cell(`${by}:${common}`, [first, ...others])],
    )
    .toSorted(
      (left, right) =>
        severityRank(right.severity) - severityRank(left.severity) || right.nodes.length - left.nodes.length,
    )
}

function cell(id: string, nodes: Cell['nodes']): Cell {
  const [first, ...others] = nodes
  const worst = others.reduce<NodeView>(
    (found, node) => (severityRank(node.severity) > severityRank(found.severity) ? node : found),
    first,
  )
  const known = nodes.flatMap(({ pending }) => pending ?? [])
  return {
    ...{ id, nodes, severity: worst.severity },
    pending: known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0),
  }
}
