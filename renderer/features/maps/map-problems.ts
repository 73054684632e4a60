import {
  isWrong,
  isWrongService,
  type DocumentDifference,
  type DocumentSight,
  type MapNode,
  type MapReport,
  type Sight,
} from '../../../electron/contract/features/maps.ts'
import type { Wording } from '../../../electron/contract/wording.ts'
import type { Severity } from '../../../electron/contract/shared.ts'

interface Common {
  readonly key: string
  readonly instanceName: string
  /** The layer, or the service in capitals. */
  readonly about: string
  readonly state: 'different' | 'failed' | 'missing'
  readonly severity: Severity
}

/** A layer or a service that is wrong on a node. */
export type MapProblem =
  | (Common & { readonly type: 'layer'; readonly sight: Sight })
  | (Common & { readonly type: 'service'; readonly document: DocumentSight })

/** What is wrong, what failed before what differs, and then by layer and node. */
export function problemsOf({ nodes, documents, layers }: MapReport): readonly MapProblem[] {
  const references = new Set(
    nodes.filter(({ reference }) => reference === null).map(({ instanceName }) => instanceName),
  )
  const services = documents
    .filter((each) => isWrongService(each, references.has(each.instanceName)))
    .map((document): MapProblem => {
      const about = document.service.toUpperCase()
      return { type: 'service', document, ...commonOf('service', about, document) }
    })
  const wrong = layers.flatMap(({ layer, sights }) =>
    sights
      .filter(({ state }) => isWrong(state))
      .map((sight): MapProblem => ({ type: 'layer', sight, ...commonOf('layer', layer, sight) })),
  )
  return [...services, ...wrong].toSorted(
    (one, other) =>
      Number(one.severity !== 'failed') - Number(other.severity !== 'failed') ||
      one.about.localeCompare(other.about) ||
      one.instanceName.localeCompare(other.instanceName, undefined, { numeric: true }),
  )
}

function commonOf(
  type: MapProblem['type'],
  about: string,
  { instanceName, state }: Pick<Sight, 'instanceName' | 'state'>,
): Common {
  const wrong = state === 'failed' || state === 'missing' ? state : 'different'
  return {
    ...{ key: `${type} ${instanceName} ${about}`, instanceName, about, state: wrong },
    severity: wrong === 'different' ? 'attention' : 'failed',
  }
}

/** What documents say otherwise, as a text of each side. */
export function textsOf(
  differences: readonly DocumentDifference[],
  wholeService: string,
): { readonly reference: string; readonly node: string } {
  const text = (side: 'reference' | 'node'): string =>
    differences
      .flatMap((each) => {
        const value = each[side]
        return value === null ? [] : [`${each.layer ?? wholeService} · ${each.what}: ${value}`]
      })
      .join('\n')
  return { reference: text('reference'), node: text('node') }
}

/** Nodes that draw no maps, together where they do for the same reason. */
export function withoutMaps(
  nodes: readonly MapNode[],
): readonly { readonly why: Wording; readonly names: readonly string[] }[] {
  const groups = new Map<string, { readonly why: Wording; readonly names: string[] }>()
  for (const { instanceName, why } of nodes) {
    if (why === null) continue
    const key = JSON.stringify(why)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { why, names: [instanceName] })
    else group.names.push(instanceName)
  }
  return [...groups.values()]
}
