import { z } from 'zod'
import { defineCommand, usageFailure, type CommandContext } from '../command.ts'
import { ControlClient } from '../../nodes/control/client.ts'
import { activityLine } from '../activity-line.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { followTopic } from '../topic-tail.ts'

export const tailCommand = defineCommand({
  name: 'tail',
  summary: 'follow what a node does, or what goes over a topic',
  description:
    'With --data-dir: shows what the node running there does, as it happens. ' +
    'With --broker and --as: shows every event published to a topic, from a consumer queue of its own. That queue ' +
    'exists from then on and gathers messages while nobody reads it, so that the next time shows what was missed; ' +
    'delete it at the broker when you no longer need it. Never give the instance name of a node: tail would take its ' +
    'messages. Runs until it is interrupted and then exits with 0.',
  arguments: [],
  options: [
    { key: 'dataDir', syntax: '--data-dir <directory>', description: 'of the node to follow' },
    { key: 'broker', syntax: '--broker <url>', description: 'the broker whose topic to follow' },
    { key: 'as', syntax: '--as <name>', description: 'name of the queue: Consumer.<name>.<topic>' },
    { key: 'topic', syntax: '--topic <name>', description: 'the topic (default: VirtualTopic.geoserver)' },
    { key: 'group', syntax: '--group <name>', description: 'show events of this group only' },
    {
      key: 'all',
      syntax: '--all',
      description: 'also show events that say nothing but that the counter of changes went up',
    },
  ],
  examples: [
    { line: 'tail --data-dir /srv/geoserver/slave', does: 'follow a node' },
    { line: 'tail --broker stomp://broker:61613 --as watcher', does: 'follow everything that is published' },
  ],
  input: z.object({
    dataDir: z.string().min(1, 'must name a directory').optional(),
    broker: z.string().min(1, 'must be a broker URL').optional(),
    as: z.string().min(1, 'must be a name').optional(),
    topic: z.string().min(1, 'must name a topic').default('VirtualTopic.geoserver'),
    group: z.string().optional(),
    all: z.boolean().default(false),
  }),
  async run({ dataDir, broker, as: name, topic, group, all }, context) {
    if (dataDir !== undefined && broker === undefined && name === undefined) {
      return followNode(dataDir, context)
    }
    if (dataDir === undefined && broker !== undefined && name !== undefined) {
      return followTopic({ broker, name, topic, group, all }, context)
    }
    throw usageFailure('give either --data-dir, or --broker and --as', 'tail')
  },
})

async function followNode(
  directory: string,
  { output, environment, listenForInterruption }: CommandContext,
): Promise<ExitCode> {
  const node = ControlClient.find(directory, environment)
  const interrupted = listenForInterruption()
  const { instanceName } = await node.call('status', {}, interrupted)
  const activities = await node.activity(interrupted)
  output.message(`following node ${instanceName}; Ctrl-C ends it`)
  for await (const activity of activities) {
    if (output.isReaderGone) break
    if (output.json) output.record(activity)
    else output.line(...activityLine(activity))
  }
  if (!interrupted.aborted) output.message('the node has stopped')
  return exitCodes.ok
}
