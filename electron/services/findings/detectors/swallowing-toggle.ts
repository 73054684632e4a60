import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { eachNode, finding, type Finding } from './finding.ts'

/** With toggleSlave=false the module goes on emptying its queue, and throws everything away. */
export function swallowingToggle(facts: FindingFacts): readonly Finding[] {
  return eachNode(facts, (node) => {
    const { roles } = node
    const takes = node.consumers !== null && node.consumers > 0
    if (roles === null || roles.includes('slave') || !takes) return []
    // The only master of a cluster loses nothing: what it throws away is its own.
    const isAnotherMaster = facts.nodes.some(
      (each) => each !== node && each.roles?.includes('master') === true,
    )
    if (roles.includes('master') && !isAnotherMaster) return []
    return [
      finding('swallowing-toggle', node, 'attention', {
        message: say('findings.swallowingToggle', { node: node.instanceName }),
        cause: say('findings.swallowingToggleWhy'),
        remedy: say('findings.swallowingToggleRemedy'),
        evidence: [say('findings.seenConsumers', { count: node.consumers ?? 0 })],
      }),
    ]
  })
}
