import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { eachNode, finding, type Finding } from './finding.ts'

/** Two nodes on one data directory overwrite each other. */
export function sharedDirectory(facts: FindingFacts): readonly Finding[] {
  return eachNode(facts, (node) => {
    const same = facts.nodes.filter(
      (other) =>
        other !== node &&
        (node.sharesDirectoryWith.includes(other.instanceName) ||
          (node.directoryMark !== null &&
            other.directoryMark === node.directoryMark &&
            // What was cloned at the same moment has another name by now.
            other.saysName === node.saysName)),
    )
    if (same.length === 0) return []
    return [
      finding('shared-directory', node, 'failed', {
        message: say('findings.sharedDirectory', { node: node.instanceName }),
        cause: say('findings.sharedDirectoryWhy'),
        remedy: say('findings.sharedDirectoryRemedy'),
        evidence: same.map(({ instanceName, url }) => `${instanceName}, ${url ?? '–'}`),
      }),
    ]
  })
}
