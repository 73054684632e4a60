import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { eachNode, finding, type Finding } from './finding.ts'

/** With a broker that is away a node waits for it while it starts, and answers nobody. */
export function startUpHang(facts: FindingFacts): readonly Finding[] {
  return eachNode(facts, (node) => {
    if (node.isAnswering || node.silence !== 'deadline') return []
    return [
      finding('start-up-hang', node, 'failed', {
        message: say('findings.startUpHang', { node: node.instanceName }),
        cause: say('findings.startUpHangWhy'),
        remedy: say('findings.startUpHangRemedy'),
        evidence: facts.broker === 'connected' ? [] : [say('findings.seenBrokerAway')],
      }),
    ]
  })
}
