import type { z } from 'zod'
import { usageFailure } from './command.ts'
import { readLogin } from './login-file.ts'
import { managementFields, managementGiven, managementOptions } from './management-options.ts'
import { profileOption } from './profile-nodes.ts'
import type { ClusterChoice } from './working-cluster.ts'
import { words } from './parameters.ts'
import type { CommandName } from '../languages/en/commands/help.ts'
import { say } from '../sentences/say.ts'

/** Which broker a command works on: that of a saved cluster, or any. */
export const brokerOptions = {
  ...profileOption.option,
  broker: '--broker <url>',
  login: '--login <file>',
  topic: '--topic <name>',
  ...managementOptions,
} as const

export const brokerFields = {
  profile: profileOption.schema,
  broker: words('beBrokerUrl').optional(),
  login: words('nameFile').optional(),
  topic: words('nameTopic').optional(),
  ...managementFields,
}

/**
 * The broker somebody named.
 * @throws PLB-COMMAND-USAGE when none was named; PLB-COMMAND-LOGIN-UNUSABLE, PLB-STORAGE-…
 */
export function brokerRequired(
  { profile, broker, login, topic, ...given }: z.output<z.ZodObject<typeof brokerFields>>,
  command: CommandName,
): ClusterChoice {
  if ((profile === undefined) === (broker === undefined))
    throw usageFailure(
      say('usage.eitherRequired', { options: say('usage.or', { one: '--profile', other: '--broker' }) }),
      command,
    )
  const management = managementGiven(given)
  if (profile !== undefined) return { profile, directories: [], management }
  return {
    ...{ directories: [], management },
    brokerUrl: broker,
    topicName: topic,
    brokerLogin: login === undefined ? undefined : readLogin(login),
  }
}
