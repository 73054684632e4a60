import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { eachSlave, finding, type Finding } from './finding.ts'

/** No message carries these. */
export function uncoveredAreas(facts: FindingFacts): readonly Finding[] {
  return eachSlave(facts, (slave) => {
    const areas = (slave.verdict?.unsent ?? []).filter(
      ({ reference, slave: own, differ }) => (differ ?? Math.abs(reference - own)) > 0,
    )
    if (areas.length === 0) return []
    return [
      finding('uncovered-areas', slave, 'attention', {
        message: say('findings.uncoveredAreas', { node: slave.instanceName }),
        cause: say('findings.uncoveredAreasWhy'),
        remedy: say('findings.uncoveredAreasRemedy'),
        evidence: areas.map(({ area, reference, slave: own, found }) =>
          found === undefined
            ? say('findings.seenArea', { area, reference, slave: own })
            : say('findings.seenInArea', { area: say(`unsent.${area}`), found }),
        ),
      }),
    ]
  })
}
