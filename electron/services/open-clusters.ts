import type { z } from 'zod'
import { isDeepStrictEqual } from 'node:util'
import type { Application } from '../contract/features/application.ts'
import type { inventoryStreams } from '../contract/features/inventory.ts'
import {
  mostOpenClusters,
  type ClusterState,
  type OpenedCluster,
  type Profile,
} from '../contract/features/profiles.ts'
import type { Severity } from '../contract/shared.ts'
import { failure } from '../errors/failure.ts'
import type { Clusters } from './cluster/clusters.ts'
import type { OpenCluster } from './cluster/open-cluster.ts'
import type { RunningCluster } from './cluster/running-cluster.ts'
import type { ApplicationEvents } from './events/application-events.ts'
import type { EventHub } from './events/event-hub.ts'
import type { OneCluster } from './one-cluster.ts'

export interface ClusterPicture {
  readonly cluster: ClusterState
  readonly inventory: z.output<(typeof inventoryStreams)['nodes']['item']>
}

/**
 * The clusters that are open side by side. One of them is shown: what the contract offers for a cluster is answered by
 * that one. There is always one to show; while no cluster is open, it is empty.
 */
export class OpenClusters implements Clusters {
  readonly #hub: EventHub<ApplicationEvents>
  readonly #make: () => OneCluster
  /** In the order they were opened, each with the profile it is for. */
  readonly #profiles = new Map<OneCluster, string | undefined>()
  #shown: OneCluster
  readonly services: OneCluster['services']
  readonly sources: Pick<Application['sources'], keyof OneCluster['sources']>

  /**
   * @param hub of the application
   * @param make a place for one more cluster
   */
  constructor(hub: EventHub<ApplicationEvents>, make: () => OneCluster) {
    this.#hub = hub
    this.#make = make
    this.#shown = this.#add()
    const service = <Name extends keyof OneCluster['services']>(name: Name) =>
      answeredBy(() => this.#shown.services[name])
    this.services = {
      inventory: service('inventory'),
      metrics: service('metrics'),
      messages: service('messages'),
      configuration: service('configuration'),
      resync: service('resync'),
      several: service('several'),
      findings: service('findings'),
      brokers: service('brokers'),
      maps: service('maps'),
    }
    this.sources = {
      profiles: {
        cluster: this.#ofShown(({ sources }) => sources.profiles.cluster),
        opened: (_input, emit, signal) => {
          let told: readonly OpenedCluster[] | undefined
          this.watch((clusters) => {
            const opened = clusters.flatMap(({ cluster, inventory }) =>
              openedCluster(cluster, inventory.worst),
            )
            if (isDeepStrictEqual(opened, told)) return
            told = opened
            emit([opened])
          }, signal)
        },
      },
      inventory: { nodes: this.#ofShown(({ sources }) => sources.inventory.nodes) },
      metrics: answeredBy(() => this.#shown.sources.metrics),
      messages: answeredBy(() => this.#shown.sources.messages),
      activity: answeredBy(() => this.#shown.sources.activity),
    }
  }

  get shown(): OneCluster {
    return this.#shown
  }

  get all(): readonly OneCluster[] {
    return [...this.#profiles.keys()]
  }

  /** The profiles of those that are open; the one that is shown comes last. */
  get opened(): readonly string[] {
    const others = this.all.filter((one) => one !== this.#shown)
    return [...others, this.#shown].flatMap((one) => this.#profiles.get(one) ?? [])
  }

  get state(): ClusterState {
    return this.#shown.cluster.state
  }

  get current(): RunningCluster | undefined {
    return this.#shown.cluster.current
  }

  required(): OpenCluster {
    return this.#shown.cluster.required()
  }

  isOpen(profileId: string): boolean {
    const { profile, state } = this.#of(profileId)?.cluster.state ?? {}
    // Another one may still be closing where it is to be opened.
    return state === 'open' && profile?.id === profileId
  }

  async open(profile: Profile): Promise<ClusterState> {
    const one = this.#of(profile.id) ?? this.#empty() ?? this.#add()
    this.#profiles.set(one, profile.id)
    this.#show(one)
    return this.isOpen(profile.id) ? one.cluster.state : one.cluster.open(profile)
  }

  async follow(saved: Profile): Promise<void> {
    await this.#of(saved.id)?.cluster.follow(saved)
  }

  async close(profileId: string): Promise<void> {
    const one = this.#of(profileId)
    if (one === undefined) return
    this.#profiles.set(one, undefined)
    const { profile } = one.cluster.state
    await one.cluster.close()
    if (profile !== null) this.#hub.emit('closed', profile)
    // Somebody may have opened another one in it meanwhile.
    const isEmpty = this.#profiles.get(one) === undefined
    if (isEmpty && this.#profiles.size > 1) {
      this.#profiles.delete(one)
      await one.close()
    }
    this.#show(this.#profiles.has(this.#shown) ? this.#shown : (this.all.at(-1) ?? this.#add()))
  }

  async closeAll(): Promise<void> {
    await Promise.all(this.all.map((one) => one.close()))
  }

  /** Tells how each open cluster is, now and at every change, until the signal is aborted. */
  watch(tell: (clusters: readonly ClusterPicture[]) => void, signal: AbortSignal): void {
    const pictures = new Map<OneCluster, ClusterPicture['inventory']>()
    const ends = new Map<OneCluster, AbortController>()
    const tellAll = (): void => {
      const open = this.all.filter(({ cluster }) => cluster.state.state !== 'closed')
      tell(
        open.flatMap((one) => {
          const inventory = pictures.get(one)
          return inventory === undefined ? [] : [{ cluster: one.cluster.state, inventory }]
        }),
      )
    }
    const followAll = (): void => {
      for (const [one, end] of ends) {
        if (this.#profiles.has(one)) continue
        end.abort()
        ends.delete(one)
        pictures.delete(one)
      }
      for (const one of this.all) {
        if (ends.has(one)) continue
        const end = new AbortController()
        ends.set(one, end)
        const take = (items: readonly ClusterPicture['inventory'][]): void => {
          const newest = items.at(-1)
          if (newest === undefined) return
          pictures.set(one, newest)
          tellAll()
        }
        one.sources.inventory.nodes({}, take, AbortSignal.any([signal, end.signal]))
      }
      tellAll()
    }
    followAll()
    this.#hub.on('clusters', followAll, signal)
  }

  #of(profileId: string): OneCluster | undefined {
    return this.all.find((one) => this.#profiles.get(one) === profileId)
  }

  /** One nothing is open in: what could not be opened makes room. */
  #empty(): OneCluster | undefined {
    return this.all.find(
      (one) =>
        this.#profiles.get(one) === undefined ||
        (one.cluster.state.state === 'failed' && one.cluster.current === undefined),
    )
  }

  #add(): OneCluster {
    if (this.#profiles.size >= mostOpenClusters)
      throw failure('PLB-CLUSTER-TOO-MANY', { limit: mostOpenClusters })
    const one = this.#make()
    this.#profiles.set(one, undefined)
    return one
  }

  #show(one: OneCluster): void {
    this.#shown = one
    this.#hub.emit('clusters', undefined)
  }

  /** A stream of the cluster that is shown, which goes on with the next one that is. */
  #ofShown<Input, Item>(
    pick: (one: OneCluster) => (input: Input, emit: Emit<Item>, signal: AbortSignal) => void,
  ) {
    return (input: Input, emit: Emit<Item>, signal: AbortSignal): void => {
      let followed: { readonly one: OneCluster; readonly end: AbortController } | undefined
      const follow = (): void => {
        if (followed?.one === this.#shown) return
        followed?.end.abort()
        followed = { one: this.#shown, end: new AbortController() }
        pick(this.#shown)(input, emit, AbortSignal.any([signal, followed.end.signal]))
      }
      follow()
      this.#hub.on('clusters', follow, signal)
    }
  }
}

type Emit<Item> = (items: readonly Item[]) => void

/** Has what is asked of it answered by whatever `pick` gives at that moment. */
function answeredBy<Answering extends object>(pick: () => Answering): Answering {
  return new Proxy(pick(), { get: (_first, name): unknown => Reflect.get(pick(), name) })
}

function openedCluster({ profile, state }: ClusterState, worst: Severity): OpenedCluster[] {
  return profile === null ? [] : [{ id: profile.id, name: profile.name, state, worst }]
}
