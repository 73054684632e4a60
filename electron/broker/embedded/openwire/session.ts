import { transactionSteps, type Command } from '../../openwire/commands.ts'
import { isMessage, type AnyMessage, type Structure } from '../../openwire/structures.ts'
import type { PlainDestination } from '../../destinations.ts'
import { Browser } from '../browser.ts'
import { headerOf } from '../destination.ts'
import type { MessageQueue, Seen } from '../message-queue.ts'
import { octetsOf, textOf } from '../octets.ts'
import { ProtocolError } from '../protocol-error.ts'
import { selectorOf } from '../selector.ts'
import type { SessionContext } from '../session-context.ts'
import { Subscription } from '../subscription.ts'
import { Transactions } from '../transactions.ts'
import { AdvisoryConsumer } from './advisory-consumer.ts'
import { ackKindOf, Deliveries, WireConsumer, type Outlet } from './consumer.ts'
import { isAdvisory } from '../advisories.ts'
import { draftOf } from './draft.ts'
import { messageIdText } from './message-id.ts'
import { answerStatistics, asksStatistics } from './statistics.ts'
import { brokerDestination } from '../wire-destination.ts'

const removal = 1

/** What one connected OpenWire client has going on. */
export class OpenWireSession {
  readonly #context: SessionContext
  readonly #outlet: Outlet
  readonly #connectionId: string
  readonly #clientId: string
  readonly #consumers = new Map<string, WireConsumer | AdvisoryConsumer>()
  readonly #transactions: Transactions
  readonly #temporary = new Set<string>()

  constructor(context: SessionContext, outlet: Outlet, connectionId: string, clientId: string) {
    this.#context = context
    this.#outlet = outlet
    this.#connectionId = connectionId
    this.#clientId = clientId
    this.#transactions = new Transactions(context.limits)
  }

  /**
   * Does what a command asks.
   * @throws ProtocolError, not fatal, when it cannot be done
   */
  obey(command: Command): void {
    if (isMessage(command)) {
      this.#publish(command)
      return
    }
    switch (command.name) {
      case 'SessionInfo':
      case 'ConnectionControl':
      case 'BrokerInfo':
        return
      case 'ProducerInfo':
        if (command.destination !== null) this.#ensure(brokerDestination(command.destination))
        return
      case 'ConsumerInfo':
        this.#consume(command)
        return
      case 'ConsumerControl':
        this.#consumer(command.consumerId).setPrefetch(command.prefetch)
        return
      case 'MessageAck':
        this.#acknowledge(command)
        return
      case 'MessagePull':
        this.#consumer(command.consumerId).pull(Number(command.timeout))
        return
      case 'RemoveInfo':
        this.#remove(command)
        return
      case 'TransactionInfo':
        this.#transact(command)
        return
      case 'DestinationInfo':
        this.#changeDestination(command)
        return
      case 'RemoveSubscriptionInfo':
        this.#context.router.removeDurable(this.#clientId, command.subcriptionName ?? '')
        return
      default:
        throw refused(`The broker does not know what to do with ${command.name}`)
    }
  }

  /** Has deliveries carried on that waited for the connection to take bytes again. */
  resume(): void {
    for (const consumer of this.#consumers.values()) consumer.wake()
  }

  /** Ends everything; what is not acknowledged returns to its queue and open transactions are undone. */
  close(): void {
    this.#transactions.abortAll()
    this.#endConsumers(() => true, 'anything')
    for (const name of this.#temporary) this.#context.router.removeQueue(name)
    this.#temporary.clear()
  }

  #publish(message: AnyMessage): void {
    const { router, make } = this.#context
    const { messageId, transactionId } = message
    if (messageId === null) throw refused('A message has to have an id')
    if (asksStatistics(message)) {
      answerStatistics(message, this.#context)
      return
    }
    const destination = brokerDestination(message.destination)
    if (message.destination?.name === 'TempQueue' && router.existingQueue(destination.name) === undefined) {
      const what = `Cannot publish to a deleted Destination: temp-queue://${message.destination.physicalName ?? ''}`
      throw new ProtocolError(octetsOf(what), false, 'no such destination')
    }
    // Now, since a commit must not fail half-way.
    router.ensure(destination, make)
    const draft = draftOf(message, headerOf(destination))
    const run = (): void => router.publishOnce(destination, draft, messageIdText(messageId))
    if (transactionId === null) run()
    else {
      const size = draft.body.length + draft.headers.length
      this.#transactions.add(nameOf(transactionId), { run, abandon: () => undefined, size })
    }
  }

  #consume(info: Structure<'ConsumerInfo'>): void {
    const key = keyOf(info.consumerId)
    if (this.#consumers.has(key)) throw refused(`There already is a consumer ${key}`)
    if (this.#consumers.size >= this.#context.limits.subscriptions)
      throw refused(`This connection has ${this.#consumers.size} consumers and gets no more`)
    const consumer = isAdvisory(info) ? this.#listen(info) : this.#open(info)
    this.#consumers.set(key, consumer)
    consumer.wake()
  }

  #listen({ consumerId, destination }: Structure<'ConsumerInfo'>): AdvisoryConsumer {
    const { advisories } = this.#context
    return new AdvisoryConsumer(advisories, this.#outlet, consumerId, destination?.physicalName ?? '')
  }

  #open(info: Structure<'ConsumerInfo'>): WireConsumer {
    const { store, router, advisories } = this.#context
    if (info.exclusive) throw refused('The broker knows no exclusive consumers')
    const selector = info.selector?.trim() ?? ''
    const terms = {
      automatic: false,
      prefetch: Math.max(0, info.prefetchSize),
      selector: selector === '' ? undefined : selectorOf(octetsOf(selector)),
      owner: this.#connectionId,
    }
    const destination = brokerDestination(info.destination)
    if (info.browser && destination.kind === 'topic') throw refused('A topic cannot be browsed')
    const queue = this.#queueOf(info, destination, selector)
    const deliveries = new Deliveries(this.#outlet, info.consumerId, headerOf(destination))
    if (info.browser) {
      const browser = new Browser(terms, queue, store, router, deliveries)
      return new WireConsumer(browser, deliveries, this.#context, advisories.consumer(info, destination))
    }
    const subscription = new Subscription(terms, queue, deliveries)
    queue.attach(subscription)
    return new WireConsumer(subscription, deliveries, this.#context, advisories.consumer(info, destination))
  }

  #queueOf(info: Structure<'ConsumerInfo'>, destination: PlainDestination, selector: string): MessageQueue {
    const { router, make } = this.#context
    if (info.browser) return router.queueToBrowse(destination.name)
    if (destination.kind === 'queue') return router.queue(destination.name, make)
    if (info.subscriptionName === null) {
      const wanted = selector === '' ? undefined : selectorOf(octetsOf(selector))
      return router.topicSubscription(destination, wanted, make)
    }
    return router.durable(this.#clientId, info.subscriptionName, destination.name, octetsOf(selector), make)
  }

  /** An acknowledgement of a consumer that has just ended is about messages that went back to their queue. */
  #acknowledge(ack: Structure<'MessageAck'>): void {
    const consumer = this.#consumers.get(keyOf(ack.consumerId))
    if (!(consumer instanceof WireConsumer)) return
    const kind = ackKindOf(ack)
    if (kind === 'redelivered') return
    if (kind === 'delivered') {
      consumer.delivered(ack.messageCount)
      return
    }
    const covered = consumer.coveredBy(ack, kind)
    const run = (): void => {
      if (kind === 'expired') consumer.expire(covered)
      else if (kind === 'poison') consumer.refuse(covered, ack.poisonCause !== null)
      else consumer.consume(covered)
    }
    if (ack.transactionId === null) {
      run()
      return
    }
    const { outstanding } = consumer.subscription
    this.#transactions.add(nameOf(ack.transactionId), {
      run,
      abandon: () => {
        outstanding.release(covered)
      },
      size: covered.length * 8,
    })
    outstanding.reserve(covered)
    consumer.wake()
  }

  #remove({ objectId, lastDeliveredSequenceId }: Structure<'RemoveInfo'>): void {
    const seen = seenOf(lastDeliveredSequenceId)
    switch (objectId?.name) {
      case 'ConsumerId': {
        const key = keyOf(objectId)
        this.#endConsumers((each) => each === key, seen)
        return
      }
      case 'SessionId':
        this.#endConsumers((each) => each.startsWith(`${objectId.value}:`), seen)
        return
      case 'ConnectionId':
        this.#transactions.abortAll()
        this.#endConsumers(() => true, seen)
        return
      default:
    }
  }

  #endConsumers(which: (key: string) => boolean, seen: Seen): void {
    for (const [key, consumer] of this.#consumers) {
      if (!which(key)) continue
      this.#consumers.delete(key)
      consumer.close(seen)
    }
  }

  #transact({ transactionId, type }: Structure<'TransactionInfo'>): void {
    const name = nameOf(transactionId)
    switch (type) {
      case transactionSteps.begin:
        this.#transactions.begin(name)
        return
      case transactionSteps.commit:
        this.#transactions.commit(name)
        return
      case transactionSteps.rollBack:
        this.#transactions.abort(name)
        return
      default:
        throw refused('The broker knows local transactions alone')
    }
  }

  #changeDestination({ destination: wire, operationType }: Structure<'DestinationInfo'>): void {
    const destination = brokerDestination(wire)
    const { name } = destination
    if (operationType !== removal) {
      if (wire?.name === 'TempQueue') {
        if (wire.physicalName?.startsWith(`${this.#connectionId}:`) !== true)
          throw refused('A temporary queue has to be called after its connection')
        this.#temporary.add(name)
      }
      this.#ensure(destination)
      return
    }
    const { router } = this.#context
    if (destination.kind === 'topic') {
      router.removeTopic(name)
      return
    }
    const consumers = router.existingQueue(name)?.consumers ?? 0
    if (consumers > 0)
      throw refused(`Destination still has an active subscription: queue://${textOf(octetsOf(name))}`)
    this.#temporary.delete(name)
    router.removeQueue(name)
  }

  #ensure(destination: PlainDestination): void {
    const { router, make } = this.#context
    router.ensure(destination, make)
  }

  #consumer(id: Structure<'ConsumerId'> | null): WireConsumer {
    const consumer = this.#consumers.get(keyOf(id))
    if (!(consumer instanceof WireConsumer)) throw refused(`There is no consumer ${keyOf(id)}`)
    return consumer
  }
}

/** Of one connection, a consumer is known by its session and its number. */
function keyOf(id: Structure<'ConsumerId'> | null): string {
  return `${id?.sessionId ?? 0n}:${id?.value ?? 0n}`
}

function nameOf(id: Structure<'LocalTransactionId' | 'XATransactionId'> | null): string {
  if (id?.name !== 'LocalTransactionId') throw refused('The broker knows local transactions alone')
  return String(id.value)
}

/** What a client saw of what it did not acknowledge: 0 and less are no message's place. */
function seenOf(lastDelivered: bigint): Seen {
  if (lastDelivered === -2n) return 'anything'
  return lastDelivered === -1n ? 'nothing' : { upTo: Number(lastDelivered) }
}

function refused(message: string): ProtocolError {
  return new ProtocolError(octetsOf(message), false)
}
