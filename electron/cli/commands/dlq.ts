import { z } from 'zod'
import { deadLetterQueue } from '../../broker/destinations.ts'
import type { MessageOutcome } from '../../services/brokers/queue-changes.ts'
import { agreedTo } from '../confirm.ts'
import { audited } from '../audited.ts'
import { brokerFields, brokerOptions, brokerRequired } from '../broker-options.ts'
import { printMessage, rowLine } from '../archive/show.ts'
import { defineCommand, usageFailure, type CommandContext } from '../command.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { dim, red } from '../styled-text.ts'
import { openWorkingCluster, type WorkingCluster } from '../working-cluster.ts'
import { oneOf, wholeNumber, words } from '../parameters.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { say } from '../../sentences/say.ts'
import { stateWord } from '../state-word.ts'

const actions = ['list', 'show', 'export', 'resend', 'discard'] as const

const input = z.object({
  action: oneOf(actions),
  messages: z.array(words('beId')).default([]),
  queue: words('nameQueue').default(deadLetterQueue.name),
  text: z.string().default(''),
  limit: wholeNumber({ from: 1, to: 1000 }).default(100),
  body: z.boolean().default(false),
  format: oneOf(['jsonl', 'csv']).default('jsonl'),
  to: words('nameQueue').optional(),
  all: z.boolean().default(false),
  confirm: z.string().optional(),
  ...brokerFields,
})
type Input = z.output<typeof input>

export const dlqCommand = defineCommand({
  name: 'dlq',
  arguments: { action: '<action>', messages: '[messages...]' },
  options: {
    ...brokerOptions,
    queue: '--queue <name>',
    text: '--text <words>',
    limit: '--limit <count>',
    body: '--body',
    format: '--format <format>',
    to: '--to <queue>',
    all: '--all',
    confirm: '--confirm <queue>',
  },
  examples: [
    'dlq list --profile Maps',
    'dlq resend --all --to Consumer.geo-2.VirtualTopic.geoserver --broker tcp://broker:61616',
    'dlq discard ID:gs1-33987-1:1:1:1:7 --profile Maps',
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
  const refuse = (key: 'needs' | 'takesNo', what: Wording) =>
    usageFailure(say(`usage.${key}`, { action, what }), 'dlq')
  const changes = action === 'resend' || action === 'discard'
  if (action === 'show' && messages.length !== 1)
    throw usageFailure(say('usage.needsOneMessage', { action }), 'dlq')
  if ((action === 'list' || action === 'export') && messages.length > 0)
    throw refuse('takesNo', '[messages...]')
  if (changes && all === messages.length > 0)
    throw refuse('needs', say('usage.or', { one: '[messages...]', other: '--all' }))
  if (all && !changes) throw refuse('takesNo', '--all')
  if ((action === 'resend') !== (to !== undefined))
    throw refuse(action === 'resend' ? 'needs' : 'takesNo', '--to')
}

async function look(
  { action, messages, queue, text, limit, format, body }: Input,
  { services }: WorkingCluster,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  const service = services.brokers.service
  const call = { signal, progress: () => undefined }
  if (action === 'show') {
    const details = await service.message({ queue, messageId: messages[0] ?? '' }, call)
    printMessage(details, body, output)
    return exitCodes.ok
  }
  if (action === 'export') {
    const { content, messages: count, complete } = await service.exportMessages({ queue, text, format }, call)
    output.block(content)
    output.message(say('cliMessages.exported', { count }))
    if (!complete) output.warning(say('cliMessages.notAllExported', { queue }))
    return count === 0 ? exitCodes.no : exitCodes.ok
  }
  const { rows, more } = await service.messages({ queue, text, limit }, call)
  for (const row of rows) {
    if (output.json) output.record(row)
    else output.line(...rowLine(row), dim(`  ${row.messageId}`), '  ', dim(row.cause ?? ''))
  }
  if (more) output.message(say('cliMessages.firstOnly', { count: rows.length }))
  if (rows.length === 0) output.message(say('cliMessages.noneMatches'))
  return rows.length === 0 ? exitCodes.no : exitCodes.ok
}

async function change(
  { action, messages, queue, to = '', all, confirm }: Input,
  { services, savedAs }: WorkingCluster,
  context: CommandContext,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { output } = context
  const service = services.brokers.service
  const messageIds = all ? null : messages
  const count = messages.length
  const [asked, question] =
    action === 'resend'
      ? [to, all ? say('cliMessages.allGo', { queue, to }) : say('cliMessages.someGo', { count, queue, to })]
      : [
          queue,
          all ? say('cliMessages.allRemoved', { queue }) : say('cliMessages.someRemoved', { count, queue }),
        ]
  const agreed = await agreedTo({ confirm, asked, question }, 'dlq', output, signal)
  const call = {
    signal,
    progress: (at: { readonly done: number; readonly all: number }) => {
      output.progress(say('cliMessages.progress', { done: at.done, count: at.all }))
    },
  }
  const { outcomes } = await audited(
    context,
    { action: `brokers.${action}`, input: { queue, to }, cluster: savedAs },
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
    output.document({ outcomes })
    return
  }
  const done = outcomes.filter(({ outcome }) => outcome === 'done').length
  output.line(say('cliMessages.done', { done, count: outcomes.length }))
  for (const { messageId, outcome, because } of outcomes) {
    if (outcome !== 'done')
      output.line(
        red(output.words(stateWord(outcome)).padEnd(11)),
        messageId,
        because === null ? '' : ': ',
        because ?? '',
      )
  }
}
