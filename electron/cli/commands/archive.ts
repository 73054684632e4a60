import { z } from 'zod'
import { filterFrom, filterOptions, filterSchema } from '../archive/filter-options.ts'
import { describeArchive, listMessages, showMessage } from '../archive/show.ts'
import { openNamedArchive } from '../archive/open-archive.ts'
import { exportMessages, importMessages } from '../archive/transfer.ts'
import { defineCommand, usageFailure, type CommandContext } from '../command.ts'
import type { ExitCode } from '../exit-codes.ts'

const actions = ['info', 'list', 'show', 'export', 'import'] as const

/** The number of a message as typed. */
const sequence = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, 'must be the number of a message, such as 83')
  .transform(Number)

const input = z.object({
  action: z.enum(actions, `must be one of ${actions.join(', ')}`),
  archive: z.string().min(1, 'must name an archive'),
  what: z.string().min(1, 'must not be empty').optional(),
  stateDir: z.string().min(1, 'must name a directory').optional(),
  format: z.enum(['jsonl', 'csv'], 'must be jsonl or csv').default('jsonl'),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'must be a number from 1 to 9999')
    .transform(Number)
    .default(50),
  before: sequence.nullable().default(null),
  body: z.boolean().default(false),
  ...filterSchema,
})
type Input = z.output<typeof input>

export const archiveCommand = defineCommand({
  name: 'archive',
  summary: 'look into, export or fill an archive of messages',
  description:
    'Works on the archive the app keeps of every message of a topic. info says what is in it; list shows the newest ' +
    'messages that match, each with its number; show tells all about the message of that number; export writes the ' +
    'messages that match to standard output, passwords hidden; import takes in the messages of a file, or of ' +
    'standard input for -, and makes the archive when its name ends in .sqlite. ' +
    'All but import only read, also while the app has the archive open. ' +
    'The key that opens bodies is read from archive.key beside the archive, or from PLUMBLINE_KEY. ' +
    'list and export exit with 1 when no message matches.',
  arguments: [
    { key: 'action', syntax: '<action>', description: actions.join(', ') },
    {
      key: 'archive',
      syntax: '<archive>',
      description: 'its file or the directory it lies in, or the name of a cluster saved in the app',
    },
    { key: 'what', syntax: '[what]', description: 'for show, a number; for import, a file' },
  ],
  options: [
    ...filterOptions,
    { key: 'limit', syntax: '--limit <count>', description: 'how many to list (default: 50)' },
    { key: 'before', syntax: '--before <number>', description: 'list what came before that message' },
    { key: 'body', syntax: '--body', description: 'show the body, too' },
    { key: 'format', syntax: '--format <format>', description: 'of an export: jsonl (default) or csv' },
    {
      key: 'stateDir',
      syntax: '--state-dir <directory>',
      description: 'where the app keeps its clusters (default: as PLUMBLINE_STATE_DIR says)',
    },
  ],
  examples: [
    { line: 'archive info production', does: 'see what the archive of a saved cluster holds' },
    { line: 'archive list production --state missing --slave geo-2', does: 'see what a slave lacks' },
    { line: 'archive show production 4711 --body', does: 'see all of one message' },
    { line: 'archive export production --all --since 7d > week.jsonl', does: 'export a week' },
    { line: 'archive import ./incident.sqlite week.jsonl', does: 'search it on another machine' },
  ],
  input,
  run(typed, context) {
    const isNeeded = typed.action === 'show' || typed.action === 'import'
    if (isNeeded !== (typed.what !== undefined)) {
      const reason = isNeeded ? `${typed.action} needs [what]` : `${typed.action} takes no [what]`
      throw usageFailure(reason, 'archive')
    }
    return act(typed, typed.what ?? '', context)
  },
})

async function act(typed: Input, what: string, context: CommandContext): Promise<ExitCode> {
  const { output, listenForInterruption } = context
  const { action, limit, before, format } = typed
  const number = action === 'show' ? numberFrom(what) : 0
  const archive = openNamedArchive(typed, action === 'import' ? 'append' : 'read', context)
  try {
    switch (action) {
      case 'info':
        return await describeArchive(archive, output)
      case 'list':
        return await listMessages(archive, { filter: filterFrom(typed), before, limit }, output)
      case 'show':
        return showMessage(archive, { sequence: number, withBody: typed.body }, output)
      case 'export':
        return await exportMessages(
          archive,
          { filter: filterFrom(typed), format },
          output,
          listenForInterruption(),
        )
      case 'import':
        return await importMessages(archive, what, output, listenForInterruption())
    }
  } finally {
    await archive.close()
  }
}

function numberFrom(text: string): number {
  const parsed = sequence.safeParse(text)
  if (!parsed.success) throw usageFailure(`[what] ${parsed.error.issues[0]?.message ?? ''}`, 'archive')
  return parsed.data
}
