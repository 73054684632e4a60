import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { clusterFinding, type Finding } from './finding.ts'

/** A node that was taken down or renamed leaves its queue behind. */
export function abandonedQueue(facts: FindingFacts): readonly Finding[] {
  return facts.queues
    .filter(({ role }) => role === 'orphan')
    .map(({ name, depth }) =>
      clusterFinding('abandoned-queue', name, 'attention', {
        message: say('findings.abandonedQueue', { queue: name }),
        cause: say('findings.abandonedQueueWhy'),
        remedy: say('findings.abandonedQueueRemedy'),
        evidence: depth === null ? [] : [say('findings.seenPending', { count: depth })],
      }),
    )
}
