import { z } from 'zod'
import type { BrokerDestination } from '../../services/brokers/destination-roles.ts'
import { agreedTo } from '../confirm.ts'
import { audited } from '../audited.ts'
import { brokerFields, brokerOptions, brokerRequired } from '../broker-options.ts'
import { defineCommand, usageFailure } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { bold, dim, red, yellow, type Piece } from '../styled-text.ts'
import { openWorkingCluster } from '../working-cluster.ts'
import { oneOf, words } from '../parameters.ts'
import { say } from '../../sentences/say.ts'
import { stateWord } from '../state-word.ts'

const actions = ['list', 'make', 'remove'] as const

/** What is done to one queue: how it is asked for, and what was done. */
const changes = {
  make: { procedure: 'makeQueue', question: 'cliMessages.queueMade', done: 'cliMessages.made', key: 'made' },
  remove: {
    procedure: 'deleteQueue',
    question: 'cliMessages.queueRemoved',
    done: 'cliMessages.removed',
    key: 'removed',
  },
} as const

export const queuesCommand = defineCommand({
  name: 'queues',
  arguments: { action: '[action]', queue: '[queue]' },
  options: { ...brokerOptions, confirm: '--confirm <queue>' },
  examples: [
    'queues --profile Maps',
    'queues --broker tcp://broker:61616 --json',
    'queues make Consumer.new.VirtualTopic.geoserver --profile Maps',
    'queues remove Consumer.old.VirtualTopic.geoserver --profile Maps',
  ],
  input: z.object({
    action: oneOf(actions).default('list'),
    queue: words('nameQueue').optional(),
    confirm: z.string().optional(),
    ...brokerFields,
  }),
  async run({ action, queue, confirm, ...given }, context) {
    const { output, listenForInterruption } = context
    const change = action === 'list' ? undefined : changes[action]
    if ((change === undefined) !== (queue === undefined))
      throw usageFailure(
        say(change === undefined ? 'usage.takesNo' : 'usage.needs', { action, what: '[queue]' }),
        'queues',
      )
    const choice = brokerRequired(given, 'queues')
    const signal = listenForInterruption()
    await using working = await openWorkingCluster(choice, context, signal)
    await working.cluster.connect(signal)
    const service = working.services.brokers.service
    const call = { signal, progress: () => undefined }
    if (change !== undefined && queue !== undefined) {
      const { procedure, done, key } = change
      const question = say(change.question, { queue })
      const agreed = await agreedTo({ confirm, asked: queue, question }, 'queues', output, signal)
      const asked = { action: `brokers.${procedure}`, input: { queue }, cluster: working.savedAs }
      await audited(context, asked, async () => service[procedure]({ queue, agreed }, call))
      if (output.json) output.document({ [key]: queue })
      else output.line(say(done, { queue }))
      return exitCodes.ok
    }
    const { source, warnings, destinations, ...fullness } = await service.destinations({}, call)
    const queues = destinations.filter(({ kind }) => kind === 'queue')
    for (const warning of warnings) output.warning(warning)
    if (output.json) output.document({ source, ...fullness, queues })
    else {
      printQueues(queues, output)
      printFullness(fullness, output)
    }
    return queues.some(isTrouble) ? exitCodes.no : exitCodes.ok
  },
})

function isTrouble({ role, depth }: BrokerDestination): boolean {
  return role === 'orphan' || role === 'missing' || (role === 'dead-letter' && depth !== 0)
}

function printQueues(queues: readonly BrokerDestination[], output: Output): void {
  for (const queue of queues) {
    const { name, depth, consumers, instanceName, role } = queue
    const numbers = `${depth ?? '?'}`.padStart(7)
    const takers = consumers === null ? '' : say('cliMessages.consumers', { count: consumers })
    const owner = instanceName === null ? '' : `  ${instanceName}`
    output.line(numbers, '  ', bold(name), '  ', dim(takers), dim(owner), '  ', roleInWords(role))
    for (const { client, address, isBridge } of queue.consumedBy ?? [])
      output.line(
        ' '.repeat(9),
        dim(
          say(isBridge ? 'cliMessages.takenByBridge' : 'cliMessages.takenBy', {
            client: client ?? '?',
            address: address ?? '?',
          }),
        ),
      )
  }
  if (queues.length === 0) output.message(say('cliMessages.noQueue'))
}

function printFullness(
  {
    storePercent,
    storeFullIn,
    memoryPercent,
  }: Record<'storePercent' | 'storeFullIn' | 'memoryPercent', number | null>,
  output: Output,
): void {
  if (storePercent !== null) {
    output.message(say('findings.storeFull', { percent: storePercent }))
    output.message(
      storeFullIn === null
        ? say('findings.seenNoGrowth')
        : say('findings.seenGrowth', { hours: Math.floor(storeFullIn / 3_600_000) }),
    )
  }
  if (memoryPercent !== null) output.message(say('findings.memoryFull', { percent: memoryPercent }))
}

function roleInWords(role: BrokerDestination['role']): Piece {
  switch (role) {
    case 'orphan':
      return yellow(stateWord(role))
    case 'missing':
    case 'dead-letter':
      return red(stateWord(role))
    default:
      return dim(stateWord(role))
  }
}
