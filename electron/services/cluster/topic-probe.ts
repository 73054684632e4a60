import { randomUUID } from 'node:crypto'
import type { Clock } from '../../scheduler/clock.ts'
import type { Destination } from '../../broker/destinations.ts'
import type { Message } from '../../broker/message.ts'
import type { Publication } from '../../broker/sessions/session.ts'
import { handlers } from '../../wire/handlers.ts'

/** The property a probe is known by; whoever keeps messages leaves those that have it. */
const probeProperty = 'plumblineProbe'

/** Milliseconds a broker has to bring a probe from the topic into our queue. */
const patience = 20_000

export interface TopicProbeOptions {
  readonly topic: Destination
  /** Our own instance name. */
  readonly observer: string
  readonly group: string
  readonly publish: (publication: Publication) => Promise<void>
  readonly clock: Clock
  /** Told whether the topic delivers, when that is known or has changed. */
  readonly onOutcome: (delivers: boolean) => void
}

/**
 * Finds out whether what is published to the topic reaches consumer queues at all: a broker without virtual topics of
 * that name takes every message, confirms it, and gives it to nobody. One message a connection is sent, to a group no
 * node has, so that every node ignores it silently.
 */
export class TopicProbe {
  readonly #options: TopicProbeOptions
  #sent: string | undefined
  #cancel: () => void = () => undefined

  constructor(options: TopicProbeOptions) {
    this.#options = options
  }

  /** Sends a probe; one that is still on its way no longer counts. */
  async send(): Promise<void> {
    const { topic, observer, group, publish, clock, onOutcome } = this.#options
    const id = randomUUID()
    this.#cancel()
    this.#sent = id
    try {
      await publish({
        destination: topic,
        properties: {
          instanceName: observer,
          group: `${group}/probe`,
          JMSEventHandlerSPI: handlers.logging,
          [probeProperty]: id,
        },
        body: '<probe/>',
      })
    } catch {
      // That there is no connection, or nothing may be published, is told by the session and by whoever publishes.
      return
    }
    if (this.#sent === id) this.#cancel = clock.after(patience, () => onOutcome(false))
  }

  /** Whether a message is a probe, ours or another's, and none that anybody keeps. */
  take({ properties }: Pick<Message, 'properties'>): boolean {
    const id = properties.get(probeProperty)
    if (id === undefined) return false
    if (id === this.#sent) {
      this.#sent = undefined
      this.#cancel()
      this.#options.onOutcome(true)
    }
    return true
  }

  stop(): void {
    this.#sent = undefined
    this.#cancel()
  }
}
