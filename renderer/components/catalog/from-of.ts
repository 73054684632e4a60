import type { MessageRow } from '../../../electron/contract/features/messages.ts'

/** Where a message came from: the node that sent it, and who asked for the change where that is said. */
export function fromOf({ sender, author }: Pick<MessageRow, 'sender' | 'author'>): string {
  return author === null ? sender : `${sender} · ${author}`
}
