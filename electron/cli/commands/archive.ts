import { z } from 'zod'
import { filterFrom, filterOptions, filterSchema } from '../archive/filter-options.ts'
import { describeArchive, listMessages, showMessage } from '../archive/show.ts'
import { openNamedArchive } from '../archive/open-archive.ts'
import { exportMessages, importMessages } from '../archive/transfer.ts'
import { defineCommand, usageFailure, type CommandContext } from '../command.ts'
import type { ExitCode } from '../exit-codes.ts'
import { oneOf, wholeNumber, words } from '../parameters.ts'
import { say } from '../../sentences/say.ts'

const actions = ['info', 'list', 'show', 'export', 'import'] as const

/** The number of a message as typed. */
const sequence = wholeNumber({ from: 1 })

const input = z.object({
  action: oneOf(actions),
  archive: words('nameArchive'),
  what: words('notBeEmpty').optional(),
  stateDir: words('nameDirectory').optional(),
  format: oneOf(['jsonl', 'csv']).default('jsonl'),
  limit: wholeNumber({ from: 1, to: 9999 }).default(50),
  before: sequence.nullable().default(null),
  body: z.boolean().default(false),
  ...filterSchema,
})
type Input = z.output<typeof input>

export const archiveCommand = defineCommand({
  name: 'archive',
  arguments: { action: '<action>', archive: '<archive>', what: '[what]' },
  options: {
    ...filterOptions,
    limit: '--limit <count>',
    before: '--before <number>',
    body: '--body',
    format: '--format <format>',
    stateDir: '--state-dir <directory>',
  },
  examples: [
    'archive info production',
    'archive list production --state missing --slave geo-2',
    'archive show production 4711 --body',
    'archive export production --all --since 7d > week.jsonl',
    'archive import ./incident.sqlite week.jsonl',
  ],
  input,
  run(typed, context) {
    const isNeeded = typed.action === 'show' || typed.action === 'import'
    if (isNeeded !== (typed.what !== undefined)) {
      const reason = isNeeded ? ('usage.needs' as const) : ('usage.takesNo' as const)
      throw usageFailure(say(reason, { action: typed.action, what: '[what]' }), 'archive')
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
  if (!parsed.success)
    throw usageFailure(
      say('usage.parameter', { parameter: '[what]', reason: say('must.beNumberFrom', { first: 1 }) }),
      'archive',
    )
  return parsed.data
}
