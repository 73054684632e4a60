import type { ConnectionMemory } from '../connection-memory.ts'
import { producerNumbers, sessionNumber, transactionSteps, type CommandSender } from './commands.ts'
import { structure } from './codec.ts'
import { GroupCommit } from './group-commit.ts'
import type { AnyDestination, AnyMessage, Structure } from './structures.ts'

/** A message with its body and properties as they go over the wire. */
export interface Outgoing {
  readonly destination: AnyDestination
  readonly content: Buffer
  readonly marshalledProperties: Buffer
  /** Its number among all the session sends; the same when it is sent again. */
  readonly number: bigint
  readonly persistent: boolean
}

const usualPriority = 4

/**
 * The producer of a connection: it sends messages to any destination, many at a time. Where the broker is the faster for
 * it, what gathers goes in transactions, of which only the end is confirmed.
 */
export class Sending {
  readonly #sender: CommandSender
  readonly #memory: ConnectionMemory
  readonly #producerId: Structure<'ProducerId'>
  #groups: GroupCommit<Outgoing> | undefined
  #introduced = false
  #question: bigint = producerNumbers.questions
  #transactions = 0n

  constructor(sender: CommandSender, memory: ConnectionMemory) {
    this.#sender = sender
    this.#memory = memory
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
    const bytes = message.content.length + message.marshalledProperties.length
    await (this.#groups === undefined ? this.#alone(message) : this.#groups.send(message, bytes))
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

  /** A transaction no other of the connection has the number of, and the steps it goes through. */
  newTransaction() {
    this.#transactions += 1n
    const connectionId = structure('ConnectionId', { value: this.#sender.connectionId })
    const transactionId = structure('LocalTransactionId', { value: this.#transactions, connectionId })
    const step = (name: keyof typeof transactionSteps) =>
      structure('TransactionInfo', { connectionId, transactionId, type: transactionSteps[name] })
    return { transactionId, step }
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
    if (this.#sender.dialect.groups) {
      // A broker short of memory keeps a transaction from its end. One at a time, messages pass even there, in their order.
      const largest = this.#memory.isGroupOnItsWay ? 1 : undefined
      this.#groups = new GroupCommit(
        (message) => this.#alone(message),
        (messages) => this.#together(messages),
        largest,
      )
    }
    this.#memory.isGroupOnItsWay = false
    this.#sender.request(structure('ProducerInfo', { producerId: this.#producerId })).catch(() => undefined)
  }

  async #alone(message: Outgoing): Promise<void> {
    await this.#sender.request(this.#command(message, null))
  }

  /**
   * Sends all in one transaction. Nobody answers the single ones, which would make the broker sync its disk for each; one
   * it cannot take makes it refuse the end, and all of them with it.
   */
  async #together(messages: readonly Outgoing[]): Promise<void> {
    const { transactionId, step } = this.newTransaction()
    this.#memory.isGroupOnItsWay = true
    this.#sender.send(step('begin'))
    for (const message of messages) this.#sender.send(this.#command(message, transactionId))
    try {
      await this.#sender.request(step('commit'))
    } finally {
      // What ends with the connection stays known for the next one.
      if (this.#sender.isOpen()) this.#memory.isGroupOnItsWay = false
    }
  }

  #command(
    { destination, content, marshalledProperties, number, persistent }: Outgoing,
    transactionId: Structure<'LocalTransactionId'> | null,
  ): Structure<'ObjectMessage'> {
    return structure('ObjectMessage', {
      producerId: this.#producerId,
      destination,
      transactionId,
      messageId: structure('MessageId', { producerId: this.#producerId, producerSequenceId: number }),
      persistent,
      priority: usualPriority,
      timestamp: BigInt(Date.now()),
      content,
      marshalledProperties,
    })
  }
}
