import { repeatedly, type Clock } from '../scheduler/clock.ts'
import { isFailure } from '../errors/failure.ts'
import type { ClusterNode } from './face/cluster-node.ts'
import { isAbsence } from './control/client.ts'
import { EngineElsewhere } from './engine-elsewhere.ts'
import { EngineHere } from './engine-here.ts'
import { NodeFiles } from './node-files.ts'
import type { Surroundings } from './surroundings.ts'

export interface DirectoryOptions {
  readonly dataDirectory: string
  readonly isToRun: boolean
  readonly brokerUrl: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly surroundings: Surroundings
  readonly clock: Clock
}

/** Milliseconds between two looks whether another process runs a directory. */
const lookInterval = 1_000
/** Milliseconds before a directory is tried again whose engine somebody runs who cannot be asked. */
const retryInterval = 10_000

/**
 * A data directory of the profile: one node, whoever runs it. Another process that runs it is noticed, and so is that
 * it ended; then the engine is started here again where the profile says so.
 */
export class DirectoryOfProfile {
  readonly here: EngineHere
  readonly #options: DirectoryOptions
  readonly #files: NodeFiles
  #elsewhere: EngineElsewhere | undefined
  #looking: Promise<void> | undefined
  #cancel: () => void = () => undefined
  #triedAt = 0
  #isStopped = false
  #isClosed = false

  constructor(options: DirectoryOptions) {
    const { dataDirectory, isToRun, brokerUrl, environment, surroundings } = options
    this.#options = options
    this.#files = new NodeFiles(dataDirectory, surroundings)
    this.here = new EngineHere({ files: this.#files, isToRun, brokerUrl, environment, surroundings })
  }

  /** The node as it is now; ask anew each time, since it is another one once somebody else runs it. */
  get node(): ClusterNode {
    return this.#elsewhere ?? this.here
  }

  /** Starts its engine where it is to run here and no other process runs it. */
  async open(): Promise<void> {
    await this.#look()
    if (this.#options.isToRun && this.#elsewhere === undefined) await this.#start()
    if (this.#isClosed) return
    this.#cancel = repeatedly(this.#options.clock, lookInterval, () => this.#look())
  }

  /** Tries it again when it gave up because there was no broker. */
  retry(): void {
    if (isFailure(this.here.failure, 'PLB-ENGINE-BROKER-NOT-REACHED')) void this.#start()
  }

  async start(): Promise<void> {
    this.#isStopped = false
    await this.node.start()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await this.node.stop()
  }

  /** Lets go of it: what runs here is stopped, what another process runs goes on. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#cancel()
    await this.#looking
    this.#elsewhere?.release()
    await this.here.stop()
  }

  async #start(): Promise<void> {
    this.#triedAt = this.#options.surroundings.now()
    await this.here.tryToStart()
    if (isFailure(this.here.failure, 'PLB-STORAGE-DATABASE-IN-USE')) await this.#look()
  }

  /** Finds out whether another process runs it. */
  async #look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = undefined
    })
    await this.#looking
  }

  async #lookOnce(): Promise<void> {
    const { isToRun, surroundings, clock } = this.#options
    const { condition } = this.here.facts
    if (this.#elsewhere !== undefined || condition === 'running' || condition === 'starting') return
    try {
      this.#enter(await EngineElsewhere.reach({ files: this.#files, isToRun, surroundings, clock }))
    } catch (error) {
      if (!isFailure(error)) throw error
      // Whoever has it may just be starting, or be a Plumbline that cannot be asked.
      const isHeld = isAbsence(error) && isFailure(this.here.failure, 'PLB-STORAGE-DATABASE-IN-USE')
      if (isHeld && surroundings.now() - this.#triedAt > retryInterval) await this.#start()
    }
  }

  #enter(elsewhere: EngineElsewhere): void {
    if (this.#isClosed) {
      elsewhere.release()
      return
    }
    const { listener } = this.#options.surroundings
    this.#elsewhere = elsewhere
    listener.restarted(elsewhere.instanceName)
    listener.changed()
    void elsewhere.follow().then(() => {
      this.#elsewhere = undefined
      this.#files.changed()
      listener.changed()
      if (this.#isClosed || this.#isStopped || !this.#options.isToRun) return
      void this.#start()
    })
  }
}
