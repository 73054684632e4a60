import { later } from '../../scheduler/clock.ts'
import type { ApplicationEvents } from '../events/application-events.ts'
import type { ClusterNode, NodeDelivery } from '../../nodes/face/cluster-node.ts'
import type { EventHub } from '../events/event-hub.ts'
import { isFailure, wordingOf } from '../../errors/failure.ts'
import { isUnheard } from '../../nodes/control/client.ts'
import type { OpenedArchive } from './archive/open-archive.ts'
import { differingProofs } from './delivery/proof.ts'
import type { NodeOutcome } from './delivery/ledger.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

/** A node that may say what became of messages. */
export interface FollowedNode extends Pick<ClusterNode, 'instanceName'> {
  readonly delivery: Pick<NodeDelivery, 'outcomes'> | undefined
}

export interface DeliveryWatchOptions {
  readonly archive: Pick<
    OpenedArchive,
    'followSlaves' | 'sawQueue' | 'compared' | 'pendingIdentities' | 'heard'
  >
  readonly nodes: {
    readonly all: readonly FollowedNode[]
    slaves(): readonly string[]
    get(instanceName: string): FollowedNode | undefined
  }
  readonly hub: EventHub<ApplicationEvents>
  readonly now: () => number
  /** Told what could not be noted, and why. */
  readonly notice: (message: Wording) => void
  readonly signal: AbortSignal
}

/** Messages a node is asked about at once. */
const askedAtOnce = 1_000
/** Milliseconds between two questions to the same node. */
const pause = 300

/**
 * Tells the archive what becomes of messages: what waits in queues, what comparisons find, and what nodes say themselves.
 */
export class DeliveryWatch {
  readonly #options: DeliveryWatchOptions
  #followed = ''
  readonly #asking = new Map<string, 'asking' | 'again'>()

  constructor(options: DeliveryWatchOptions) {
    this.#options = options
  }

  /** Begins with the slaves that are known by now. */
  async start(): Promise<void> {
    const { archive, nodes, hub, signal } = this.#options
    hub.on(
      'waiting',
      ({ instanceName, at, messageIds, complete }) => {
        this.#tell(archive.sawQueue(instanceName, { at, messageIds, complete }))
      },
      signal,
    )
    hub.on(
      'compared',
      ({ instanceName, drift }) => {
        this.#tell(archive.compared(instanceName, drift.at, differingProofs(drift)))
      },
      signal,
    )
    hub.on('nodes', () => this.#tell(this.#follow()), signal)
    hub.on('finished', ({ instanceName }) => this.#ask(instanceName), signal)
    hub.on(
      'archived',
      () => {
        for (const { instanceName } of nodes.all) this.#ask(instanceName)
      },
      signal,
    )
    await this.#follow()
    for (const { instanceName } of nodes.all) this.#ask(instanceName)
  }

  async #follow(): Promise<void> {
    const slaves = this.#options.nodes.slaves()
    const text = JSON.stringify(slaves)
    if (text === this.#followed) return
    this.#followed = text
    await this.#options.archive.followSlaves(slaves)
  }

  #tell(told: Promise<void>): void {
    told.catch((error: unknown) => this.#report(error))
  }

  /** Asks a node what became of the messages nobody knows about, now and again for what it was asked meanwhile. */
  #ask(instanceName: string): void {
    if (this.#asking.has(instanceName)) {
      this.#asking.set(instanceName, 'again')
      return
    }
    this.#asking.set(instanceName, 'asking')
    const finish = (): void => {
      const again = this.#asking.get(instanceName) === 'again'
      this.#asking.delete(instanceName)
      if (again && !this.#options.signal.aborted) this.#ask(instanceName)
    }
    this.#askOnce(instanceName)
      .catch((error: unknown) => this.#report(error))
      .finally(() => later(pause, finish))
  }

  async #askOnce(instanceName: string): Promise<void> {
    const { archive, nodes, now, signal } = this.#options
    if (signal.aborted || nodes.get(instanceName)?.delivery === undefined) return
    const pending = await archive.pendingIdentities(instanceName, askedAtOnce)
    const delivery = nodes.get(instanceName)?.delivery
    if (pending.length === 0 || delivery === undefined) return
    const known = await delivery.outcomes(pending.map(({ identity }) => identity))
    const outcomes = pending.flatMap(({ sequence, proof, identity }): NodeOutcome[] => {
      const outcome = known.get(identity)
      if (outcome === undefined || outcome.state === 'received') return []
      const state = outcome.state === 'failed' || outcome.state === 'parked' ? 'failed' : 'taken'
      const isApplied = outcome.state === 'applied'
      return [{ sequence, proof, state, isApplied, at: outcome.at ?? now(), reason: outcome.reason ?? null }]
    })
    if (outcomes.length > 0) await archive.heard(instanceName, outcomes)
    if (outcomes.length === askedAtOnce) this.#asking.set(instanceName, 'again')
  }

  /** An archive that is being closed no longer listens, and that one died is told by others. */
  #report(error: unknown): void {
    const { signal, notice } = this.#options
    // A process that is gone meanwhile is asked again by whoever runs the node next.
    if (signal.aborted || isFailure(error, 'PLB-WORKER-FAILED') || isUnheard(error)) return
    notice(say('messages.whatBecameMessagesCould', { reason: wordingOf(error) }))
  }
}
