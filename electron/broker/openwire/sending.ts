import { sessionNumber, type CommandSender } from './commands.ts'
import { structure } from './codec.ts'
import { GroupCommit, type Waiting } from './group-commit.ts'
import type { AnyDestination, Structure } from './structures.ts'

/** A message with its body and properties as they go over the wire. */
export interface Outgoing {
  readonly destination: AnyDestination
  readonly content: Buffer
  readonly marshalledProperties: Buffer
  /** Its number among all the session sends; the same when it is sent again. */
  readonly number: bigint
}

const usualPriority = 4
const begin = 0
const commit = 2

/** The producer of a connection: it sends messages to any destination, several in a transaction where they gather. */
export class Sending {
  readonly #sender: CommandSender
  readonly #producerId: Structure<'ProducerId'>
  readonly #groups: GroupCommit<Outgoing>
  #introduced = false
  #transactions = 0n

  constructor(sender: CommandSender) {
    this.#sender = sender
    const { connectionId } = sender
    this.#producerId = structure('ProducerId', { connectionId, value: 1n, sessionId: sessionNumber })
    this.#groups = new GroupCommit(
      (message) => sender.request(this.#command(message, null)),
      (group) => this.#transact(group),
    )
  }

  /** Resolves once the broker has the message safe. */
  async send(message: Outgoing): Promise<void> {
    this.#introduce()
    await this.#groups.send(message)
  }

  /** Tells the broker who is going to send. Should it refuse, it refuses what is sent as well, and says why there. */
  #introduce(): void {
    if (this.#introduced) return
    this.#introduced = true
    this.#sender.request(structure('ProducerInfo', { producerId: this.#producerId })).catch(() => undefined)
  }

  /**
   * Each message gets a response of its own, so one that is refused takes no other with it; the broker has them safe when
   * it has confirmed the end of the transaction.
   */
  async #transact(group: readonly Waiting<Outgoing>[]): Promise<void> {
    this.#transactions += 1n
    const connectionId = structure('ConnectionId', { value: this.#sender.connectionId })
    const transactionId = structure('LocalTransactionId', { value: this.#transactions, connectionId })
    const bound = (type: number) => structure('TransactionInfo', { connectionId, transactionId, type })
    this.#sender.send(bound(begin))
    const sent = await Promise.allSettled(
      group.map(({ item }) => this.#sender.request(this.#command(item, transactionId))),
    )
    const committed = await settled(this.#sender.request(bound(commit)))
    for (const [index, { resolve, reject }] of group.entries()) {
      const failed = [sent[index], committed].find((each) => each?.status === 'rejected')
      if (failed === undefined) resolve()
      else reject(failed.reason)
    }
  }

  #command(
    { destination, content, marshalledProperties, number }: Outgoing,
    transactionId: Structure<'LocalTransactionId'> | null,
  ): Structure<'ObjectMessage'> {
    return structure('ObjectMessage', {
      producerId: this.#producerId,
      destination,
      transactionId,
      messageId: structure('MessageId', { producerId: this.#producerId, producerSequenceId: number }),
      persistent: true,
      priority: usualPriority,
      timestamp: BigInt(Date.now()),
      content,
      marshalledProperties,
    })
  }
}

async function settled(work: Promise<void>): Promise<PromiseSettledResult<void>> {
  const [outcome] = await Promise.allSettled([work])
  return outcome
}
