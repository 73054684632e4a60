import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { eachNode, finding, type Finding } from './finding.ts'

/** Every key of cluster.properties is a property of every message, the broker URL with its login among them. */
export function secretsInHeaders(facts: FindingFacts): readonly Finding[] {
  return eachNode(facts, (node) =>
    node.hasSecretInProperties
      ? [
          finding('secrets-in-headers', node, 'attention', {
            message: say('findings.secretsInHeaders', { node: node.instanceName }),
            cause: say('findings.secretsInHeadersWhy'),
            remedy: say('findings.secretsInHeadersRemedy'),
            evidence: [],
          }),
        ]
      : [],
  )
}
