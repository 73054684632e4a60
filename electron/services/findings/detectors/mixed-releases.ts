import { parseRelease } from '../../../catalog/kinds/release.ts'
import { propertiesOf } from '../../../catalog/kinds/table.ts'
import { say } from '../../../sentences/say.ts'
import { refusedFields } from '../../../wire/receiver.ts'
import type { FindingFacts } from './facts.ts'
import { eachSlave, finding, type Finding } from './finding.ts'

/** A slave refuses every message about the global settings in which its master's release has a field its own has not. */
export function mixedReleases(facts: FindingFacts): readonly Finding[] {
  return eachSlave(facts, (slave) => {
    const masters = facts.nodes.flatMap((master) => {
      const isOther = master !== slave && master.roles?.includes('master') === true
      const fields = isOther ? refused(master.version, slave.version) : []
      return fields.length === 0 ? [] : [{ master, fields }]
    })
    if (masters.length === 0) return []
    const releaseOf = ({ instanceName: node, version }: typeof slave) =>
      say('findings.seenRelease', { node, version: version ?? '–' })
    return [
      finding('mixed-releases', slave, 'attention', {
        message: say('findings.mixedReleases', { node: slave.instanceName }),
        cause: say('findings.mixedReleasesWhy'),
        remedy: say('findings.mixedReleasesRemedy', { node: slave.instanceName }),
        evidence: [
          releaseOf(slave),
          ...masters.flatMap(({ master, fields }) => [
            releaseOf(master),
            say('findings.seenRefusedFields', { node: master.instanceName, fields }),
          ]),
        ],
      }),
    ]
  })
}

function refused(sender: string | null, reader: string | null): readonly string[] {
  const [from, to] = [parseRelease(sender ?? ''), parseRelease(reader ?? '')]
  return from === undefined || to === undefined
    ? []
    : refusedFields(propertiesOf('global', 'global'), from, to)
}
