import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { clusterFinding, type Finding } from './finding.ts'

/** Embedded brokers are not bridged: nodes at one do not hear what nodes at another publish. */
export function severalBrokers({ together }: Pick<FindingFacts, 'together'>): readonly Finding[] {
  const [use, ...others] = together
  if (use === undefined || others.length === 0) return []
  return [
    clusterFinding('several-brokers', use, 'attention', {
      message: say('findings.severalBrokers', { use }),
      cause: say('findings.severalBrokersWhy'),
      remedy: say('findings.severalBrokersRemedy', { use, others }),
      evidence: together.map((url) => say('findings.seenBroker', { url })),
    }),
  ]
}
