import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { eachNode, finding, type Finding } from './finding.ts'

/** A node that found no broker at its start writes connection=disabled itself, and stays out. */
export function connectionDisabled(facts: FindingFacts): readonly Finding[] {
  return eachNode(facts, (node) =>
    node.connection === 'disabled'
      ? [
          finding('connection-disabled', node, 'failed', {
            message: say('findings.connectionDisabled', { node: node.instanceName }),
            cause: say('findings.connectionDisabledWhy'),
            remedy: say('findings.connectionDisabledRemedy'),
            evidence: node.pending === null ? [] : [say('findings.seenPending', { count: node.pending })],
          }),
        ]
      : [],
  )
}
