import { failure } from '../../errors/failure.ts'
import { isAddedToDeadLetter } from '../message-headers.ts'
import type { Consumption, WithdrawRequest, Withdrawer, WithdrawnMessage } from '../broker-connection.ts'
import type { Destination } from '../destinations.ts'
import { structure } from './codec.ts'
import type { CommandSender } from './commands.ts'
import { elsewhere, standardAck, type Consumers } from './consumers.ts'
import { wireDestination } from './destinations.ts'
import { decodePrimitiveMap, encodePrimitiveMap } from './primitive-map.ts'
import type { Message } from '../message.ts'
import { MalformedFrame } from './octets.ts'
import { readMessage } from './read-message.ts'
import type { Sending } from './sending.ts'
import type { AnyMessage, Structure } from './structures.ts'

/** Takes messages out of a queue one by one, each as it is on the wire, so that a copy holds all it held. */
export class Withdrawal {
  readonly #sender: CommandSender
  readonly #consumers: Consumers
  readonly #sending: Sending
  readonly #maxMessageBytes: number
  readonly #nextNumber: () => bigint

  /** @param nextNumber numbers a message among all that is sent */
  constructor(
    sender: CommandSender,
    consumers: Consumers,
    sending: Sending,
    { maxMessageBytes, nextNumber }: { readonly maxMessageBytes: number; readonly nextNumber: () => bigint },
  ) {
    this.#sender = sender
    this.#consumers = consumers
    this.#sending = sending
    this.#maxMessageBytes = maxMessageBytes
    this.#nextNumber = nextNumber
  }

  begin({ queue, selector, prefetch }: WithdrawRequest, { receive, ended }: Withdrawer): Consumption {
    const destination = wireDestination(queue, this.#sender, 'takeFrom')
    return this.#consumers.open(
      {
        ...{ destination, browser: false, prefetchSize: prefetch, dispatchAsync: true, selector },
        // What lies in queues of that name elsewhere is not to come here for it.
        brokerPath: elsewhere,
      },
      {
        name: queue.name,
        ended,
        take: (dispatch, tooLong) => {
          if (dispatch.message !== null) receive(this.#withdrawn(dispatch, dispatch.message, tooLong))
        },
      },
    )
  }

  #withdrawn(
    dispatch: Structure<'MessageDispatch'>,
    message: AnyMessage,
    tooLong: number | undefined,
  ): WithdrawnMessage {
    const maxMessageBytes = this.#maxMessageBytes
    const read = readMessage(dispatch, message, { withBodies: true, maxMessageBytes, tooLong })
    return {
      message: read,
      isWhole: isTold(read),
      remove: () => this.#sender.request(acknowledgement(dispatch, message, null)),
      moveTo: async (target) => {
        if (tooLong !== undefined)
          throw failure('PLB-BROKER-MESSAGE-TOO-LARGE', { bytes: tooLong, limit: maxMessageBytes })
        await this.#move(dispatch, message, target)
      },
    }
  }

  async #move(
    dispatch: Structure<'MessageDispatch'>,
    message: AnyMessage,
    target: Destination,
  ): Promise<void> {
    const { transactionId, step } = this.#sending.newTransaction()
    this.#sender.send(step('begin'))
    try {
      // One that is out at nobody any more fails here, instead of becoming two.
      await this.#sender.request(acknowledgement(dispatch, message, transactionId))
      await this.#sending.forward({
        ...message,
        transactionId,
        destination: wireDestination(target, this.#sender, 'sendTo'),
        marshalledProperties: asItWasSent(message.marshalledProperties),
        number: this.#nextNumber(),
      })
    } catch (error) {
      await this.#sender.request(step('rollBack')).catch(() => undefined)
      throw error
    }
    await this.#sender.request(step('commit'))
  }
}

function isTold({ content }: Message): boolean {
  return content.kind === 'object' || content.kind === 'text' || content.kind === 'empty'
}

function acknowledgement(
  { destination, consumerId }: Structure<'MessageDispatch'>,
  { messageId }: AnyMessage,
  transactionId: Structure<'LocalTransactionId'> | null,
): Structure<'MessageAck'> {
  const ids = { firstMessageId: messageId, lastMessageId: messageId, messageCount: 1 }
  return structure('MessageAck', { destination, consumerId, transactionId, ackType: standardAck, ...ids })
}

/** Without what the broker wrote when it made a dead letter of it; what cannot be read stays as it is. */
function asItWasSent(marshalledProperties: Buffer | null): Buffer | null {
  try {
    const properties = decodePrimitiveMap(marshalledProperties)
    const own = [...properties].filter(([name]) => !isAddedToDeadLetter(name))
    return own.length === properties.size ? marshalledProperties : encodePrimitiveMap(new Map(own))
  } catch (error) {
    if (error instanceof MalformedFrame) return marshalledProperties
    throw error
  }
}
