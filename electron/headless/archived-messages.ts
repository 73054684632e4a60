import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { failure } from '../errors/failure.ts'
import { fileFailure } from '../storage/file-failure.ts'
import { localFileSystem } from '../storage/files.ts'

/** A message of a cluster as an archive file holds it, one JSON object a line. */
export type ArchivedMessage = z.infer<typeof archivedMessage>

const archivedMessage = z.object({
  /** Counts up through the file. */
  seq: z.int().nonnegative(),
  /** What caused the message, when someone noted it. */
  label: z.string().optional(),
  messageId: z.string().optional(),
  /** Class of the message at the broker: `ActiveMQObjectMessage`. */
  type: z.string(),
  properties: z.record(z.string(), z.string()),
  /** The string an ObjectMessage holds; null when there is none. */
  body: z.string().nullable(),
})

/** Bytes of one line; brokers refuse larger messages by default. */
const longestLine = 128 * 1024 * 1024
const lineFeed = 0x0a

/**
 * Reads the messages of an archive file, one at a time.
 * @param until the last message to read; all when undefined
 * @throws PLB-COMMAND-LINE-DAMAGED, PLB-STORAGE-… when the file is missing, cannot be read or is none
 */
export async function* readArchivedMessages(path: string, until?: number): AsyncGenerator<ArchivedMessage> {
  const file = resolve(path)
  // Reading a pipe twice is not possible.
  const kind = localFileSystem.stat(file)?.kind
  if (kind !== undefined && kind !== 'file') throw failure('PLB-STORAGE-NOT-A-FILE', { path: file })
  let line = 0
  let previous = -1
  for await (const bytes of linesOf(file)) {
    line += 1
    const damaged = (reason: string) => failure('PLB-COMMAND-LINE-DAMAGED', { line, file, reason })
    if (bytes === undefined) throw damaged(`it is longer than ${longestLine} bytes`)
    const message = parseLine(bytes, damaged)
    if (message === undefined) continue
    if (message.seq <= previous) throw damaged(`its seq ${message.seq} follows ${previous}`)
    previous = message.seq
    if (until !== undefined && message.seq > until) return
    yield message
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function parseLine(bytes: Buffer, damaged: (reason: string) => Error): ArchivedMessage | undefined {
  let value: unknown
  try {
    const text = utf8.decode(bytes)
    if (text.trim() === '') return undefined
    value = JSON.parse(text)
  } catch (error) {
    // The error would quote the line, and that may hold a password.
    throw damaged(error instanceof SyntaxError ? 'it is not JSON' : 'it is not UTF-8')
  }
  const parsed = archivedMessage.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw damaged(issue === undefined ? 'it has another form' : describeIssue(issue))
}

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `${path.join('.')}: ${message}`
}

/** Lines without their ends; undefined, and then nothing more, for one that is too long. */
async function* linesOf(file: string): AsyncGenerator<Buffer | undefined> {
  let parts: Buffer[] = []
  let length = 0
  for await (const chunk of chunksOf(file)) {
    let start = 0
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      yield Buffer.concat([...parts, chunk.subarray(start, end)])
      parts = []
      length = 0
      start = end + 1
    }
    parts.push(chunk.subarray(start))
    length += chunk.length - start
    if (length > longestLine) {
      yield undefined
      return
    }
  }
  if (length > 0) yield Buffer.concat(parts)
}

async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  const stream: AsyncIterable<unknown> = createReadStream(file)
  try {
    for await (const chunk of stream) if (Buffer.isBuffer(chunk)) yield chunk
  } catch (error) {
    throw fileFailure(error, 'read', file)
  }
}
