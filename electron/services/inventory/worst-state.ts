import type { AttentionItem, NodeView } from '../../contract/features/inventory.ts'
import type { ClusterState } from '../../contract/features/profiles.ts'
import { severity, type Severity } from '../../contract/shared.ts'

/** The one state a cluster is summed up in: the worst of its broker, its nodes and what needs attention. */
export function worstOf(
  { state, broker }: Pick<ClusterState, 'state' | 'broker'>,
  nodes: readonly Pick<NodeView, 'severity'>[],
  attention: readonly Pick<AttentionItem, 'severity'>[],
): Severity {
  if (state === 'closed') return 'unknown'
  if (state === 'failed' || broker.state === 'lost' || broker.state === 'closed') return 'failed'
  const found = new Set([...nodes, ...attention].map((each) => each.severity))
  if (broker.state !== 'connected') found.add('pending')
  return severity.options.findLast((candidate) => found.has(candidate)) ?? 'unknown'
}
