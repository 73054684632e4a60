import { resolve } from 'node:path'
import { z } from 'zod'
import { usageFailure, type CommandContext } from './command.ts'
import { loginsGiven } from './login-file.ts'
import { managementFields, managementGiven, managementOptions } from './management-options.ts'
import { profileOption } from './profile-nodes.ts'
import type { ClusterChoice } from './working-cluster.ts'
import { words } from './parameters.ts'
import type { CommandName } from '../languages/en/commands/help.ts'
import { say } from '../sentences/say.ts'

/** Which cluster a command works on: a saved one, or that of the GeoServers at some addresses. */
export const clusterOptions = {
  ...profileOption.option,
  node: '--node <address...>',
  user: '--user <name>',
  login: '--login <file>',
  authority: '--authority <file>',
  ...managementOptions,
} as const

export const clusterFields = {
  profile: profileOption.schema,
  node: z.array(words('beAddress')).optional(),
  user: words('beName').optional(),
  login: words('nameFile').optional(),
  authority: words('nameFile').optional(),
  ...managementFields,
}

export type ClusterGiven = z.output<z.ZodObject<typeof clusterFields>>

/**
 * The cluster somebody named.
 * @returns undefined when none was named
 * @throws PLB-COMMAND-LOGIN-UNUSABLE, PLB-STORAGE-…
 */
export function clusterGiven(
  { profile, node, authority, user, login, ...given }: ClusterGiven,
  { environment }: Pick<CommandContext, 'environment'>,
): ClusterChoice | undefined {
  const management = managementGiven(given)
  if (profile !== undefined) return { profile, directories: [], management }
  if (node === undefined) return undefined
  return {
    ...{ directories: [], management },
    geoServers: {
      addresses: node,
      ...loginsGiven({ login, user }, environment),
      trust: authority === undefined ? {} : { authority: resolve(authority) },
    },
  }
}

/**
 * As {@link clusterGiven}, of a command that works on nothing else.
 * @throws PLB-COMMAND-USAGE when none was named; what {@link clusterGiven} throws
 */
export function clusterRequired(
  given: ClusterGiven,
  context: Pick<CommandContext, 'environment'>,
  command: CommandName,
): ClusterChoice {
  const choice = clusterGiven(given, context)
  if (choice === undefined)
    throw usageFailure(
      say('usage.required', { options: say('usage.or', { one: '--profile', other: '--node' }) }),
      command,
    )
  return choice
}
