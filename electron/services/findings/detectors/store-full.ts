import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { clusterFinding, fullFrom, type Finding } from './finding.ts'

const hour = 60 * 60_000
/** A store that will be full before somebody looks again. */
const soon = 24 * hour

/** A broker whose store or memory is full keeps publishers waiting, and GeoServer with them. */
export function storeFull(facts: FindingFacts): readonly Finding[] {
  const { storePercent, storeFullIn, memoryPercent } = facts
  const found: Finding[] = []
  const isFilling = storeFullIn !== null && storeFullIn <= soon
  if (storePercent !== null && (storePercent >= fullFrom || isFilling)) {
    found.push(
      clusterFinding('store-full', 'store', severityOf(storePercent), {
        message: say('findings.storeFull', { percent: storePercent }),
        cause: say('findings.storeFullWhy'),
        remedy: say('findings.storeFullRemedy'),
        evidence: [
          storeFullIn === null
            ? say('findings.seenNoGrowth')
            : say('findings.seenGrowth', { hours: Math.floor(storeFullIn / hour) }),
          ...fullestQueues(facts),
        ],
      }),
    )
  }
  if (memoryPercent !== null && memoryPercent >= fullFrom) {
    found.push(
      clusterFinding('memory-full', 'memory', severityOf(memoryPercent), {
        message: say('findings.memoryFull', { percent: memoryPercent }),
        cause: say('findings.memoryFullWhy'),
        remedy: say('findings.memoryFullRemedy'),
        evidence: fullestQueues(facts),
      }),
    )
  }
  return found
}

function severityOf(percent: number): Finding['severity'] {
  return percent >= 100 ? 'failed' : 'attention'
}

function fullestQueues({ queues }: FindingFacts): Finding['evidence'] {
  return queues
    .filter(({ depth }) => (depth ?? 0) > 0)
    .toSorted((left, right) => (right.depth ?? 0) - (left.depth ?? 0))
    .slice(0, 3)
    .map(({ name, depth }) => say('findings.seenDepth', { queue: name, count: depth ?? 0 }))
}
