import { z } from 'zod'
import type { BrokerDestination } from '../../services/brokers/destination-roles.ts'
import { agreedTo } from '../confirm.ts'
import { audited } from '../audited.ts'
import { brokerFields, brokerOptions, brokerRequired } from '../broker-options.ts'
import { counted } from '../counted.ts'
import { defineCommand, usageFailure } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { bold, dim, red, yellow, type Piece } from '../styled-text.ts'
import { openWorkingCluster } from '../working-cluster.ts'

const actions = ['list', 'remove'] as const

export const queuesCommand = defineCommand({
  name: 'queues',
  summary: 'list the queues of a broker, or remove one nobody needs',
  description:
    'list shows every queue with what waits in it, who takes from it from which address, and whose it is. It exits with 1 when a queue ' +
    'is abandoned (nobody is known to own it, and nobody takes its messages) or dead letters wait. remove takes an ' +
    'abandoned queue or one of dead letters off the broker, over OpenWire, after what lies in it was archived beside ' +
    'the archive of the cluster, in taken-from-queues; without a terminal its name is given once more with --confirm.',
  arguments: [
    { key: 'action', syntax: '[action]', description: 'list (default) or remove' },
    { key: 'queue', syntax: '[queue]', description: 'for remove: which' },
  ],
  options: [
    ...brokerOptions,
    { key: 'confirm', syntax: '--confirm <queue>', description: 'the name of the queue once more' },
  ],
  examples: [
    { line: 'queues --profile Maps', does: 'list the queues of a saved cluster' },
    { line: 'queues --broker tcp://broker:61616 --json', does: 'list those of any broker, in a script' },
    {
      line: 'queues remove Consumer.old.VirtualTopic.geoserver --profile Maps',
      does: 'remove the queue of a node that is gone',
    },
  ],
  input: z.object({
    action: z.enum(actions, `must be one of ${actions.join(', ')}`).default('list'),
    queue: z.string().min(1, 'must name a queue').optional(),
    confirm: z.string().optional(),
    ...brokerFields,
  }),
  async run({ action, queue, confirm, ...given }, context) {
    const { output, listenForInterruption } = context
    if ((action === 'remove') !== (queue !== undefined))
      throw usageFailure(action === 'remove' ? 'remove needs [queue]' : 'list takes no [queue]', 'queues')
    const choice = brokerRequired(given, 'queues')
    const signal = listenForInterruption()
    await using working = await openWorkingCluster(choice, context, signal)
    await working.cluster.connect(signal)
    const service = working.services.brokers.service()
    const call = { signal, progress: () => undefined }
    if (queue !== undefined) {
      const question = `What lies in ${queue} is archived, and the queue is removed.`
      const agreed = await agreedTo({ confirm, asked: queue, question }, 'queues', signal)
      await audited(context, { action: 'brokers.deleteQueue', input: { queue } }, async () =>
        service.deleteQueue({ queue, agreed }, call),
      )
      if (output.json) output.document({ removed: queue })
      else output.line(`removed ${queue}`)
      return exitCodes.ok
    }
    const { source, warnings, storePercent, destinations } = await service.destinations({}, call)
    const queues = destinations.filter(({ kind }) => kind === 'queue')
    for (const warning of warnings) output.warning(warning)
    if (output.json) output.document({ source: output.words(source), storePercent, queues })
    else printQueues(queues, output)
    return queues.some(isTrouble) ? exitCodes.no : exitCodes.ok
  },
})

function isTrouble({ role, depth }: BrokerDestination): boolean {
  return role === 'orphan' || (role === 'dead-letter' && depth !== 0)
}

function printQueues(queues: readonly BrokerDestination[], output: Output): void {
  for (const queue of queues) {
    const { name, depth, consumers, instanceName, role } = queue
    const numbers = `${depth ?? '?'}`.padStart(7)
    const takers = consumers === null ? '' : `  ${counted(consumers, 'consumer')}`
    const owner = instanceName === null ? '' : `  ${instanceName}`
    output.line(numbers, '  ', bold(name), dim(takers + owner), '  ', roleInWords(role))
    for (const { client, address } of queue.consumedBy ?? [])
      output.line(' '.repeat(9), dim(`by ${client ?? '?'}, ${address ?? '?'}`))
  }
  if (queues.length === 0) output.message('the broker has no queue')
}

function roleInWords(role: BrokerDestination['role']): Piece {
  switch (role) {
    case 'orphan':
      return yellow('abandoned')
    case 'dead-letter':
      return red('dead letters')
    default:
      return dim(role)
  }
}
