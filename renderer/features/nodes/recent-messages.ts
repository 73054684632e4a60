import { everyMessage, type MessageFilter } from '../../../electron/contract/features/messages.ts'
import type { NodeView } from '../../../electron/contract/features/inventory.ts'

/** What a node has to do with: all of the topic for a slave, what it sent itself for a node that is master only. */
export function messagesOf({ instanceName, roles }: Pick<NodeView, 'instanceName' | 'roles'>): MessageFilter {
  return { ...everyMessage, node: roles.includes('slave') ? null : instanceName }
}
