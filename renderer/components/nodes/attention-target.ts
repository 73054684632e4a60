import type { RouteLocationRaw } from 'vue-router'
import type { AttentionItem } from '../../../electron/contract/features/inventory.ts'
import { addressOfProposal } from '../catalog/proposal.ts'

/** The screen on which an operator does what something that needs attention asks for. */
export function attentionTarget({
  action,
  instanceName,
  conflict,
}: Pick<AttentionItem, 'action' | 'instanceName' | 'conflict'>): RouteLocationRaw {
  const node = instanceName ?? ''
  if (action === 'open-broker') return { name: 'brokers' }
  if (action === 'open-messages') return { name: 'messages' }
  if (action === 'open-maps') return { name: 'maps', query: { filter: node } }
  if (action === 'resync') return { name: 'resync', query: { node } }
  if (conflict === undefined) return { name: 'nodes', query: { selected: node, tab: 'comparison' } }
  const { objectId: id, historyId } = conflict
  const review = addressOfProposal({ act: 'restore', id, historyId, state: 'again' })
  return { name: 'configuration', query: { node, selected: id, review } }
}
