import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from '../facts.ts'
import { clusterFinding, fullFrom, type Finding } from '../finding.ts'

/** A broker whose store is full keeps publishers waiting, and GeoServer with them. */
export function storeFull(facts: FindingFacts): readonly Finding[] {
  return facts.storePercent !== null && facts.storePercent >= fullFrom
    ? [
        clusterFinding('store-full', 'store', facts.storePercent >= 100 ? 'failed' : 'attention', {
          message: say('findings.storeFull', { percent: facts.storePercent }),
          cause: say('findings.storeFullWhy'),
          remedy: say('findings.storeFullRemedy'),
          evidence: facts.queues
            .filter(({ depth }) => (depth ?? 0) > 0)
            .toSorted((left, right) => (right.depth ?? 0) - (left.depth ?? 0))
            .slice(0, 3)
            .map(({ name, depth }) => say('findings.seenDepth', { queue: name, count: depth ?? 0 })),
        }),
      ]
    : []
}
