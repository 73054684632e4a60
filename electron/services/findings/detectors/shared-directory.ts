import { say } from '../../../sentences/say.ts'
import type { FindingFacts, GeoServerFacts } from './facts.ts'
import { eachNode, finding, type Finding } from './finding.ts'

/** Two nodes on one data directory overwrite each other. */
export function sharedDirectory(facts: FindingFacts): readonly Finding[] {
  return eachNode(facts, (node) => {
    const same = facts.nodes.filter(
      (other) =>
        other !== node &&
        (node.sharesDirectoryWith?.includes(other.instanceName) ?? isAtSamePoint(node, other)),
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

/** Where no log tells; what was cloned at the same moment has another name by now. */
function isAtSamePoint({ directoryMark, saysName }: GeoServerFacts, other: GeoServerFacts): boolean {
  return directoryMark !== null && other.directoryMark === directoryMark && other.saysName === saysName
}
