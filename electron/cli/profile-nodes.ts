import { z } from 'zod'
import type { Profile } from '../contract/features/profiles.ts'
import { NodeFiles } from '../nodes/node-files.ts'
import { readProfiles } from '../services/profiles/profile-store.ts'
import { defaultStateDirectory } from '../state/state-directory.ts'
import { localFileSystem } from '../storage/files.ts'
import { usageFailure, type CommandContext } from './command.ts'

/** A saved cluster, whose nodes are then given by their instance names instead of their data directories. */
export const profileOption = {
  option: {
    key: 'profile',
    syntax: '--profile <name>',
    description: 'a saved cluster of the app; directories are then given as the instance names of its nodes',
  },
  schema: z.string().min(1, 'must name a saved cluster').optional(),
} as const

interface Chosen {
  readonly profile?: string | undefined
}

/**
 * The data directory somebody means.
 * @param named a directory or, where a saved cluster is named, the instance name of one of its nodes
 * @throws PLB-COMMAND-USAGE
 */
export function directoryNamed(
  named: string,
  { profile: name }: Chosen,
  { environment }: Pick<CommandContext, 'environment'>,
): string {
  if (name === undefined) return named
  const nodes = directoriesOf(name, environment)
  const found = nodes.find(({ instanceName }) => instanceName === named)
  if (found !== undefined) return found.dataDirectory
  const known = nodes.map(({ instanceName }) => instanceName).join(', ') || 'none'
  throw usageFailure(
    `${name} has no node ${named} whose data directory lies on this machine (it has: ${known})`,
  )
}

/** The data directories of a saved cluster that lie on this machine. @throws PLB-COMMAND-USAGE */
export function directoriesOf(
  name: string,
  environment: CommandContext['environment'],
): readonly NodeFiles[] {
  const profile = findProfile(name, defaultStateDirectory(environment))
  if (profile === undefined) throw usageFailure(`there is no saved cluster called ${name}`)
  return profile.nodes.flatMap((node) =>
    node.type === 'local'
      ? [new NodeFiles(node.dataDirectory, { fileSystem: localFileSystem, now: Date.now })]
      : [],
  )
}

/**
 * The saved cluster of a name or an id.
 * @param command whose help is pointed to
 * @throws PLB-COMMAND-USAGE when several are called so
 */
export function findProfile(named: string, stateDirectory: string, command?: string): Profile | undefined {
  const found = readProfiles(stateDirectory, localFileSystem).filter(
    ({ name, id }) => name === named || id === named,
  )
  if (found.length <= 1) return found[0]
  const ids = found.map(({ id }) => id).join(', ')
  throw usageFailure(`several saved clusters are called ${named}; name one by its id: ${ids}`, command)
}
