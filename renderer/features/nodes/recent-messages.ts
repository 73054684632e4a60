import {
  everyMessage,
  type MessageFilter,
  type MessageRow,
} from '../../../electron/contract/features/messages.ts'
import type { NodeView } from '../../../electron/contract/features/inventory.ts'

/** What a node has to do with: all of the topic for a slave, what it sent itself for a node that is master only. */
export function messagesOf({ instanceName, roles }: Pick<NodeView, 'instanceName' | 'roles'>): MessageFilter {
  return { ...everyMessage, node: roles.includes('slave') ? null : instanceName }
}

/**
 * Rows with those that came meanwhile, newest first; a row that comes again takes the place of its earlier form.
 * @param limit rows that are kept at most
 */
export function withNewer(
  rows: readonly MessageRow[],
  newer: readonly MessageRow[],
  limit: number,
): readonly MessageRow[] {
  const bySequence = new Map([...rows, ...newer].map((row) => [row.sequence, row]))
  return [...bySequence.values()].toSorted((left, right) => right.sequence - left.sequence).slice(0, limit)
}
