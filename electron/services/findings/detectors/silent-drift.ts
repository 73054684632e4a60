import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { eachSlave, finding, restingOn, type Finding } from './finding.ts'

/** Something changed on a slave that no message speaks of. */
export function silentDrift(facts: FindingFacts): readonly Finding[] {
  return eachSlave(facts, (slave) => {
    if (slave.verdict === undefined || slave.pending !== 0) return []
    const told = new Set(slave.messages.flatMap(({ objectId }) => objectId ?? []))
    const untold = slave.verdict.entries.filter((entry) => entry.kind !== 'style' && !told.has(entry.id))
    if (untold.length === 0) return []
    return [
      finding('silent-drift', slave, 'attention', {
        message: say('findings.silentDrift', { node: slave.instanceName }),
        cause: say('findings.silentDriftWhy'),
        remedy: say('findings.silentDriftRemedy'),
        evidence: untold.slice(0, 5).map(({ title }) => title),
        ...restingOn(untold),
      }),
    ]
  })
}
