import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { eachSlave, finding, type Finding } from './finding.ts'

/** The queue of a node is made by its first connection: until then the broker keeps nothing for it. */
export function neverConnected(facts: FindingFacts): readonly Finding[] {
  return eachSlave(facts, (slave) =>
    slave.hasQueue === false
      ? [
          finding('never-connected', slave, 'failed', {
            message: say('findings.neverConnected', { node: slave.instanceName }),
            cause: say('findings.neverConnectedWhy'),
            remedy: say('findings.neverConnectedRemedy'),
            evidence: [
              say('findings.seenQueues', {
                count: facts.queues.filter(({ role }) => role === 'node').length,
              }),
            ],
          }),
        ]
      : [],
  )
}
