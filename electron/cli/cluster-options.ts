import { resolve } from 'node:path'
import { z } from 'zod'
import { usageFailure, type CommandContext } from './command.ts'
import { loginsGiven, loginVariables } from './login-file.ts'
import { profileOption } from './profile-nodes.ts'
import type { ClusterChoice } from './working-cluster.ts'

/** Which cluster a command works on: a saved one, or that of the GeoServers at some addresses. */
export const clusterOptions = [
  profileOption.option,
  {
    key: 'node',
    syntax: '--node <address...>',
    description:
      'without a saved cluster: addresses of GeoServers, as http://gs{1..3}:8080/geoserver; ' +
      'they are then called by these or by the instance names they give',
  },
  {
    key: 'user',
    syntax: '--user <name>',
    description: `who asks them, an administrator (default: ${loginVariables.user}, or admin); the password is in ${loginVariables.password}`,
  },
  {
    key: 'login',
    syntax: '--login <file>',
    description:
      'in place of both: a file with user:password on one line, which this account alone can read; ' +
      'further lines ADDRESS user:password are for a GeoServer that has a login of its own',
  },
  {
    key: 'authority',
    syntax: '--authority <file>',
    description: 'certificates to trust in place of those this machine trusts, as PEM',
  },
] as const

export const clusterFields = {
  profile: profileOption.schema,
  node: z.array(z.string().min(1, 'must be an address')).optional(),
  user: z.string().min(1, 'must be a name').optional(),
  login: z.string().min(1, 'must name a file').optional(),
  authority: z.string().min(1, 'must name a file').optional(),
}

export type ClusterGiven = z.output<z.ZodObject<typeof clusterFields>>

/**
 * The cluster somebody named.
 * @returns undefined when none was named
 * @throws PLB-COMMAND-LOGIN-UNUSABLE, PLB-STORAGE-…
 */
export function clusterGiven(
  { profile, node, authority, ...login }: ClusterGiven,
  { environment }: Pick<CommandContext, 'environment'>,
): ClusterChoice | undefined {
  if (profile !== undefined) return { profile, directories: [] }
  if (node === undefined) return undefined
  return {
    directories: [],
    geoServers: {
      addresses: node,
      ...loginsGiven(login, environment),
      authority: authority === undefined ? null : resolve(authority),
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
  command: string,
): ClusterChoice {
  const choice = clusterGiven(given, context)
  if (choice === undefined) throw usageFailure('--profile or --node is required', command)
  return choice
}
