import { createHash } from 'node:crypto'
import { z } from 'zod'
import { failure } from '../../../errors/failure.ts'
import { csv } from '../../operations/csv.ts'
import type { ArchivableMessage } from './archivable-message.ts'
import type { StoredMessage } from './archive-reader.ts'
import { redactedBody, redactedHeaders } from './redaction.ts'

/** The columns of a list of messages. */
const columns = [
  'sequence',
  'time',
  'sender',
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
export function csvLine({ row, message, failure: problem, deliveries }: StoredMessage): string {
  const delivery = deliveries.map(({ instanceName, state }) => `${instanceName}: ${state}`).join('; ')
  return csv([
    [
      row.sequence,
      new Date(row.at).toISOString(),
      row.sender,
      row.verb,
      row.object?.kind ?? null,
      row.object?.title ?? null,
      row.object?.id ?? null,
      row.summary,
      row.size,
      message.messageId,
      delivery,
      problem,
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

const archivedLine = z.object({
  messageId: z.string().max(10_000).optional(),
  timestamp: z.number().int().nonnegative().max(8.64e15).optional(),
  type: z.string().max(200),
  properties: z.record(z.string().max(1_000), z.string().max(100_000)),
  body: z.string().nullable(),
})

/**
 * Reads a line of an archive file.
 * @returns undefined for an empty line
 * @throws PLB-ARCHIVE-FILE-INVALID
 */
export function readJsonLine(text: string, line: number, now: number): ArchivableMessage | undefined {
  if (text.trim() === '') return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The error would quote the line, and that may hold a password.
    throw failure('PLB-ARCHIVE-FILE-INVALID', { line, reason: 'it is not JSON' })
  }
  const parsed = archivedLine.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const reason = issue === undefined ? 'it has another form' : `${issue.path.join('.')}: ${issue.message}`
    throw failure('PLB-ARCHIVE-FILE-INVALID', { line, reason })
  }
  const { messageId, timestamp, type, properties, body } = parsed.data
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
