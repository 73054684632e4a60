import type { Profile } from '../contract/features/profiles.ts'
import { NodeFiles } from '../nodes/node-files.ts'
import { readProfiles } from '../services/profiles/profile-store.ts'
import { defaultStateDirectory } from '../state/state-directory.ts'
import { localFileSystem } from '../storage/files.ts'
import { listed, usageFailure, type CommandContext } from './command.ts'
import { words } from './parameters.ts'
import type { CommandName } from '../languages/en/commands/help.ts'
import { say } from '../sentences/say.ts'

/** A saved cluster, whose nodes are then given by their instance names instead of their data directories. */
export const profileOption = {
  option: { profile: '--profile <name>' },
  schema: words('nameCluster').optional(),
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
  const known = listed(nodes.map(({ instanceName }) => instanceName))
  throw usageFailure(say('usage.noNodeHere', { cluster: name, name: named, known }))
}

/** The data directories of a saved cluster that lie on this machine. @throws PLB-COMMAND-USAGE */
function directoriesOf(name: string, environment: CommandContext['environment']): readonly NodeFiles[] {
  const profile = findProfile(name, defaultStateDirectory(environment))
  if (profile === undefined) throw usageFailure(say('usage.noSavedCluster', { name }))
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
export function findProfile(
  named: string,
  stateDirectory: string,
  command?: CommandName,
): Profile | undefined {
  const found = readProfiles(stateDirectory, localFileSystem).filter(
    ({ name, id }) => name === named || id === named,
  )
  if (found.length <= 1) return found[0]
  const ids = found.map(({ id }) => id)
  throw usageFailure(say('usage.severalClusters', { name: named, ids }), command)
}
