import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { eachSlave, finding, restingOn, type Finding } from './finding.ts'

/** Bodies of styles are files beside the catalog, and part company with it. */
export function styleFiles(facts: FindingFacts): readonly Finding[] {
  return eachSlave(facts, (slave) => {
    const styles = (slave.verdict?.entries ?? []).filter(({ kind }) => kind === 'style')
    if (styles.length === 0) return []
    return [
      finding('style-files', slave, 'attention', {
        message: say('findings.styleFiles', { node: slave.instanceName }),
        cause: say('findings.styleFilesWhy'),
        remedy: say('findings.styleFilesRemedy', { node: slave.instanceName }),
        evidence: styles.slice(0, 5).map(({ title }) => title),
        ...restingOn(styles),
      }),
    ]
  })
}
