import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { clusterFinding, type Finding } from './finding.ts'

/** A reload of a master publishes a burst of settings and services, each as if it were new. */
export function reloadOnMaster(facts: FindingFacts): readonly Finding[] {
  return facts.bursts.map(({ sender, at, messages }) =>
    clusterFinding('reload-on-master', `${sender} ${at}`, 'attention', {
      message: say('findings.reloadOnMaster', { node: sender }),
      cause: say('findings.reloadOnMasterWhy'),
      remedy: say('findings.reloadOnMasterRemedy'),
      evidence: [say('findings.seenBurst', { count: messages, at: new Date(at).toISOString() })],
    }),
  )
}
