import { z } from 'zod'
import { usageFailure } from './command.ts'
import { readLogin } from './login-file.ts'
import { profileOption } from './profile-nodes.ts'
import type { ClusterChoice } from './working-cluster.ts'

/** Which broker a command works on: that of a saved cluster, or any. */
export const brokerOptions = [
  profileOption.option,
  { key: 'broker', syntax: '--broker <url>', description: 'without a saved cluster: the URL of a broker' },
  {
    key: 'login',
    syntax: '--login <file>',
    description:
      'who asks that broker: a file with user:password on one line, which this account alone can read',
  },
  {
    key: 'topic',
    syntax: '--topic <name>',
    description: 'whose queues are those of nodes there (default: VirtualTopic.geoserver)',
  },
] as const

export const brokerFields = {
  profile: profileOption.schema,
  broker: z.string().min(1, 'must be a broker URL').optional(),
  login: z.string().min(1, 'must name a file').optional(),
  topic: z.string().min(1, 'must name a topic').optional(),
}

/**
 * The broker somebody named.
 * @throws PLB-COMMAND-USAGE when none was named; PLB-COMMAND-LOGIN-UNUSABLE, PLB-STORAGE-…
 */
export function brokerRequired(
  { profile, broker, login, topic }: z.output<z.ZodObject<typeof brokerFields>>,
  command: string,
): ClusterChoice {
  if ((profile === undefined) === (broker === undefined))
    throw usageFailure('either --profile or --broker is required', command)
  if (profile !== undefined) return { profile, directories: [] }
  return {
    directories: [],
    brokerUrl: broker,
    topicName: topic,
    brokerLogin: login === undefined ? undefined : readLogin(login),
  }
}
