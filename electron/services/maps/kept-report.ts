import { join } from 'node:path'
import { z } from 'zod'
import { mapReport, type LookedAtLayer, type MapReport } from '../../contract/features/maps.ts'
import { JsonFile, type StateFiles } from '../../state/json-file.ts'
import type { Looked } from './look.ts'

const mapsFile = z.object({
  version: z.literal(1),
  everyMinutes: z.number().nullable(),
  report: mapReport.nullable(),
})

/** What is kept of one cluster; of more, what was looked at longest ago goes. */
const mostSights = 8_000

/** What a cluster's maps were like when they were looked at last, and how often that is to be done. */
export class KeptReport {
  readonly #file: JsonFile<typeof mapsFile>

  constructor({ directory, ...rest }: StateFiles & { readonly directory: string }) {
    this.#file = new JsonFile({
      ...{ path: join(directory, 'maps.json'), schema: mapsFile, version: 1 },
      ...{ initial: { version: 1, everyMinutes: null, report: null }, ...rest },
    })
  }

  get report(): MapReport | null {
    return this.#file.value.report
  }

  get everyMinutes(): number | null {
    return this.#file.value.everyMinutes
  }

  schedule(everyMinutes: number | null): void {
    this.#file.set({ ...this.#file.value, everyMinutes })
  }

  keep(report: MapReport): void {
    this.#file.set({ ...this.#file.value, report })
  }
}

/** What a look is kept with. */
export interface LookMade extends Pick<MapReport, 'startedAt' | 'finishedAt' | 'nodes'> {
  readonly looked: Looked
  readonly asked: readonly string[]
  /** Whether layers were named, so that nothing is known of which others there are. */
  readonly isOfSomeLayers: boolean
}

/** A report of a look, with what was found before of what was not looked at now. */
export function merged(before: MapReport | null, made: LookMade): MapReport {
  const { looked, asked, nodes, isOfSomeLayers } = made
  const [isNode, wasAsked] = [new Set(nodes.map(({ instanceName }) => instanceName)), new Set(asked)]
  const isKept = ({ instanceName }: { readonly instanceName: string }): boolean =>
    isNode.has(instanceName) && !wasAsked.has(instanceName)
  const layers = new Map(looked.layers.map((each) => [each.layer, each]))
  const isOffered = new Set(looked.offered)
  const isOfAllNodes = wasAsked.size === nodes.filter(({ why }) => why === null).length
  for (const old of before?.layers ?? []) {
    const now = layers.get(old.layer)
    const isGone = isOfAllNodes && !isOfSomeLayers && looked.offered.length > 0 && !isOffered.has(old.layer)
    if (now !== undefined)
      layers.set(old.layer, { ...now, sights: [...old.sights.filter(isKept), ...now.sights] })
    else if (!isGone)
      layers.set(old.layer, { ...old, sights: old.sights.filter((each) => isNode.has(each.instanceName)) })
  }
  const found = newest([...layers.values()].filter(({ sights }) => sights.length > 0))
  const known = new Set(found.map(({ layer }) => layer))
  return {
    ...{ startedAt: made.startedAt, finishedAt: made.finishedAt, nodes: [...nodes] },
    documents: [...(before?.documents ?? []).filter(isKept), ...looked.documents],
    layers: found,
    left: looked.offered.filter((each) => !known.has(each)).length,
    requests: looked.requests,
  }
}

/** As many as are kept, by name. */
function newest(layers: readonly LookedAtLayer[]): LookedAtLayer[] {
  let sights = 0
  return layers
    .toSorted((one, other) => other.at - one.at)
    .filter((each) => {
      sights += each.sights.length
      return sights <= mostSights
    })
    .toSorted((one, other) => (one.layer < other.layer ? -1 : 1))
}
