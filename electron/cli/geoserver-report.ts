import type { FoundNode } from '../contract/features/connect.ts'
import type { NodeView } from '../contract/features/inventory.ts'
import type { ClusterNode } from '../nodes/face/cluster-node.ts'
import type { Wording } from '../sentences/sentence.ts'
import { comparisonInWords, healthGiven, healthPiece, type HealthWord } from './node-health.ts'
import type { Output } from './output.ts'
import { bold, yellow } from './styled-text.ts'
import { rolesOf } from './node-description.ts'
import { say } from '../sentences/say.ts'

/** How a GeoServer is, as far as it tells. */
export interface GeoServerReport {
  readonly address: string
  /** Null when it does not give it. */
  readonly instanceName: string | null
  readonly health: HealthWord
  /** What the app found when it compared it last; null when it is not known to have. */
  readonly comparison: NodeView['drift'] | null
  readonly roles: readonly string[]
  readonly group: string | null
  readonly topicName: string | null
  readonly version: string | null
  readonly reasons: readonly Wording[]
}

export function reportOnGeoServer(
  { instanceName, facts }: ClusterNode,
  comparison: NodeView['drift'] | null,
): GeoServerReport {
  const { condition, configured, lastError, remark } = facts
  return {
    address: facts.url ?? '',
    instanceName,
    health: healthGiven(
      condition !== 'answering' ? 'no answer' : configured.value === 'disabled' ? 'disconnected' : 'ok',
      comparison,
    ),
    comparison,
    roles: facts.roles.value ?? [],
    group: facts.group.value ?? null,
    topicName: facts.topicName.value ?? null,
    version: facts.version.value ?? null,
    reasons: [lastError?.message, remark].filter((each) => each !== undefined),
  }
}

/** Of an address where nothing that can be used answers. */
export function reportOnAddress({ url, version, remarks }: FoundNode): GeoServerReport {
  return {
    ...{ address: url, instanceName: null, health: 'no answer', roles: [], group: null, topicName: null },
    comparison: null,
    version,
    reasons: remarks.map(({ message }) => message),
  }
}

export function printGeoServer(report: GeoServerReport, output: Output): void {
  const { address, instanceName, health, roles, group, version, reasons, comparison } = report
  output.line(healthPiece(health, output), bold(instanceName ?? address), '  ', rolesOf(roles, group))
  output.fields(
    [
      [say('cliNodes.address'), address],
      ...(version === null ? [] : [[say('cliNodes.release'), `GeoServer ${version}`] as const]),
      ...(comparison === null ? [] : [[say('cliNodes.compared'), comparisonInWords(comparison)] as const]),
    ],
    '  ',
  )
  for (const reason of reasons) output.line('  ', yellow(reason))
}
