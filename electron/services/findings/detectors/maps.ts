import { isWrongService } from '../../../contract/features/maps.ts'
import { say } from '../../../sentences/say.ts'
import type { Sentence, Wording } from '../../../sentences/sentence.ts'
import type { FindingFacts, MapFacts } from './facts.ts'
import { eachNode, finding, type Finding } from './finding.ts'

/** As many layers as are named in one finding. */
const mostNamed = 5

/** Layers a node cannot draw, or does not offer although its master does. */
export function failingMaps(facts: FindingFacts): readonly Finding[] {
  return eachNode(facts, (node) => {
    const failing = node.maps?.sights.filter(({ state }) => state === 'failed' || state === 'missing') ?? []
    if (failing.length === 0) return []
    return [
      finding('maps-fail', node, 'failed', {
        message: say('findings.mapsFail', { node: node.instanceName, count: failing.length }),
        cause: say('findings.mapsFailWhy'),
        remedy: say('findings.mapsFailRemedy', { node: node.instanceName }),
        action: 'open-maps',
        evidence: evidenceOf(
          node.maps,
          failing.slice(0, mostNamed).map(({ layer, why }) => ({ layer, found: why ?? say('maps.missing') })),
        ),
      }),
    ]
  })
}

/** Layers a node draws otherwise than its master. */
export function differentMaps(facts: FindingFacts): readonly Finding[] {
  return eachNode(facts, (node) => {
    const different = node.maps?.sights.filter(({ state }) => state === 'different') ?? []
    if (different.length === 0) return []
    return [
      finding('maps-differ', node, 'attention', {
        message: say('findings.mapsDiffer', { node: node.instanceName, count: different.length }),
        cause: say('findings.mapsDifferWhy'),
        remedy: say('findings.mapsDifferRemedy', { node: node.instanceName }),
        action: 'open-maps',
        evidence: evidenceOf(
          node.maps,
          different
            .slice(0, mostNamed)
            .map(({ layer, points, of }) => ({ layer, found: say('maps.points', { points, of }) })),
        ),
      }),
    ]
  })
}

/** Capabilities that say something else than those of the master, or that a node does not give. */
export function differentCapabilities(facts: FindingFacts): readonly Finding[] {
  return eachNode(facts, (node) => {
    const { documents = [], isReference = false } = node.maps ?? {}
    const different = documents.filter((each) => isWrongService(each, isReference))
    if (different.length === 0) return []
    return [
      finding('capabilities-differ', node, 'attention', {
        message: say('findings.capabilitiesDiffer', { node: node.instanceName }),
        cause: say('findings.capabilitiesDifferWhy'),
        remedy: say('findings.capabilitiesDifferRemedy', { node: node.instanceName }),
        action: 'open-maps',
        evidence: evidenceOf(
          node.maps,
          different.map(({ service, why, differences, more }) => ({
            layer: service.toUpperCase(),
            found: why ?? say('maps.differences', { count: differences.length + more }),
          })),
        ),
      }),
    ]
  })
}

/** What was found of layers or services, and when. */
function evidenceOf(
  maps: MapFacts | undefined,
  seen: readonly { readonly layer: string; readonly found: Wording }[],
): readonly Sentence[] {
  const at = maps === undefined ? [] : [say('findings.seenMapsAt', { at: maps.at })]
  return [...seen.map((each) => say('findings.seenLayer', each)), ...at]
}
