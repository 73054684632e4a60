import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { eachSlave, finding, versionOf, manyMessages, missingAt, type Finding } from './finding.ts'

/** A serializer without the allow-list, or a Java without `--add-opens`, rejects every message. */
export function appliesNothing(facts: FindingFacts): readonly Finding[] {
  return eachSlave(facts, (slave) => {
    const missing = missingAt(slave, facts)
    const verified = slave.messages.some(({ state }) => state === 'verified')
    if (verified || missing.length < manyMessages) return []
    return [
      finding('applies-nothing', slave, 'failed', {
        message: say('findings.appliesNothing', { node: slave.instanceName }),
        cause: say('findings.appliesNothingWhy'),
        remedy: say('findings.appliesNothingRemedy'),
        evidence: [say('findings.seenMissing', { count: missing.length }), ...versionOf(slave)],
      }),
    ]
  })
}
