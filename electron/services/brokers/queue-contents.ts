import type { z } from 'zod'
import type { Message } from '../../broker/message.ts'
import type { queuedMessage } from '../../contract/features/brokers.ts'
import { english } from '../../sentences/english.ts'
import { archivable } from '../messages/archive/archivable-message.ts'
import type { Speak } from '../../sentences/speaker.ts'
import { csvHead, csvLine, jsonLine } from '../messages/archive/archive-file.ts'
import type { StoredMessage } from '../messages/archive/archive-reader.ts'
import { MessageDescriber } from '../messages/archive/describe-message.ts'

export type QueuedMessage = z.output<typeof queuedMessage>

/** A message that lies in a queue, as it is shown, and as the archive would show it. */
export interface ReadMessage {
  readonly row: QueuedMessage
  readonly stored: StoredMessage
}

/** Messages that are looked through for words. */
export const searchedMessages = 20_000

/**
 * Reads messages of a queue, oldest first.
 * @param text words that all have to be in one
 */
export async function* readMessages(
  messages: AsyncIterable<Message>,
  { text, now }: { readonly text: string; readonly now: number },
): AsyncGenerator<ReadMessage, void, undefined> {
  const describer = new MessageDescriber()
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  let place = 0
  for await (const message of messages) {
    place += 1
    const read = readMessage(message, place, describer, now)
    const found = `${read.searchText} ${english(read.row.summary)} ${message.messageId}`.toLowerCase()
    if (words.every((word) => found.includes(word))) yield read
  }
}

/** Messages of a queue as a file: passwords are hidden in it. */
export function exported(messages: readonly ReadMessage[], format: 'jsonl' | 'csv', speak: Speak): string {
  const lines = messages.map(({ stored }) => (format === 'csv' ? csvLine(stored, speak) : jsonLine(stored)))
  return [...(format === 'csv' ? [csvHead] : []), ...lines].join('')
}

function readMessage(
  message: Message,
  place: number,
  describer: MessageDescriber,
  now: number,
): ReadMessage & { readonly searchText: string } {
  const archived = archivable(message, now)
  const { eventId, sender, author, handler, verb, kind, objectId, title, ...described } =
    describer.describe(archived)
  const { summary, countsOnly, failure, searchText } = described
  const shown = {
    sequence: place,
    at: archived.at,
    summary,
    verb,
    object: kind === null || objectId === null ? null : { kind, id: objectId, title: title ?? objectId },
    sender,
    author,
    size: Buffer.byteLength(archived.body ?? ''),
    isUpdateSequence: countsOnly,
  }
  return {
    row: {
      ...shown,
      messageId: message.messageId,
      handler: handler === '' ? null : handler,
      persistent: message.persistent,
      from: message.originalDestination?.name ?? null,
      cause: message.properties.get('dlqDeliveryFailureCause') ?? null,
    },
    stored: {
      ...{ row: { ...shown, delivery: {} }, message: archived, eventId, handler, failure },
      deliveries: [],
    },
    searchText,
  }
}
