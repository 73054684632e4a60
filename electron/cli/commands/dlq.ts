import { z } from 'zod'
import { deadLetterQueue } from '../../broker/destinations.ts'
import type { MessageOutcome } from '../../services/brokers/queue-changes.ts'
import { agreedTo } from '../confirm.ts'
import { audited } from '../audited.ts'
import { brokerFields, brokerOptions, brokerRequired } from '../broker-options.ts'
import { printMessage, rowLine } from '../archive/show.ts'
import { counted } from '../counted.ts'
import { defineCommand, usageFailure, type CommandContext } from '../command.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { dim, red } from '../styled-text.ts'
import { openWorkingCluster, type WorkingCluster } from '../working-cluster.ts'

const actions = ['list', 'show', 'export', 'resend', 'discard'] as const

const input = z.object({
  action: z.enum(actions, `must be one of ${actions.join(', ')}`),
  messages: z.array(z.string().min(1, 'must be an id')).default([]),
  queue: z.string().min(1, 'must name a queue').default(deadLetterQueue().name),
  text: z.string().default(''),
  limit: z
    .string()
    .regex(/^(1000|[1-9]\d{0,2})$/, 'must be a number from 1 to 1000')
    .transform(Number)
    .default(100),
  body: z.boolean().default(false),
  format: z.enum(['jsonl', 'csv'], 'must be jsonl or csv').default('jsonl'),
  to: z.string().min(1, 'must name a queue').optional(),
  all: z.boolean().default(false),
  confirm: z.string().optional(),
  ...brokerFields,
})
type Input = z.output<typeof input>

export const dlqCommand = defineCommand({
  name: 'dlq',
  summary: 'look at dead letters, send them again, or discard them',
  description:
    'Works on the messages a broker gave up delivering, or on those of any queue that is abandoned. list shows them, ' +
    'oldest first, each with its id; show tells all about one; export writes them to standard output, passwords hidden. ' +
    'resend moves them to one queue, discard removes them for good: those of the ids given, or --all. Each is archived ' +
    'before, in taken-from-queues beside the archive of the cluster, and what became of each is told: done, gone, left ' +
    'where it lay, or unknown when the broker was lost on the way. Without a terminal, --confirm names the queue they go ' +
    'to or, to discard them, the one they lie in. Exits with 1 when no message matches, or not all of them were done.',
  arguments: [
    { key: 'action', syntax: '<action>', description: actions.join(', ') },
    { key: 'messages', syntax: '[messages...]', description: 'ids, as list shows them' },
  ],
  options: [
    ...brokerOptions,
    { key: 'queue', syntax: '--queue <name>', description: 'where they lie (default: ActiveMQ.DLQ)' },
    { key: 'text', syntax: '--text <words>', description: 'list or export those that hold all of these' },
    { key: 'limit', syntax: '--limit <count>', description: 'how many to list (default: 100)' },
    { key: 'body', syntax: '--body', description: 'show the body, too' },
    { key: 'format', syntax: '--format <format>', description: 'of an export: jsonl (default) or csv' },
    { key: 'to', syntax: '--to <queue>', description: 'where resend moves them' },
    { key: 'all', syntax: '--all', description: 'all that lie in the queue now' },
    { key: 'confirm', syntax: '--confirm <queue>', description: 'the queue once more, as for a script' },
  ],
  examples: [
    { line: 'dlq list --profile Maps', does: 'see the dead letters of a saved cluster' },
    {
      line: 'dlq resend --all --to Consumer.geo-2.VirtualTopic.geoserver --broker tcp://broker:61616',
      does: 'give all of them to one node',
    },
    { line: 'dlq discard ID:gs1-33987-1:1:1:1:7 --profile Maps', does: 'remove one for good' },
  ],
  input,
  async run(typed, context) {
    checkCombination(typed)
    const choice = brokerRequired(typed, 'dlq')
    const signal = context.listenForInterruption()
    await using working = await openWorkingCluster(choice, context, signal)
    await working.cluster.connect(signal)
    switch (typed.action) {
      case 'list':
      case 'show':
      case 'export':
        return await look(typed, working, context.output, signal)
      case 'resend':
      case 'discard':
        return await change(typed, working, context, signal)
    }
  },
})

function checkCombination({ action, messages, all, to }: Input): void {
  const refuse = (reason: string) => usageFailure(reason, 'dlq')
  const changes = action === 'resend' || action === 'discard'
  if (action === 'show' && messages.length !== 1) throw refuse('show needs the id of one message')
  if ((action === 'list' || action === 'export') && messages.length > 0)
    throw refuse(`${action} takes no [messages...]`)
  if (changes && all === messages.length > 0) throw refuse(`${action} needs either [messages...] or --all`)
  if (all && !changes) throw refuse(`${action} takes no --all`)
  if ((action === 'resend') !== (to !== undefined))
    throw refuse(action === 'resend' ? 'resend needs --to' : `${action} takes no --to`)
}

async function look(
  { action, messages, queue, text, limit, format, body }: Input,
  { services }: WorkingCluster,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  const service = services.brokers.service()
  const call = { signal, progress: () => undefined }
  if (action === 'show') {
    const details = await service.message({ queue, messageId: messages[0] ?? '' }, call)
    printMessage(details, body, output)
    return exitCodes.ok
  }
  if (action === 'export') {
    const { content, messages: count, complete } = await service.exportMessages({ queue, text, format }, call)
    output.block(content)
    output.message(`exported ${counted(count, 'message')}`)
    if (!complete) output.warning(`${queue} holds more than were exported`)
    return count === 0 ? exitCodes.no : exitCodes.ok
  }
  const { rows, more } = await service.messages({ queue, text, limit }, call)
  for (const row of rows) {
    if (output.json) output.record(row)
    else output.line(...rowLine(row), dim(`  ${row.messageId}${row.cause === null ? '' : `  ${row.cause}`}`))
  }
  if (more) output.message(`only the first ${counted(rows.length, 'message')} are shown`)
  if (rows.length === 0) output.message('no message matches')
  return rows.length === 0 ? exitCodes.no : exitCodes.ok
}

async function change(
  { action, messages, queue, to = '', all, confirm }: Input,
  { services }: WorkingCluster,
  context: CommandContext,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { output } = context
  const service = services.brokers.service()
  const messageIds = all ? null : messages
  const which = all ? 'All messages' : counted(messages.length, 'message')
  const [asked, question] =
    action === 'resend'
      ? [to, `${which} of ${queue} go to ${to}.`]
      : [queue, `${which} of ${queue} are removed for good.`]
  const agreed = await agreedTo({ confirm, asked, question }, 'dlq', signal)
  const call = {
    signal,
    progress: (at: { readonly done: number; readonly all: number }) => {
      output.progress(`${at.done} of ${counted(at.all, 'message')}`)
    },
  }
  const { outcomes } = await audited(
    context,
    { action: `brokers.${action}`, input: { queue, to } },
    async () =>
      action === 'resend'
        ? await service.resend({ queue, messageIds, to, agreed }, call)
        : await service.discard({ queue, messageIds, agreed }, call),
  )
  printOutcomes(outcomes, output)
  signal.throwIfAborted()
  return outcomes.length > 0 && outcomes.every(({ outcome }) => outcome === 'done')
    ? exitCodes.ok
    : exitCodes.no
}

function printOutcomes(outcomes: readonly MessageOutcome[], output: Output): void {
  if (output.json) {
    const told = outcomes.map((each) => ({
      ...each,
      because: each.because === null ? null : output.words(each.because),
    }))
    output.document({ outcomes: told })
    return
  }
  const done = outcomes.filter(({ outcome }) => outcome === 'done').length
  output.line(`${done} of ${counted(outcomes.length, 'message')} done`)
  for (const { messageId, outcome, because } of outcomes) {
    if (outcome !== 'done')
      output.line(red(outcome.padEnd(8)), messageId, because === null ? '' : ': ', because ?? '')
  }
}
