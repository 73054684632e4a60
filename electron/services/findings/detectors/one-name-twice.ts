import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { eachNode, finding, type Finding } from './finding.ts'

/** Two nodes of one name share a queue: each gets a part of the messages, and ignores the other. */
export function oneNameTwice(facts: FindingFacts): readonly Finding[] {
  return eachNode(facts, (node) => {
    const namesakes = facts.nodes.filter(
      (other) => other !== node && other.saysName !== null && other.saysName === node.saysName,
    )
    const consumers = node.consumers ?? 0
    if (namesakes.length === 0 && consumers < 2) return []
    return [
      finding('one-name-twice', node, 'failed', {
        message: say('findings.oneNameTwice', { node: node.instanceName }),
        cause: say('findings.oneNameTwiceWhy'),
        remedy: say('findings.oneNameTwiceRemedy'),
        evidence: [
          ...namesakes.flatMap(({ url }) => url ?? []),
          ...(consumers > 1 ? [say('findings.seenConsumers', { count: consumers })] : []),
        ],
      }),
    ]
  })
}
