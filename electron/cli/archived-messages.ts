import { resolve } from 'node:path'
import { z } from 'zod'
import { failure } from '../errors/failure.ts'
import { archivedLine, parseLine } from '../services/messages/archive/archive-file.ts'
import { readTextLines } from './text-lines.ts'
import type { Wording } from '../sentences/sentence.ts'
import { say } from '../sentences/say.ts'

/** A message of a cluster as an archive file holds it, one JSON object a line. */
export type ArchivedMessage = z.infer<typeof archivedMessage>

const archivedMessage = archivedLine.extend({
  /** Counts up through the file. */
  seq: z.int().nonnegative(),
  /** What caused the message, when someone noted it. */
  label: z.string().optional(),
})

/**
 * Reads the messages of an archive file, one at a time.
 * @param until the last message to read; all when undefined
 * @throws PLB-COMMAND-LINE-DAMAGED, PLB-STORAGE-… when the file is missing, cannot be read or is none
 */
export async function* readArchivedMessages(path: string, until?: number): AsyncGenerator<ArchivedMessage> {
  const file = resolve(path)
  let line = 0
  let previous = -1
  for await (const read of readTextLines(file)) {
    line += 1
    const damaged = (reason: Wording) => failure('PLB-COMMAND-LINE-DAMAGED', { line, file, reason })
    if ('problem' in read) throw damaged(read.problem)
    const parsed = parseLine(read.text, archivedMessage)
    if (parsed === undefined) continue
    if ('reason' in parsed) throw damaged(parsed.reason)
    const { line: message } = parsed
    if (message.seq <= previous) throw damaged(say('cli.seqFollows', { number: message.seq, last: previous }))
    previous = message.seq
    if (until !== undefined && message.seq > until) return
    yield message
  }
}
