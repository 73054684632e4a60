import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { eachNode, finding, clusterFinding, type Finding } from './finding.ts'

/** A node on another topic, or a topic without the prefix of virtual topics, gets nothing. */
export function topicMismatch(facts: FindingFacts): readonly Finding[] {
  return [
    ...eachNode(facts, (node) =>
      (node.topicName !== null && node.topicName !== facts.topicName) ||
      (node.group !== null && node.group !== facts.group)
        ? [
            finding('topic-mismatch', node, 'failed', {
              message: say('findings.topicMismatch', { node: node.instanceName }),
              cause: say('findings.topicMismatchWhy'),
              remedy: say('findings.topicMismatchRemedy'),
              evidence: [
                say('findings.seenTopic', { topic: node.topicName ?? '–', group: node.group ?? '–' }),
                say('findings.expectedTopic', { topic: facts.topicName, group: facts.group }),
              ],
            }),
          ]
        : [],
    ),
    ...(facts.isTopicSilent
      ? [
          clusterFinding('topic-prefix', facts.topicName, 'failed', {
            message: say('findings.topicPrefix', { topic: facts.topicName }),
            cause: say('findings.topicPrefixWhy'),
            remedy: say('findings.topicPrefixRemedy'),
            evidence: [],
          }),
        ]
      : []),
  ]
}
