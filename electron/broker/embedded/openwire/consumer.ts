import { later } from '../../../scheduler/clock.ts'
import { structure } from '../../openwire/codec.ts'
import type { Structure } from '../../openwire/structures.ts'
import { Browser } from '../browser.ts'
import type { Seen } from '../message-queue.ts'
import type { Message } from '../message.ts'
import { ProtocolError } from '../protocol-error.ts'
import type { SessionContext } from '../session-context.ts'
import type { Recipient, Subscription } from '../subscription.ts'
import type { Command } from '../../openwire/commands.ts'
import { renderMessage } from './render-message.ts'

/** Where commands for a client go. */
export interface Outlet {
  /** Whether it takes more messages now. */
  readonly writable: boolean
  send(command: Command): void
  /** Ends a connection whose client does not read what it asked for. */
  giveUp(reason: string): void
}

/** How acknowledgements are meant, by their number on the wire. */
const ackKinds = [
  'delivered',
  'poison',
  'standard',
  'redelivered',
  'individual',
  'unmatched',
  'expired',
] as const
export type AckKind = (typeof ackKinds)[number]

/** What a client means by an acknowledgement. @throws ProtocolError for a type there is not */
export function ackKindOf({ ackType }: Structure<'MessageAck'>): AckKind {
  const kind = ackKinds[ackType]
  if (kind === undefined) throw new ProtocolError(`There is no acknowledgement of type ${ackType}`, false)
  return kind
}

/** Shows a consumer its messages. */
export class Deliveries implements Recipient {
  readonly #outlet: Outlet
  readonly #consumerId: Structure<'ConsumerId'> | null
  readonly #address: string
  /** Called with each message. */
  onShown: () => void = () => undefined

  /** @param address where the messages come from, as a header */
  constructor(outlet: Outlet, consumerId: Structure<'ConsumerId'> | null, address: string) {
    this.#outlet = outlet
    this.#consumerId = consumerId
    this.#address = address
  }

  get writable(): boolean {
    return this.#outlet.writable
  }

  show(message: Message, deliveries: number): void {
    const rendered = renderMessage(message, this.#address, deliveries)
    const { destination } = rendered
    this.#outlet.send(
      structure('MessageDispatch', {
        consumerId: this.#consumerId,
        destination,
        message: rendered,
        redeliveryCounter: deliveries,
      }),
    )
    this.onShown()
  }

  /** Tells that there is nothing more to come: of a browser, or in answer to a pull. */
  end(): void {
    this.#outlet.send(structure('MessageDispatch', { consumerId: this.#consumerId }))
  }
}

/** One consumer of an OpenWire client, or its browser. */
export class WireConsumer {
  readonly subscription: Subscription | Browser
  readonly #deliveries: Deliveries
  readonly #context: SessionContext
  readonly #gone: () => void
  #forgetPull: (() => void) | undefined

  /** @param gone called when it ends */
  constructor(
    subscription: Subscription | Browser,
    deliveries: Deliveries,
    context: SessionContext,
    gone: () => void,
  ) {
    this.subscription = subscription
    this.#deliveries = deliveries
    this.#context = context
    this.#gone = gone
  }

  wake(): void {
    const { turn } = this.#context
    turn.wake(this.subscription instanceof Browser ? this.subscription : this.subscription.queue)
  }

  setPrefetch(prefetch: number): void {
    if (!(this.subscription instanceof Browser)) this.subscription.setPrefetch(Math.max(0, prefetch))
    this.wake()
  }

  /**
   * Which of the messages that are out an acknowledgement is about.
   * @throws ProtocolError, not fatal, when it is about others
   */
  coveredBy(ack: Structure<'MessageAck'>, kind: AckKind): readonly number[] {
    const { outstanding } = this.subscription
    const last = placeOf(ack.lastMessageId)
    if (kind === 'individual') return outstanding.awaits(last) ? [last] : []
    const first = ack.firstMessageId === null ? undefined : placeOf(ack.firstMessageId)
    const isKnown = outstanding.awaits(last) && (first === undefined || outstanding.has(first))
    const covered = isKnown ? outstanding.upTo(last, first) : []
    if (covered.at(-1) !== last)
      throw new ProtocolError(
        `Unmatched acknowledge: Could not find Message-ID ${last} in dispatched-list`,
        false,
      )
    return covered
  }

  /** The client has these and keeps them a while: others may come meanwhile. */
  delivered(count: number): void {
    if (!(this.subscription instanceof Browser)) this.subscription.extend(Math.max(0, count))
    this.wake()
  }

  /** Takes messages out for good. */
  consume(messages: readonly number[]): void {
    this.subscription.acknowledge(messages)
    this.wake()
  }

  /**
   * Gives messages up that the client cannot make anything of.
   * @param hasCause whether it said why. A client that was given a message before its connection was lost, and finds it
   * again on the next, says so in these words: it has the message.
   */
  refuse(messages: readonly number[], hasCause: boolean): void {
    const subscription = this.#taking()
    for (const id of messages) {
      const hasIt = hasCause && subscription.hadBefore(id)
      const message = subscription.reject(id)
      if (message !== undefined && !hasIt) this.#context.router.refuse(message, subscription.queue)
    }
    this.wake()
  }

  /** Gives messages up that are too old. */
  expire(messages: readonly number[]): void {
    const subscription = this.#taking()
    for (const id of messages) {
      const message = subscription.reject(id)
      if (message !== undefined) this.#context.router.expired(message, subscription.queue)
    }
    this.wake()
  }

  /**
   * Lets a consumer without a prefetch have one message.
   * @param timeout how long to wait for one, in milliseconds: 0 for ever, less not at all
   */
  pull(timeout: number): void {
    const subscription = this.#taking()
    this.#endPull()
    subscription.allowOne()
    let isWaiting = true
    const giveUp = (): void => {
      if (!isWaiting) return
      isWaiting = false
      subscription.extend(0)
      this.#deliveries.end()
    }
    this.#deliveries.onShown = () => {
      isWaiting = false
      this.#endPull()
    }
    this.wake()
    if (timeout > 0) this.#forgetPull = later(timeout, giveUp)
    if (timeout < 0) {
      this.#context.turn.wake({
        dispatch: () => {
          // What is there comes first, however long the queue takes to look for it.
          if (isWaiting && subscription.queue.dispatch()) return true
          giveUp()
          return false
        },
      })
    }
  }

  /** @param seen what the client says that it saw of what it did not acknowledge */
  close(seen: Seen): void {
    const { subscription } = this
    this.#endPull()
    this.#gone()
    if (subscription instanceof Browser) {
      subscription.close()
      return
    }
    subscription.close(seen)
    const { router } = this.#context
    if (subscription.queue.identity.kind === 'topic subscription')
      router.endTopicSubscription(subscription.queue)
    // Others may take what it gave back.
    else this.wake()
  }

  #taking(): Subscription {
    if (this.subscription instanceof Browser)
      throw new ProtocolError('A browser takes no messages, and so refuses none', false)
    return this.subscription
  }

  #endPull(): void {
    this.#forgetPull?.()
    this.#deliveries.onShown = () => undefined
  }
}

/** A message is told from others by the place the broker gave it. */
function placeOf(id: Structure<'MessageId'> | null): number {
  return Number(id?.brokerSequenceId ?? 0n)
}
