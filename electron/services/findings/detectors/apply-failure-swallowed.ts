import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { eachSlave, finding, sayMessage, manyMessages, missingAt, type Finding } from './finding.ts'

/** A stock slave acknowledges before it applies: what it could not apply is in no queue and in no dead letters. */
export function applyFailureSwallowed(facts: FindingFacts): readonly Finding[] {
  return eachSlave(facts, (slave) => {
    const missing = missingAt(slave, facts)
    const verified = slave.messages.some(({ state }) => state === 'verified')
    if (missing.length === 0 || (!verified && missing.length >= manyMessages)) return []
    return [
      finding('apply-failure-swallowed', slave, 'failed', {
        message: say('findings.applyFailure', { node: slave.instanceName }),
        cause: say('findings.applyFailureWhy'),
        remedy: say('findings.applyFailureRemedy', { node: slave.instanceName }),
        evidence: missing.slice(0, 5).map((each) => sayMessage(each)),
      }),
    ]
  })
}
