import { failure, type Failure } from '../../errors/failure.ts'
import type { ConnectionSettings } from '../connection-settings.ts'
import type { ConsumeRequest, Consumer, Consumption, Delivery } from '../broker-connection.ts'
import { sessionNumber, type CommandSender } from './commands.ts'
import { structure } from './codec.ts'
import { wireDestination } from './destinations.ts'
import { readMessage } from './read-message.ts'
import type { AnyDestination, AnyMessage, Structure } from './structures.ts'

/** Acknowledges exactly this message; unlike type 4, it fails loudly when the message is not out at this consumer. */
export const standardAck = 2
const poisonAck = 1
/** Of what was out: anything may have been seen. */
const mayHaveBeenDelivered = -2n

/** Of a consumer that came over as many bridges as any may; the broker itself serves it like every other. */
export const elsewhere = [structure('BrokerId', { value: 'plumbline' })]

/** What is done with what a consumer is given, as it is on the wire. */
export interface Running {
  readonly take: (dispatch: Structure<'MessageDispatch'>, tooLong: number | undefined) => void
  readonly ended: (because: Failure) => void
  readonly name: string
}

type ConsumerOptions = Pick<
  Partial<Structure<'ConsumerInfo'>>,
  'browser' | 'prefetchSize' | 'selector' | 'brokerPath'
> & {
  readonly destination: AnyDestination
  readonly dispatchAsync: boolean
}

/** The consumers of one connection. */
export class Consumers {
  readonly #sender: CommandSender
  readonly #settings: Pick<ConnectionSettings, 'clientId' | 'maxMessageBytes'>
  readonly #running = new Map<bigint, Running>()
  #last = 0n

  constructor(sender: CommandSender, settings: Pick<ConnectionSettings, 'clientId' | 'maxMessageBytes'>) {
    this.#sender = sender
    this.#settings = settings
  }

  begin(request: ConsumeRequest & { readonly browser: boolean }, consumer: Consumer): Consumption {
    const { destination: wanted, browser, prefetch, selector, unbridged = false } = request
    const { connectionId } = this.#sender
    const destination = wireDestination(wanted, this.#sender, 'takeFrom')
    if (wanted.kind === 'temporary') {
      this.#sender.send(
        structure('DestinationInfo', {
          connectionId: structure('ConnectionId', { value: connectionId }),
          destination,
        }),
      )
    }
    return this.open(
      {
        destination,
        browser,
        prefetchSize: prefetch,
        dispatchAsync: true,
        selector: selector ?? null,
        brokerPath: unbridged ? elsewhere : null,
      },
      {
        name: wanted.name,
        ended: consumer.ended,
        take: (dispatch, tooLong) => {
          const { message } = dispatch
          consumer.receive(message === null ? 'end' : this.#delivery(request, dispatch, message, tooLong))
        },
      },
    )
  }

  /**
   * Takes messages as they are on the wire, each at once for good.
   * @returns ends it
   */
  async watch(options: ConsumerOptions, take: (message: AnyMessage) => void): Promise<() => Promise<void>> {
    const { confirmed, end } = this.open(options, {
      name: options.destination.physicalName ?? '',
      ended: () => undefined,
      take: (dispatch) => {
        this.#answer(dispatch, dispatch.message?.messageId ?? null, standardAck)
        if (dispatch.message !== null) take(dispatch.message)
      },
    })
    await confirmed
    return end
  }

  /**
   * What an advisory topic tells whoever begins to listen. A consumer that is served in the broker's own turn has heard
   * all of it when it is confirmed.
   * @param limit how many messages at most
   */
  async snapshot(topicName: string, limit: number): Promise<readonly AnyMessage[]> {
    const messages: AnyMessage[] = []
    const destination = structure('Topic', { physicalName: topicName })
    const end = await this.watch({ destination, prefetchSize: limit, dispatchAsync: false }, (message) => {
      if (messages.length < limit) messages.push(message)
    })
    await end()
    return messages
  }

  /**
   * Hands a message to its consumer. One for a consumer that just ended goes back to the queue: it is not acknowledged.
   * @param tooLong how large its frame was when only the beginning is there
   */
  dispatch(dispatch: Structure<'MessageDispatch'>, tooLong: number | undefined): void {
    this.#running.get(dispatch.consumerId?.value ?? 0n)?.take(dispatch, tooLong)
  }

  /** The broker has ended a consumer by itself. */
  closed(consumerId: Structure<'ConsumerId'> | null, server: string): void {
    const value = consumerId?.value ?? 0n
    const running = this.#running.get(value)
    this.#running.delete(value)
    running?.ended(failure('PLB-BROKER-CONSUMER-CLOSED', { server, name: running.name }))
  }

  clear(): void {
    this.#running.clear()
  }

  /** Begins a consumer, whose messages are answered by whoever takes them. */
  open(options: ConsumerOptions, running: Running): Consumption {
    this.#last += 1n
    const value = this.#last
    const { connectionId } = this.#sender
    const consumerId = structure('ConsumerId', { connectionId, sessionId: sessionNumber, value })
    // Messages may come before the response.
    this.#running.set(value, running)
    const clientId = this.#settings.clientId ?? null
    const confirmed = this.#sender.request(structure('ConsumerInfo', { consumerId, clientId, ...options }))
    // Nobody may be waiting any more when the connection ends.
    confirmed.catch(() => this.#running.delete(value))
    return {
      confirmed,
      end: async () => {
        if (!this.#running.delete(value)) return
        const remove = { objectId: consumerId, lastDeliveredSequenceId: mayHaveBeenDelivered }
        await this.#sender.request(structure('RemoveInfo', remove)).catch(() => undefined)
      },
    }
  }

  #delivery(
    { destination: wanted, acknowledgement, withBodies }: ConsumeRequest,
    dispatch: Structure<'MessageDispatch'>,
    message: AnyMessage,
    tooLong: number | undefined,
  ): Delivery {
    const { maxMessageBytes } = this.#settings
    // An answer may be long in coming: what is kept for it must not be the whole message.
    const { destination, consumerId } = dispatch
    const { messageId } = message
    // Its reader knows it by the name it asked for.
    const told =
      wanted.kind === 'queue'
        ? { ...dispatch, destination: structure('Queue', { physicalName: wanted.name }) }
        : dispatch
    const automatic = acknowledgement === 'auto'
    const answer = (ackType: number): boolean =>
      automatic ? this.#sender.isOpen() : this.#answer({ destination, consumerId }, messageId, ackType)
    if (automatic) this.#answer(dispatch, messageId, standardAck)
    return {
      message: readMessage(told, message, { withBodies, maxMessageBytes, tooLong }),
      bytes: (message.content?.length ?? 0) + (message.marshalledProperties?.length ?? 0),
      ack: () => answer(standardAck),
      nack: () => answer(poisonAck),
    }
  }

  #answer(
    { destination, consumerId }: Pick<Structure<'MessageDispatch'>, 'destination' | 'consumerId'>,
    messageId: Structure<'MessageId'> | null,
    ackType: number,
  ): boolean {
    if (!this.#sender.isOpen()) return false
    const ids = { firstMessageId: messageId, lastMessageId: messageId, messageCount: 1 }
    this.#sender.send(structure('MessageAck', { destination, consumerId, ackType, ...ids }))
    return true
  }
}
