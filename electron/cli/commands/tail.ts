import { z } from 'zod'
import { defineCommand, usageFailure, type CommandContext } from '../command.ts'
import { ControlClient } from '../../nodes/control/client.ts'
import { activityLine } from '../activity-line.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { followTopic } from '../topic-tail.ts'
import { words } from '../parameters.ts'
import { say } from '../../sentences/say.ts'

export const tailCommand = defineCommand({
  name: 'tail',
  arguments: {},
  options: {
    dataDir: '--data-dir <directory>',
    broker: '--broker <url>',
    as: '--as <name>',
    topic: '--topic <name>',
    group: '--group <name>',
    all: '--all',
  },
  examples: ['tail --data-dir /srv/geoserver/slave', 'tail --broker stomp://broker:61613 --as watcher'],
  input: z.object({
    dataDir: words('nameDirectory').optional(),
    broker: words('beBrokerUrl').optional(),
    as: words('beName').optional(),
    topic: words('nameTopic').default('VirtualTopic.geoserver'),
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
    throw usageFailure(
      say('usage.eitherRequired', {
        options: say('usage.or', {
          one: '--data-dir',
          other: say('usage.and', { one: '--broker', other: '--as' }),
        }),
      }),
      'tail',
    )
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
  output.message(say('cliNodes.followingNode', { node: instanceName }))
  for await (const activity of activities) {
    if (output.isReaderGone) break
    if (output.json) output.record(activity)
    else output.line(...activityLine(activity, output))
  }
  if (!interrupted.aborted) output.message(say('cliNodes.nodeStopped'))
  return exitCodes.ok
}
