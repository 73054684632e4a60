import { producerNumbers, sessionNumber, type CommandSender } from './commands.ts'
import { structure } from './codec.ts'
import type { AnyDestination, AnyMessage, Structure } from './structures.ts'

/** A message with its body and properties as they go over the wire. */
export interface Outgoing {
  readonly destination: AnyDestination
  readonly content: Buffer
  readonly marshalledProperties: Buffer
  /** Its number among all the session sends; the same when it is sent again. */
  readonly number: bigint
}

const usualPriority = 4

/**
 * The producer of a connection: it sends messages to any destination, many at a time, each confirmed by itself. Not in
 * transactions: what ActiveMQ takes in one it keeps in memory beyond the point where it stops keeping others, and once a
 * queue nobody reads has filled that, every producer of the broker is made to wait.
 */
export class Sending {
  readonly #sender: CommandSender
  readonly #producerId: Structure<'ProducerId'>
  #introduced = false
  #question: bigint = producerNumbers.questions

  constructor(sender: CommandSender) {
    this.#sender = sender
    const { connectionId } = sender
    this.#producerId = structure('ProducerId', {
      connectionId,
      value: producerNumbers.messages,
      sessionId: sessionNumber,
    })
  }

  /** Resolves once the broker has the message safe. */
  async send(message: Outgoing): Promise<void> {
    this.#introduce()
    await this.#sender.request(this.#command(message))
  }

  /** Sends a message that was received once more, to where it says now. */
  async forward({ number, ...message }: AnyMessage & { readonly number: bigint }): Promise<void> {
    this.#introduce()
    const producerId = this.#producerId
    await this.#sender.request({
      ...message,
      producerId,
      messageId: structure('MessageId', { producerId, producerSequenceId: number }),
      originalDestination: null,
      targetConsumerId: null,
      redeliveryCounter: 0,
      brokerPath: null,
      cluster: null,
    })
  }

  /** Introduces a producer for one destination, as which a broker refuses who may not write there, and takes it back. */
  async tryWriting(destination: AnyDestination): Promise<void> {
    const { connectionId } = this.#sender
    const value = this.#question
    this.#question += 1n
    const producerId = structure('ProducerId', { connectionId, value, sessionId: sessionNumber })
    await this.#sender.request(structure('ProducerInfo', { producerId, destination }))
    await this.#sender.request(structure('RemoveInfo', { objectId: producerId }))
  }

  /** Tells the broker who is going to send. Should it refuse, it refuses what is sent as well, and says why there. */
  #introduce(): void {
    if (this.#introduced) return
    this.#introduced = true
    this.#sender.request(structure('ProducerInfo', { producerId: this.#producerId })).catch(() => undefined)
  }

  #command({ destination, content, marshalledProperties, number }: Outgoing): Structure<'ObjectMessage'> {
    return structure('ObjectMessage', {
      producerId: this.#producerId,
      destination,
      messageId: structure('MessageId', { producerId: this.#producerId, producerSequenceId: number }),
      persistent: true,
      priority: usualPriority,
      timestamp: BigInt(Date.now()),
      content,
      marshalledProperties,
    })
  }
}
