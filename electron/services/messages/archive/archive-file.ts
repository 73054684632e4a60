import { createHash } from 'node:crypto'
import { z } from 'zod'
import { failure } from '../../../errors/failure.ts'
import { csv } from '../../../text/csv.ts'
import type { ArchivableMessage } from './archivable-message.ts'
import type { StoredMessage } from './archive-reader.ts'
import type { Speak } from '../../../sentences/speaker.ts'
import { redactedBody, redactedHeaders } from './redaction.ts'
import { parseJson } from '../../../text/json.ts'
import { say } from '../../../sentences/say.ts'
import type { Wording } from '../../../sentences/sentence.ts'

/** The columns of a list of messages. */
const columns = [
  'sequence',
  'time',
  'sender',
  'by',
  'event',
  'kind',
  'object',
  'object id',
  'in words',
  'bytes',
  'message id',
  'delivery',
  'problem',
] as const

export const csvHead = csv([columns])

/** A message as a line of a table. */
export function csvLine({ row, message, failure: problem, deliveries }: StoredMessage, speak: Speak): string {
  const delivery = deliveries.map(({ instanceName, state }) => `${instanceName}: ${state}`).join('; ')
  return csv([
    [
      row.sequence,
      new Date(row.at).toISOString(),
      row.sender,
      row.author,
      row.verb,
      row.object?.kind ?? null,
      row.object?.title ?? null,
      row.object?.id ?? null,
      speak(row.summary),
      row.size,
      message.messageId,
      delivery,
      problem === null ? null : speak(problem),
    ],
  ])
}

/** A message as a line of an archive file, passwords hidden. */
export function jsonLine({ row, message }: StoredMessage): string {
  const line = {
    seq: row.sequence,
    messageId: message.messageId,
    timestamp: row.at,
    type: message.type,
    properties: Object.fromEntries(
      redactedHeaders(message.properties).map(({ name, value }) => [name, value]),
    ),
    body: message.body === null ? null : (redactedBody(message.body) ?? null),
  }
  return `${JSON.stringify(line)}\n`
}

/** A message as a line of an archive file holds it, at least. */
export const archivedLine = z.object({
  messageId: z.string().max(10_000).optional(),
  timestamp: z.number().int().nonnegative().max(8.64e15).optional(),
  /** Class of the message at the broker: `ActiveMQObjectMessage`. */
  type: z.string().max(200),
  properties: z.record(z.string().max(1_000), z.string().max(100_000)),
  /** The string an ObjectMessage holds; null when there is none. */
  body: z.string().nullable(),
})

/**
 * Reads a line of JSON.
 * @returns undefined for an empty line, else what it holds, or why it is not like that; nothing of it is quoted
 */
export function parseLine<Line>(
  text: string,
  schema: z.ZodType<Line>,
): { readonly line: Line } | { readonly reason: Wording } | undefined {
  if (text.trim() === '') return undefined
  let value: unknown
  try {
    value = parseJson(text)
  } catch {
    // The error would quote the line, and that may hold a password.
    return { reason: say('messages.noJson') }
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return { line: parsed.data }
  const [issue] = parsed.error.issues
  const path = issue?.path.join('.') ?? ''
  const problem = issue?.message ?? say('messages.anotherForm')
  return {
    reason: path === '' ? problem : say('messages.withPath', { path, problem }),
  }
}

/**
 * Reads a line of an archive file.
 * @returns undefined for an empty line
 * @throws PLB-ARCHIVE-FILE-INVALID
 */
export function readJsonLine(text: string, line: number, now: number): ArchivableMessage | undefined {
  const parsed = parseLine(text, archivedLine)
  if (parsed === undefined) return undefined
  if ('reason' in parsed) throw failure('PLB-ARCHIVE-FILE-INVALID', { line, reason: parsed.reason })
  const { messageId, timestamp, type, properties, body } = parsed.line
  return {
    // Without an id of its own, the same line is the same message.
    messageId: messageId ?? `line:${createHash('sha256').update(text).digest('hex').slice(0, 32)}`,
    at: timestamp ?? now,
    type,
    properties,
    headers: {},
    body,
    problem: null,
  }
}
