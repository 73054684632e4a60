import { say } from '../sentences/say.ts'
import { clusterGiven, type ClusterGiven } from './cluster-options.ts'
import { usageFailure, type CommandContext } from './command.ts'
import { openWorkingCluster, type WorkingCluster } from './working-cluster.ts'

/**
 * The cluster a command works on that takes one data directory as well.
 * @throws PLB-COMMAND-USAGE, PLB-COMMAND-NO-CLUSTER
 */
export async function workingClusterOf(
  given: ClusterGiven & { readonly dataDir?: string | undefined },
  context: CommandContext,
  command: 'edit' | 'export' | 'plan',
): Promise<WorkingCluster> {
  const { dataDir } = given
  const choice =
    clusterGiven(given, context) ?? (dataDir === undefined ? undefined : { directories: [dataDir] })
  if (choice === undefined)
    throw usageFailure(
      say('usage.required', { options: say('usage.or', { one: '--data-dir, --profile', other: '--node' }) }),
      command,
    )
  return openWorkingCluster({ ...choice, isPatient: true }, context)
}
