import type { MessageFilter } from '../../contract/features/messages.ts'
import { failure } from '../../errors/failure.ts'
import type { Archive } from '../../services/messages/archive/archive.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { readTextLines } from '../text-lines.ts'
import { say } from '../../sentences/say.ts'

const linesAtOnce = 500

/** Writes the messages that match to standard output, oldest first; exits with 1 when there is none. */
export async function exportMessages(
  archive: Archive,
  { filter, format }: { filter: MessageFilter; format: 'jsonl' | 'csv' },
  output: Output,
  interrupted: AbortSignal,
): Promise<ExitCode> {
  let messages = 0
  let after: number | null = 0
  while (after !== null && !output.isReaderGone) {
    interrupted.throwIfAborted()
    const part: Awaited<ReturnType<Archive['exportPart']>> = await archive.exportPart(
      filter,
      format,
      after,
      output.language.tag,
    )
    if (format === 'csv') output.block(part.content)
    else for (const line of part.content.split('\n').slice(0, -1)) output.line(line)
    // What a slow reader has not taken yet must not pile up.
    await output.finish()
    messages += part.messages
    after = part.after
    output.progress(say('cliMessages.exported', { count: messages }))
  }
  output.message(say('cliMessages.exported', { count: messages }))
  if (!filter.all) output.message(say('cliMessages.countersLeftOut'))
  return messages === 0 ? exitCodes.no : exitCodes.ok
}

/**
 * Takes the messages of a file into the archive; those it has already are left out.
 * @throws PLB-ARCHIVE-FILE-INVALID; the lines before were taken in
 */
export async function importMessages(
  archive: Archive,
  file: string,
  output: Output,
  interrupted: AbortSignal,
): Promise<ExitCode> {
  let messages = 0
  let line = 0
  let waiting: string[] = []
  const store = async (): Promise<void> => {
    const { stored } = await archive.importLines(waiting, line - waiting.length + 1)
    messages += stored
    waiting = []
    output.progress(say('cliMessages.imported', { count: messages }))
  }
  for await (const read of readTextLines(file)) {
    interrupted.throwIfAborted()
    if ('problem' in read) {
      await store()
      throw failure('PLB-ARCHIVE-FILE-INVALID', { line: line + 1, reason: read.problem })
    }
    line += 1
    waiting.push(read.text)
    if (waiting.length === linesAtOnce) await store()
  }
  await store()
  if (output.json) output.document({ messages })
  else output.line(say('cliMessages.imported', { count: messages }))
  return exitCodes.ok
}
