import type { NodeView } from '../../contract/features/inventory.ts'
import type { Speak } from '../../sentences/speaker.ts'
import { csv } from '../../text/csv.ts'

/** What is known of nodes as a table for spreadsheets; what is not known is empty. */
export function nodesAsCsv(nodes: readonly NodeView[], speak: Speak): string {
  const header = [
    ...['node', 'kind', 'roles', 'group', 'version', 'state', 'reasons', 'waiting', 'drift', 'objects'],
    ...['accepted', 'reference', 'compared', 'queue', 'place'],
  ]
  return csv([
    header,
    ...nodes.map((node) => [
      ...[node.instanceName, node.type, node.roles.join(' '), node.group, node.version, node.state],
      ...[node.reasons.map(speak).join(' '), node.pending],
      ...[node.drift.state, node.drift.state === 'not-compared' ? null : node.drift.objects],
      ...[node.drift.state === 'not-compared' ? null : node.drift.accepted],
      ...[node.drift.reference, node.drift.at === null ? null : new Date(node.drift.at).toISOString()],
      ...[node.queue, node.dataDirectory ?? node.url],
    ]),
  ])
}
