import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { eachSlave, finding, type Finding } from './finding.ts'

/** A slave publishes its own changes after the first message it applied, whatever toggleMaster says. */
export function publishingSlave(facts: FindingFacts): readonly Finding[] {
  return eachSlave(facts, (slave) =>
    slave.roles?.includes('master') === false && slave.publishedAt !== null
      ? [
          finding('publishing-slave', slave, 'attention', {
            message: say('findings.publishingSlave', { node: slave.instanceName }),
            cause: say('findings.publishingSlaveWhy'),
            remedy: say('findings.publishingSlaveRemedy', { node: slave.instanceName }),
            evidence: [say('findings.seenPublished', { at: slave.publishedAt })],
          }),
        ]
      : [],
  )
}
