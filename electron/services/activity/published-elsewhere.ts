import { everyMessage, type MessageFilter, type MessageRow } from '../../contract/features/messages.ts'
import { isFailure } from '../../errors/failure.ts'
import type { ClusterNode } from '../../nodes/face/cluster-node.ts'
import { later } from '../../scheduler/clock.ts'
import { say } from '../../sentences/say.ts'
import type { ApplicationEvents } from '../events/application-events.ts'
import type { EventHub } from '../events/event-hub.ts'

export interface PublishedElsewhereOptions {
  readonly hub: EventHub<ApplicationEvents>
  /** The newest messages a filter lets through. */
  readonly messages: (
    filter: MessageFilter,
    limit: number,
    signal: AbortSignal,
  ) => Promise<readonly Pick<MessageRow, 'sequence' | 'at' | 'summary' | 'sender'>[]>
  /** A node of the cluster that is open. */
  readonly node: (
    instanceName: string,
  ) => { readonly facts: Pick<ClusterNode['facts'], 'condition'> } | undefined
}

/** Messages that are told of at once; of more, the newest. */
const toldAtOnce = 20
/** Milliseconds between two looks at what came. */
const pause = 500

/**
 * Tells under recent activity what masters published that say nothing of themselves, as no GeoServer does: what each
 * of them sends comes by.
 */
export class PublishedElsewhere {
  readonly #options: PublishedElsewhereOptions
  /** Messages that came and were not told of. */
  #untold = 0
  #newest = 0
  #isLooking = false
  #ended = new AbortController()

  constructor(options: PublishedElsewhereOptions) {
    this.#options = options
    options.hub.on('cluster', ({ state }) => {
      if (state !== 'opening') return
      this.#ended.abort()
      this.#ended = new AbortController()
      this.#untold = 0
      this.#newest = 0
    })
    options.hub.on('archived', ({ changes }) => {
      this.#untold += changes
      this.#look()
    })
  }

  #look(): void {
    if (this.#isLooking || this.#untold === 0) return
    this.#isLooking = true
    this.#tell(this.#ended.signal)
      .catch((error: unknown) => {
        // That the archive cannot be read is told where it is shown.
        if (!isFailure(error)) throw error
      })
      .finally(() =>
        later(pause, () => {
          this.#isLooking = false
          this.#look()
        }),
      )
  }

  async #tell(signal: AbortSignal): Promise<void> {
    const { hub, messages, node } = this.#options
    const limit = Math.min(this.#untold, toldAtOnce)
    this.#untold = 0
    const rows = await messages(everyMessage, limit, signal)
    if (signal.aborted) return
    const news = rows
      .filter(({ sequence }) => sequence > this.#newest)
      .toSorted((one, other) => one.sequence - other.sequence)
    this.#newest = news.at(-1)?.sequence ?? this.#newest
    for (const { at, sender, summary } of news) {
      const condition = node(sender)?.facts.condition
      if (condition === 'running' || condition === 'elsewhere') continue
      const message = say('cluster.published', { node: sender, event: summary })
      hub.emit('activity', { at, instanceName: sender, severity: 'ok', message, ofMessage: true })
    }
  }
}
