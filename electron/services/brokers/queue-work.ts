import type { Clock } from '../../scheduler/clock.ts'
import type { ListedDestination } from '../../broker/broker-connection.ts'
import { queue as queueNamed, type Destination } from '../../broker/destinations.ts'
import type { Message } from '../../broker/message.ts'
import type { Service } from '../../contract/features/application.ts'
import { failure } from '../../errors/failure.ts'
import { demandAgreement } from '../../errors/agreement.ts'
import type { OpenCluster } from '../cluster/open-cluster.ts'
import { detailsOf } from '../messages/archive/details.ts'
import { roleOf, whyLeave, type QueueOwners } from './destination-roles.ts'
import { KeptMessages, type KeptMessagesOptions } from './kept-messages.ts'
import { changeEverywhere, type QueueChange } from './queue-changes.ts'
import { exported, readMessages, searchedMessages, type ReadMessage } from './queue-contents.ts'
import type { LanguageTag } from '../../languages/tags.ts'
import { speaker } from '../../sentences/speaker.ts'
import { datedName } from '../../text/dated-name.ts'

export interface QueueWorkOptions {
  /** What exports are written in. */
  readonly language: () => LanguageTag
  readonly required: () => OpenCluster
  readonly ownersIn: (cluster: OpenCluster) => QueueOwners
  /** What the broker tells of a queue; undefined when it does not, or there is none. */
  readonly find: (
    cluster: OpenCluster,
    name: string,
    signal: AbortSignal,
  ) => Promise<ListedDestination | undefined>
  /** Where messages are kept before anything is done with them. */
  readonly keepIn: (cluster: OpenCluster) => Omit<KeptMessagesOptions, 'now'>
  readonly clock: Clock
  readonly now: () => number
}

type Chosen = Pick<Parameters<Service<'brokers'>['discard']>[0], 'queue' | 'messageIds'>
type Call = Parameters<Service<'brokers'>['discard']>[1]

const listDeadline = 60_000
const keptAtOnce = 100

/** What is done with messages that lie in queues: looked at, exported, moved and removed, whatever the broker. */
export class QueueWork {
  readonly #options: QueueWorkOptions

  constructor(options: QueueWorkOptions) {
    this.#options = options
  }

  get service(): Pick<Service<'brokers'>, 'messages' | 'message' | 'exportMessages' | 'resend' | 'discard'> {
    return {
      messages: async ({ queue, text, limit }, { signal }) => {
        const { found, isAll } = await this.#read(queue, { text, limit, signal })
        return { rows: found.map(({ row }) => row), more: !isAll }
      },
      message: async ({ queue, messageId }, { signal }) => {
        const selector = `JMSMessageID = '${messageId.replaceAll("'", "''")}'`
        const { found } = await this.#read(queue, { text: '', limit: 1, selector, signal })
        const [first] = found
        if (first === undefined) throw failure('PLB-BROKERS-NO-SUCH-MESSAGE', { queue, messageId })
        return detailsOf(first.stored, () => [])
      },
      exportMessages: async ({ queue, text, format }, { signal }) => {
        const { found, isAll } = await this.#read(queue, { text, limit: searchedMessages, signal })
        return {
          fileName: datedName(queue, this.#options.now(), format),
          content: exported(found, format, await speaker(this.#options.language())),
          messages: found.length,
          complete: isAll,
        }
      },
      resend: async ({ to, agreed, ...chosen }, call) => {
        const target = queueNamed(to)
        demandAgreement(agreed, target.name)
        return this.#change(chosen, { moveTo: target }, call)
      },
      discard: async ({ agreed, ...chosen }, call) => {
        demandAgreement(agreed, chosen.queue)
        return this.#change(chosen, 'discard', call)
      },
    }
  }

  /**
   * Keeps all that lies in a queue, as before the queue is removed.
   * @throws PLB-BROKERS-NOT-KEPT, PLB-STORAGE-…, PLB-BROKER-…
   */
  async keepAll(cluster: OpenCluster, name: string, signal: AbortSignal): Promise<void> {
    await using kept = this.#kept(cluster)
    const waiting: Message[] = []
    for await (const message of cluster.browse(queueNamed(name), { withBodies: true, signal })) {
      if (message.content.kind === 'bytes' || message.content.kind === 'refused')
        throw failure('PLB-BROKERS-NOT-KEPT', { messageId: message.messageId })
      waiting.push(message)
      if (waiting.length === keptAtOnce) await kept.keep(waiting.splice(0))
    }
    await kept.keep(waiting)
  }

  #kept(cluster: OpenCluster): KeptMessages {
    return new KeptMessages({ ...this.#options.keepIn(cluster), now: this.#options.now })
  }

  async #read(
    name: string,
    {
      text,
      limit,
      signal,
      selector,
    }: { text: string; limit: number; signal: AbortSignal; selector?: string },
  ): Promise<{ found: ReadMessage[]; isAll: boolean }> {
    const cluster = this.#options.required()
    const found: ReadMessage[] = []
    const browsed = this.#browse(cluster, queueNamed(name), signal, selector)
    for await (const each of readMessages(browsed, { text, now: this.#options.now() })) {
      if (found.length === limit) return { found, isAll: false }
      found.push(each)
    }
    return { found, isAll: true }
  }

  /** Over STOMP, to ask for what messages hold writes something into them; whoever they are for is spared that. */
  #browse(
    cluster: OpenCluster,
    queue: Destination,
    signal: AbortSignal,
    selector?: string,
  ): AsyncIterable<Message> {
    const asked = { name: queue.name, kind: 'queue', consumers: 0 } as const
    const role = roleOf(asked, this.#options.ownersIn(cluster))
    const either = AbortSignal.any([signal, AbortSignal.timeout(listDeadline)])
    return cluster.browse(queue, {
      limit: searchedMessages,
      withBodies: role !== 'node' && role !== 'ours',
      signal: either,
      ...(selector === undefined ? {} : { selector }),
    })
  }

  async #change(
    { queue: name, messageIds }: Chosen,
    change: QueueChange['change'],
    { signal, progress }: Call,
  ) {
    const cluster = this.#options.required()
    const queue = queueNamed(name)
    const listed = await this.#options.find(cluster, name, signal)
    const why = whyLeave(listed ?? { name, kind: 'queue', consumers: null }, this.#options.ownersIn(cluster))
    if (why !== undefined) throw failure('PLB-BROKERS-MAY-NOT-TOUCH', { queue: name, reason: why })
    if (change !== 'discard' && change.moveTo.name === name)
      throw failure('PLB-BROKERS-SAME-QUEUE', { queue: name })
    const ids = messageIds ?? (await this.#idsIn(cluster, queue, signal))
    await using kept = this.#kept(cluster)
    const connections = await cluster.openConnections(signal)
    try {
      const outcomes = await changeEverywhere(connections, {
        ...{ queue, ids, change, signal, clock: this.#options.clock },
        keep: (message) => kept.keep([message]),
        onDone: (done) => progress({ done, all: ids.length }),
      })
      return { outcomes }
    } finally {
      await Promise.all(connections.map((connection) => connection.close()))
    }
  }

  async #idsIn(cluster: OpenCluster, queue: Destination, signal: AbortSignal): Promise<string[]> {
    const ids: string[] = []
    for await (const { messageId } of cluster.browse(queue, { limit: searchedMessages, signal }))
      ids.push(messageId)
    return ids
  }
}
