import { join } from 'node:path'
import type { StateFiles } from '../../state/json-file.ts'
import type { Clock } from '../../scheduler/clock.ts'
import type { Settings } from '../../contract/features/settings.ts'
import { initialSettings } from '../settings/settings.ts'
import type { Multicast } from '../../broker/discovery/multicast.ts'
import type { ClusterState, Profile } from '../../contract/features/profiles.ts'
import { failure, type Failure, wordingOf } from '../../errors/failure.ts'
import type { ApplicationEvents } from '../events/application-events.ts'
import type { EventHub } from '../events/event-hub.ts'
import type { MessageSink } from './message-sink.ts'
import type { ClusterAccess, OpenCluster } from './open-cluster.ts'
import { RunningCluster, type RunningClusterOptions } from './running-cluster.ts'
import { say } from '../../sentences/say.ts'

export interface ClusterServiceOptions extends StateFiles {
  readonly stateDirectory: string
  /** Why the state directory is gone when the application ends; undefined when it stays. */
  readonly temporary?: Failure | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly hub: EventHub<ApplicationEvents>
  readonly clock?: Clock
  readonly multicast: Multicast
  /** How embedded brokers are hosted; the demo's never but for this program alone. */
  readonly hosting: () => Settings['embeddedBroker']
  readonly embeddedBrokerPort?: number
  readonly openSink: ((cluster: OpenCluster) => MessageSink) | undefined
  readonly passwordOf: RunningClusterOptions['passwordOf']
  readonly hasQueue: RunningClusterOptions['hasQueue']
  /** The password of a profile's broker, from wherever secrets are kept. */
  readonly passcodeOf: (profile: Profile) => Promise<string | undefined>
}

const noBroker: ClusterState['broker'] = {
  state: 'idle',
  where: '',
  because: null,
  nextAttemptIn: null,
  since: null,
  bridged: [],
}

const closed: ClusterState = { profile: null, state: 'closed', broker: noBroker, message: null }

/** Opens one cluster at a time. That one cannot be opened is a state, not an exception. */
export class ClusterService implements ClusterAccess {
  readonly #options: ClusterServiceOptions
  #running: RunningCluster | undefined
  #state: ClusterState = closed
  /** Opening and closing happen one after the other, in the order they were asked for. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: ClusterServiceOptions) {
    this.#options = options
  }

  get state(): ClusterState {
    return this.#state
  }

  get current(): RunningCluster | undefined {
    return this.#running
  }

  required(): RunningCluster {
    if (this.#running === undefined) throw failure('PLB-CLUSTER-NOT-OPEN', {})
    return this.#running
  }

  /** Opens a cluster instead of the one that is open; resolves when its broker was reached or could not be. */
  async open(profile: Profile): Promise<ClusterState> {
    return this.#inTurn(async () => {
      await this.#close()
      this.#set({ profile, state: 'opening', broker: noBroker, message: null })
      try {
        this.#running = await this.#run(profile)
        this.#follow()
      } catch (error) {
        this.#set({ profile, state: 'failed', broker: noBroker, message: wordingOf(error) })
      }
      return this.#state
    })
  }

  /** Takes over a profile that was saved anew, when it is the one that is open. */
  async follow(saved: Profile): Promise<void> {
    const { profile } = this.#state
    if (profile?.id !== saved.id) return
    const { name, stripe } = saved
    const isSameCluster = JSON.stringify({ ...profile, name, stripe }) === JSON.stringify(saved)
    if (isSameCluster && this.#running !== undefined) this.#set({ ...this.#state, profile: saved })
    else await this.open(saved)
  }

  async close(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#close()
      if (this.#state.state !== 'closed') this.#set(closed)
    })
  }

  async #run(profile: Profile): Promise<RunningCluster> {
    const { stateDirectory, environment, fileSystem, passcodeOf, hub, notices, now } = this.#options
    const { clock, multicast } = this.#options
    // Nobody else is to find the demo.
    const port = profile.demo ? 0 : this.#options.embeddedBrokerPort
    const directory = join(stateDirectory, 'clusters', profile.id)
    fileSystem.makeDirectory(directory, { mode: 0o700 })
    const key = environment['PLUMBLINE_KEY']
    return RunningCluster.open({
      profile,
      passcode: await passcodeOf(profile),
      ...{ directory, hub, notices, fileSystem, now, multicast },
      hosting: profile.demo ? initialSettings.embeddedBroker : this.#options.hosting(),
      ...(clock === undefined ? {} : { clock }),
      ...(port === undefined ? {} : { embeddedBrokerPort: port }),
      // A variable meant for one GeoServer would override the configuration of every node in this process.
      nodeEnvironment: key === undefined ? {} : { PLUMBLINE_KEY: key },
      openSink: this.#options.openSink,
      passwordOf: this.#options.passwordOf,
      hasQueue: this.#options.hasQueue,
      // The demo lies in the same directory as a whole: nobody else's messages are lost with it.
      refusal: profile.demo ? undefined : this.#options.temporary,
      onState: () => {
        this.#follow()
      },
    })
  }

  async #close(): Promise<void> {
    const running = this.#running
    this.#running = undefined
    if (running === undefined) return
    try {
      await running.close()
    } catch (error) {
      this.#options.notices.add(
        say('cluster.notClosedCleanly', { name: running.profile.name, reason: wordingOf(error) }),
      )
    }
    this.#set(closed)
  }

  #follow(): void {
    if (this.#running === undefined) return
    const { state } = this.#running
    // A new name or colour does not reopen the cluster.
    const profile = this.#state.profile ?? this.#running.profile
    const gaveUp = state.broker.state === 'closed'
    this.#set({ profile, state: gaveUp ? 'failed' : 'open', ...state })
  }

  #set(state: ClusterState): void {
    this.#state = state
    this.#options.hub.emit('cluster', state)
    this.#options.hub.emit('nodes', undefined)
  }

  #inTurn<Result>(action: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(action)
    this.#turn = result.catch(() => undefined)
    return result
  }
}
