import { consumerQueue } from '../broker/destinations.ts'
import type { ClusterConfiguration } from '../engine/configuration/cluster-configuration.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'
import type { Piece } from './styled-text.ts'

type Described = Pick<
  ClusterConfiguration,
  'instanceName' | 'group' | 'topicName' | 'toggleMaster' | 'toggleSlave' | 'connection' | 'readOnly'
> &
  Partial<Pick<ClusterConfiguration, 'findings'>>

/** `master`, `slave`, `master and slave`, and of which group where that is known. */
export function rolesOf(roles: readonly string[], group: string | null): Wording {
  const named = (['master', 'slave'] as const)
    .filter((role) => roles.includes(role))
    .map((role) => say(`cliNodes.${role}`))
  const [one = say('cliNodes.noRole'), other] = named
  const said = other === undefined ? one : say('usage.and', { one, other })
  return group === null ? said : say('cliNodes.ofGroup', { roles: said, group })
}

/** As {@link rolesOf}, of a node by its cluster.properties; one with neither role does nothing. */
export function configuredRoles({ toggleMaster, toggleSlave }: Described, group: string | null): Wording {
  const roles = [...(toggleMaster ? ['master'] : []), ...(toggleSlave ? ['slave'] : [])]
  return rolesOf(roles, group)
}

/** What the node does once it is ready, after its name. */
export function workOf(node: Described): readonly Piece[] {
  const { toggleMaster, toggleSlave, topicName, connection } = node
  return [
    configuredRoles(node, node.group),
    ...(toggleMaster ? [', ', say('cliNodes.publishingTo', { topic: topicName })] : []),
    ...(toggleSlave && connection === 'enabled'
      ? [', ', say('cliNodes.consuming', { queue: queueOf(node) })]
      : []),
  ]
}

/** The queue the node consumes from. */
function queueOf({ instanceName, topicName }: Described): string {
  return consumerQueue(instanceName, topicName).name
}

/** What someone who starts the node should know because it is unusual. */
export function warningsAbout(node: Described): readonly Wording[] {
  const warnings: Wording[] = []
  for (const finding of node.findings ?? []) {
    if (finding.kind === 'login exposed') {
      warnings.push(say('cliNodes.loginExposed', { path: finding.path }))
    } else {
      warnings.push(say('cliNodes.othersBelow', { paths: finding.paths }))
    }
  }
  if (node.toggleSlave && node.connection === 'disabled') {
    warnings.push(say('cliNodes.doesNotConsume', { queue: queueOf(node) }))
  }
  if (node.readOnly) warnings.push(say('cliNodes.readOnly'))
  if (!node.toggleMaster && !node.toggleSlave) {
    warnings.push(say('cliNodes.neitherToggle'))
  }
  return warnings
}
