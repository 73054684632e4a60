import { repeat } from '../../scheduler/clock.ts'
import type { Gap } from '../../engine/journal/heard.ts'
import { isFailure, wordingOf } from '../../errors/failure.ts'
import type { ClusterNodes } from '../../nodes/cluster-nodes.ts'
import type { ApplicationEvents } from '../events/application-events.ts'
import type { EventHub } from '../events/event-hub.ts'
import type { OpenedArchive } from './archive/open-archive.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

/** What is missing is told once what may have been out of order had the time to come. */
const interval = 5_000

/**
 * Tells what the archive never heard of the events its senders numbered, until every slave was compared since and found
 * equal. A stock node tells nothing of the kind itself.
 */
export class GapWatch {
  readonly #archive: Pick<OpenedArchive, 'gaps' | 'provedEqual'>
  readonly #nodes: Pick<ClusterNodes, 'slaves'>
  readonly #hub: EventHub<ApplicationEvents>
  readonly #notice: (message: Wording) => void
  readonly #signal: AbortSignal
  /** Since when each slave is known to be equal. */
  readonly #proved = new Map<string, number>()
  #told = '[]'

  constructor(options: {
    readonly archive: Pick<OpenedArchive, 'gaps' | 'provedEqual'>
    readonly nodes: Pick<ClusterNodes, 'slaves'>
    readonly hub: EventHub<ApplicationEvents>
    readonly notice: (message: Wording) => void
    readonly signal: AbortSignal
  }) {
    this.#archive = options.archive
    this.#nodes = options.nodes
    this.#hub = options.hub
    this.#notice = options.notice
    this.#signal = options.signal
  }

  start(): void {
    this.#signal.addEventListener(
      'abort',
      repeat(interval, () => void this.look()),
      { once: true },
    )
    this.#hub.on(
      'compared',
      ({ instanceName, drift }) => {
        if (drift.equal) this.#proved.set(instanceName, drift.at)
        else this.#proved.delete(instanceName)
        void this.look()
      },
      this.#signal,
    )
    void this.look()
  }

  /** Asks the archive what is missing now. */
  async look(): Promise<void> {
    try {
      const through = Math.min(...this.#nodes.slaves().map((name) => this.#proved.get(name) ?? 0))
      if (Number.isFinite(through) && through > 0) await this.#archive.provedEqual(through)
      this.#tell(await this.#archive.gaps())
    } catch (error) {
      if (this.#signal.aborted || isFailure(error, 'PLB-WORKER-FAILED')) return
      this.#notice(say('messages.archiveDoesNotTell', { reason: wordingOf(error) }))
    }
  }

  #tell(gaps: readonly Gap[]): void {
    const told = JSON.stringify(gaps)
    if (told === this.#told || this.#signal.aborted) return
    this.#told = told
    this.#hub.emit('gaps', gaps)
    this.#hub.emit('nodes', undefined)
  }
}
