import type { Offers, Service } from '../../contract/features/application.ts'
import { isWrong, type MapNode, type MapReport } from '../../contract/features/maps.ts'
import { failure, wordingOf } from '../../errors/failure.ts'
import { offerOf } from '../../geoserver/ows/capabilities.ts'
import { repeatedly, type Clock } from '../../scheduler/clock.ts'
import { say } from '../../sentences/say.ts'
import type { StateFiles } from '../../state/json-file.ts'
import type { OpenCluster } from '../cluster/open-cluster.ts'
import type { ApplicationEvents } from '../events/application-events.ts'
import type { EventHub } from '../events/event-hub.ts'
import { KeptReport, merged } from './kept-report.ts'
import { answered, lookAtMaps, shownExtent, sizeOf, usualLimits, type MapLimits } from './look.ts'
import { comparePictures, unpacked } from './pictures.ts'
import { namedWithReferences, nodesWithMaps, type AskedNode } from './references.ts'

export interface MapsOptions extends StateFiles {
  readonly required: () => OpenCluster
  readonly current: () => OpenCluster | undefined
  readonly hub: EventHub<ApplicationEvents>
  readonly clock: Clock
  /** Told when something else was found. */
  readonly looked: () => void
  readonly limits?: MapLimits
}

type MapsService = Service<'maps'>
type LookCall = Parameters<MapsService['look']>[1]

const scheduleInterval = 60_000

/** What the users of maps see: looked at when somebody asks, and from time to time where that is wanted. */
export class Maps implements Offers<'maps'> {
  readonly #options: MapsOptions
  readonly #stop = new AbortController()
  #kept: { readonly directory: string; readonly report: KeptReport } | undefined
  #running: AbortController | undefined
  #cancelTimer: () => void = () => undefined

  constructor(options: MapsOptions) {
    this.#options = options
    options.hub.on(
      'cluster',
      ({ state }) => {
        if (state === 'closed') this.#running?.abort()
      },
      this.#stop.signal,
    )
  }

  /** Looks from now on whenever it is time to. */
  start(): void {
    this.#cancelTimer = repeatedly(this.#options.clock, scheduleInterval, () => this.lookIfDue())
  }

  close(): void {
    this.#cancelTimer()
    this.#stop.abort()
    this.#running?.abort()
  }

  get service(): MapsService {
    return {
      latest: () => {
        const cluster = this.#options.required()
        const { report, everyMinutes } = this.#keptOf(cluster)
        return {
          ...{ report, everyMinutes, isRunning: this.#running !== undefined },
          nodes: nodesOf(cluster, nodesWithMaps(cluster.nodes)),
        }
      },
      look: (input, call) => this.#look(input, call),
      compare: ({ instanceName, layer }, { signal }) => this.#compare(instanceName, layer, signal),
      extent: async ({ instanceName, layer }, { signal }) => {
        const server = await this.#options.required().nodes.required(instanceName).maps()
        return { extent: shownExtent(offerOf(await server.capabilities('wms', signal)), layer) }
      },
      picture: async ({ instanceName, ...request }, { signal }) => {
        const server = await this.#options.required().nodes.required(instanceName).maps()
        return { picture: (await server.picture(request, signal)).toString('base64') }
      },
      schedule: ({ everyMinutes }) => {
        this.#keptOf(this.#options.required()).schedule(everyMinutes)
        return {}
      },
    }
  }

  /** What was found last in the cluster that is open. */
  get latest(): MapReport | null {
    const current = this.#options.current()
    return current === undefined ? null : this.#keptOf(current).report
  }

  /** Looks at all maps when that was asked for and its time has come; what goes wrong is told as activity. */
  async lookIfDue(): Promise<void> {
    const { current, now, hub } = this.#options
    const cluster = current()
    if (cluster === undefined || this.#running !== undefined) return
    const { everyMinutes, report: before } = this.#keptOf(cluster)
    if (everyMinutes === null) return
    if (before !== null && now() < before.finishedAt + everyMinutes * 60_000) return
    try {
      const call = { signal: this.#stop.signal, progress: () => undefined }
      const found = await this.#look({ instanceNames: [], layers: [] }, call)
      const count = found.layers.flatMap(({ sights }) => sights).filter(({ state }) => isWrong(state)).length
      const severity = count === 0 ? 'ok' : 'attention'
      hub.emit('activity', {
        at: now(),
        instanceName: null,
        severity,
        message: say('maps.looked', { count }),
      })
    } catch (error) {
      // It may have been cancelled with its cluster.
      if (current() !== cluster || this.#stop.signal.aborted) return
      const message = say('maps.notLooked', { reason: wordingOf(error) })
      hub.emit('activity', { at: now(), instanceName: null, severity: 'attention', message })
    }
  }

  async #look(
    { instanceNames, layers }: Parameters<MapsService['look']>[0],
    { signal, progress }: LookCall,
  ): Promise<MapReport> {
    const { required, now, limits = usualLimits } = this.#options
    if (this.#running !== undefined) throw failure('PLB-MAPS-RUNNING', {})
    const cluster = required()
    for (const each of instanceNames) cluster.nodes.required(each)
    const kept = this.#keptOf(cluster)
    const own = new AbortController()
    const both = AbortSignal.any([signal, own.signal])
    this.#running = own
    try {
      const startedAt = now()
      const all = nodesWithMaps(cluster.nodes)
      const asked = namedWithReferences(all, instanceNames)
      const lookedAt = new Map(kept.report?.layers.map(({ layer, at }) => [layer, at]))
      const looked = await lookAtMaps({
        ...{ asked, layers, limits, now, progress, signal: both },
        lookedAt: (layer) => lookedAt.get(layer),
      })
      const nodes = nodesOf(cluster, all)
      const found = merged(kept.report, {
        ...{ startedAt, finishedAt: now(), nodes, looked, isOfSomeLayers: layers.length > 0 },
        asked: asked.map(({ node }) => node.instanceName),
      })
      // What was found until it was cancelled is true all the same.
      kept.keep(found)
      this.#options.looked()
      both.throwIfAborted()
      return found
    } finally {
      this.#running = undefined
    }
  }

  async #compare(
    instanceName: string,
    layer: string,
    signal: AbortSignal,
  ): Promise<Awaited<ReturnType<MapsService['compare']>>> {
    const { required, now } = this.#options
    const { nodes } = required()
    const node = nodes.required(instanceName)
    const server = await node.maps()
    const name =
      nodesWithMaps(nodes).find((each) => each.node.instanceName === instanceName)?.reference ?? null
    const other = name === null ? undefined : await nodes.required(name).maps()
    // Both draw the part the reference says the layer has.
    const offer = await answered((other ?? server).capabilities('wms', signal).then(offerOf), signal)
    const extent = shownExtent(offer.value, layer)
    const draw = async (from: typeof server) =>
      answered(from.picture({ layer, extent, ...sizeOf(extent) }, signal), signal)
    const [own, expected] = await Promise.all([draw(server), other === undefined ? undefined : draw(other)])
    const [left, right] = [expected?.value && unpacked(expected.value), own.value && unpacked(own.value)]
    const compared = left === undefined || right === undefined ? undefined : comparePictures(left, right)
    const shown = ({ value, why }: typeof own) => ({
      picture: value?.toString('base64') ?? null,
      why: why ?? null,
    })
    return {
      at: now(),
      reference: name === null || expected === undefined ? null : { instanceName: name, ...shown(expected) },
      node: shown(own),
      difference:
        compared === undefined
          ? null
          : { picture: compared.difference().toString('base64'), points: compared.points, of: compared.of },
      extent,
    }
  }

  #keptOf({ directory }: OpenCluster): KeptReport {
    const { fileSystem, notices, now } = this.#options
    if (this.#kept?.directory !== directory)
      this.#kept = { directory, report: new KeptReport({ directory, fileSystem, notices, now }) }
    return this.#kept.report
  }
}

/** All nodes of a cluster, those that draw no maps with the reason. */
function nodesOf({ nodes }: OpenCluster, asked: readonly AskedNode[]): MapNode[] {
  const references = new Map(asked.map(({ node, reference }) => [node.instanceName, reference]))
  return nodes.all.map((node) => ({
    instanceName: node.instanceName,
    reference: references.get(node.instanceName) ?? null,
    why: node.why('maps'),
  }))
}
