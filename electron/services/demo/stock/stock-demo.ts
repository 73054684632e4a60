import { join } from 'node:path'
import {
  isImitation,
  type ClusterState,
  type Profile,
  type ProfileDraft,
} from '../../../contract/features/profiles.ts'
import { failure } from '../../../errors/failure.ts'
import { say } from '../../../sentences/say.ts'
import type { LanguageTag } from '../../../languages/tags.ts'
import type { Sentence } from '../../../sentences/sentence.ts'
import type { FileSystem } from '../../../storage/files.ts'
import type { ApplicationEvents } from '../../events/application-events.ts'
import type { Clusters } from '../../cluster/clusters.ts'
import type { EventHub } from '../../events/event-hub.ts'
import { demoName } from '../demo-names.ts'
import { StockDemoCluster, type StockNodeName, stockProfile } from './stock-cluster.ts'
import { damageByHand, makeQuirks } from './by-hand.ts'

export interface StockDemoOptions {
  /** Where profiles are kept. */
  readonly store: {
    readonly all: readonly Profile[]
    save(draft: ProfileDraft, demo: boolean): Promise<Profile>
  }
  readonly clusters: Pick<Clusters, 'open' | 'close'>
  readonly hub: EventHub<ApplicationEvents>
  readonly stateDirectory: string
  readonly fileSystem: FileSystem
  /** What the cluster is named in. */
  readonly language: () => LanguageTag
  /** Told of errors nobody waits for. */
  readonly report: (error: unknown) => void
}

/** The slave that is damaged to learn resync by doing. */
const slaveToBreak: StockNodeName = 'gs-b'

/** The app's demo on imitations of GeoServers, which run for as long as their cluster is open. */
export class StockDemo {
  readonly #options: StockDemoOptions
  #running: StockDemoCluster | undefined
  #stopped: Promise<unknown> = Promise.resolve()

  constructor(options: StockDemoOptions) {
    this.#options = options
    options.hub.on('closed', (profile) => {
      if (isImitation(profile)) this.stop().catch(options.report)
    })
  }

  /** Starts the imitations anew, each with the sample catalog, and opens their cluster. */
  async open(signal: AbortSignal, tell: (message: Sentence) => void): Promise<ClusterState> {
    const { store, clusters, stateDirectory, fileSystem } = this.#options
    const before = store.all.find(isImitation)
    if (before !== undefined) await clusters.close(before.id)
    await this.stop()
    tell(say('imitation.starting'))
    const directory = join(stateDirectory, 'demo-stock')
    const imitations = await StockDemoCluster.start(directory, fileSystem, signal)
    try {
      makeQuirks(imitations.node('gs-master').node)
      const draft = stockProfile(imitations, before?.id)
      const name = await demoName({ ...draft, demo: true }, this.#options.language())
      const profile = await store.save({ ...draft, name }, true)
      const opened = clusters.open(profile)
      // From here on whatever closes the cluster ends them.
      this.#running = imitations
      return await opened
    } catch (error) {
      await imitations.stop()
      throw error
    }
  }

  /**
   * Does to a slave by hand what should not be done to one.
   * @throws PLB-DEMO-NOT-OPEN
   */
  breakSlave(): { readonly instanceName: string; readonly damage: readonly Sentence[] } {
    if (this.#running === undefined) throw failure('PLB-DEMO-NOT-OPEN', {})
    return { instanceName: slaveToBreak, damage: damageByHand(this.#running.node(slaveToBreak).node) }
  }

  async stop(): Promise<void> {
    const running = this.#running
    this.#running = undefined
    if (running !== undefined) this.#stopped = Promise.all([this.#stopped, running.stop()])
    await this.#stopped
  }
}
