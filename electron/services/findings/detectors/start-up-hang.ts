import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { eachNode, finding, type Finding } from './finding.ts'

/**
 * With a broker that is away a node waits for it while it starts, and answers nobody; where its server opens its port last,
 * as the one that comes with GeoServer does, nothing even takes a connection.
 */
export function startUpHang(facts: FindingFacts): readonly Finding[] {
  const { storePercent: percent } = facts
  const isAway = facts.broker !== 'connected'
  return eachNode(facts, (node) => {
    const isUnreachable = node.silence === 'unreachable' && isAway
    if (node.isAnswering || !(node.silence === 'deadline' || isUnreachable)) return []
    const { instanceName } = node
    return [
      finding('start-up-hang', node, 'failed', {
        message: say(isUnreachable ? 'findings.startUpHangUnreachable' : 'findings.startUpHang', {
          node: instanceName,
        }),
        cause: say('findings.startUpHangWhy'),
        remedy: say('findings.startUpHangRemedy'),
        evidence: isAway
          ? [say('findings.seenBrokerAway')]
          : percent !== null && percent >= 100
            ? [say('findings.storeFull', { percent })]
            : [],
      }),
    ]
  })
}
