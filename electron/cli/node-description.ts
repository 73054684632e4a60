import { consumerQueue } from '../broker/destinations.ts'
import type { ClusterConfiguration } from '../engine/configuration/cluster-configuration.ts'

type Described = Pick<
  ClusterConfiguration,
  'instanceName' | 'group' | 'topicName' | 'toggleMaster' | 'toggleSlave' | 'connection' | 'readOnly'
> &
  Partial<Pick<ClusterConfiguration, 'findings'>>

/** `master`, `slave`, `master and slave`; a node with neither role does nothing. */
export function rolesInWords({ toggleMaster, toggleSlave }: Described): string {
  if (toggleMaster && toggleSlave) return 'master and slave'
  if (toggleMaster) return 'master'
  return toggleSlave ? 'slave' : 'neither master nor slave'
}

/** What the node does once it is ready, after its name. */
export function workInWords(node: Described): string {
  const work = [`${rolesInWords(node)} of group ${node.group}`]
  if (node.toggleMaster) work.push(`publishing to ${node.topicName}`)
  if (node.toggleSlave && node.connection === 'enabled') work.push(`consuming ${queueOf(node)}`)
  return work.join(', ')
}

/** The queue the node consumes from. */
export function queueOf({ instanceName, topicName }: Described): string {
  return consumerQueue(instanceName, topicName).name
}

/** What someone who starts the node should know because it is unusual. */
export function warningsAbout(node: Described): readonly string[] {
  const warnings: string[] = []
  for (const finding of node.findings ?? []) {
    if (finding.kind === 'login exposed') {
      warnings.push(`${finding.path} holds a login and can be read by other accounts: chmod 600 it`)
    } else {
      warnings.push(
        `there was no cluster.properties here, and one was made; others lie below: ${finding.paths.join(', ')}. ` +
          'If one of them is meant, set CLUSTER_CONFIG_DIR to its directory',
      )
    }
  }
  if (node.toggleSlave && node.connection === 'disabled') {
    warnings.push(
      `connection=disabled: this node does not consume; its messages gather in the queue ${queueOf(node)}`,
    )
  }
  if (node.readOnly)
    warnings.push('readOnly=enabled: changes are kept in memory and lost when the node stops')
  if (!node.toggleMaster && !node.toggleSlave) {
    warnings.push('toggleMaster=false and toggleSlave=false: this node neither publishes nor consumes')
  }
  return warnings
}
