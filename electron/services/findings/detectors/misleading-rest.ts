import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { eachNode, finding, versionOf, type Finding } from './finding.ts'

/** Some builds show two numbers at /rest/cluster in place of the configuration. */
export function misleadingRest(facts: FindingFacts): readonly Finding[] {
  return eachNode(facts, (node) =>
    node.isRestMisleading === true
      ? [
          finding('misleading-rest', node, 'attention', {
            message: say('findings.misleadingRest', { node: node.instanceName }),
            cause: say('findings.misleadingRestWhy'),
            remedy: say('findings.misleadingRestRemedy'),
            evidence: [...versionOf(node)],
          }),
        ]
      : [],
  )
}
