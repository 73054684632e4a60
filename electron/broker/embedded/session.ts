import { Browser } from './browser.ts'
import type { PlainDestination } from '../destinations.ts'
import { destinationOf, headerOf } from './destination.ts'
import type { Frame } from './frames.ts'
import { draftOf, type Message } from './message.ts'
import type { MessageStore } from './store.ts'
import { octetsOf, textOf, type Octets } from './octets.ts'
import { ProtocolError } from './protocol-error.ts'
import type { Make, Router } from './router.ts'
import { Subscription, type Outlet } from './subscription.ts'
import { readSubscribe, type SubscribeRequest } from './subscribe-request.ts'
import { Transactions, type TransactionLimits } from './transactions.ts'
import type { Turn } from './turn.ts'

/** What a session works on. */
export interface SessionContext {
  readonly store: MessageStore
  readonly router: Router
  readonly turn: Turn
  readonly now: () => number
  /** Called before a destination is made for this client. */
  readonly make: Make
  readonly limits: TransactionLimits & { readonly subscriptions: number }
}

/** What one connected client has going on: its subscriptions, its transactions and what it did not acknowledge. */
export class Session {
  readonly #context: SessionContext
  readonly #outlet: Outlet
  /** Unique among all sessions there ever were; begins this session's message ids and ack ids. */
  readonly #id: Octets
  readonly #clientId: Octets | undefined
  readonly #subscriptions = new Map<Octets, Subscription | Browser>()
  readonly #owners = new Map<Octets, Subscription | Browser>()
  readonly #transactions: Transactions
  readonly #temporary = new Set<string>()
  #messages = 0
  #acks = 0

  /** @param id never used before, and none of another broker or an earlier run of this one */
  constructor(context: SessionContext, outlet: Outlet, id: Octets, clientId: Octets | undefined) {
    this.#context = context
    this.#outlet = outlet
    this.#id = id
    this.#clientId = clientId
    this.#transactions = new Transactions(context.limits)
  }

  /**
   * Does what a frame asks.
   * @throws ProtocolError when it cannot be done; the session goes on unless the error is fatal
   */
  handle(frame: Frame): void {
    switch (frame.command) {
      case 'SEND':
        this.#send(frame)
        break
      case 'SUBSCRIBE':
        this.#subscribe(frame)
        break
      case 'UNSUBSCRIBE':
        this.#unsubscribe(frame)
        break
      case 'ACK':
      case 'NACK':
        this.#acknowledge(frame)
        break
      case 'BEGIN':
        this.#transactions.begin(frame.headers.get('transaction'))
        break
      case 'COMMIT':
        this.#transactions.commit(frame.headers.get('transaction'))
        break
      case 'ABORT':
        this.#transactions.abort(frame.headers.get('transaction'))
        break
      default:
        throw new ProtocolError(`Unknown STOMP action: ${frame.command}`)
    }
  }

  /** Has deliveries carried on that waited for the connection to take bytes again. */
  resume(): void {
    for (const subscription of this.#subscriptions.values()) this.#wake(subscription)
  }

  /** Ends everything; what is not acknowledged returns to its queue and open transactions are undone. */
  close(): void {
    this.#transactions.abortAll()
    this.#owners.clear()
    for (const subscription of this.#subscriptions.values()) this.#end(subscription)
    for (const name of this.#temporary) this.#context.router.removeQueue(name)
  }

  /** A temporary queue is one with a name nobody else has, which goes with this session. */
  #destinationOf(header: Octets): PlainDestination {
    const [, name] = /^\/temp-queue\/(.+)$/s.exec(header) ?? []
    if (name === undefined) return destinationOf(header)
    const owner = this.#id.replaceAll(/[^\w-]/g, '-')
    const destination = destinationOf(octetsOf(`/queue/Temporary.${owner}.${textOf(name)}`))
    this.#temporary.add(destination.name)
    return destination
  }

  #send(frame: Frame): void {
    const { router, now, make } = this.#context
    const header = frame.headers.get('destination')
    if (header === undefined) throw refused('SEND received without a Destination specified!')
    const destination = this.#destinationOf(header)
    const draft = draftOf(frame, headerOf(destination), now())
    // Now, since a COMMIT must not fail half-way.
    router.ensure(destination, make)
    this.#messages += 1
    const messageId = `${this.#id}:${this.#messages}`
    const transaction = frame.headers.get('transaction')
    if (transaction === undefined) {
      router.publish(destination, draft, messageId)
      return
    }
    // The body may lie in a larger chunk that would be kept whole as long as the transaction is open.
    const kept = { ...draft, body: Uint8Array.from(draft.body) }
    this.#transactions.add(transaction, {
      run: () => {
        router.publish(destination, kept, messageId)
      },
      abandon: () => undefined,
      size: kept.body.length + kept.headers.length,
    })
  }

  #subscribe(frame: Frame): void {
    const request = readSubscribe(frame, this.#outlet.version, (header) => this.#destinationOf(header))
    if (this.#subscriptions.has(request.terms.key)) {
      throw refused(`There already is a subscription with the id ${request.terms.key}`)
    }
    if (this.#subscriptions.size >= this.#context.limits.subscriptions) {
      throw refused(`This connection has ${this.#subscriptions.size} subscriptions and gets no more`)
    }
    const subscription = this.#open(request)
    this.#subscriptions.set(request.terms.key, subscription)
    this.#wake(subscription)
  }

  #open(request: SubscribeRequest): Subscription | Browser {
    const { router, store, make } = this.#context
    const { destination, terms } = request
    const ackIds = (message: Message): Octets => this.#newAckId(message, subscription)
    const queue =
      destination.kind === 'queue'
        ? router.queue(destination.name, make)
        : request.durableName === undefined
          ? router.topicSubscription(destination, terms.selector, make)
          : router.durable(
              this.#durableClientId(),
              textOf(request.durableName),
              destination.name,
              request.selectorHeader,
              make,
            )
    const subscription: Subscription | Browser = request.browser
      ? new Browser(terms, queue, store, router, this.#outlet, ackIds)
      : new Subscription(terms, queue, this.#outlet, ackIds)
    if (subscription instanceof Subscription) queue.attach(subscription)
    return subscription
  }

  /** ActiveMQ makes up a client-id here, and so an orphan that collects messages for ever at each reconnect. */
  #durableClientId(): string {
    if (this.#clientId === undefined) throw refused('A durable subscription needs a client-id in CONNECT')
    return textOf(this.#clientId)
  }

  #unsubscribe(frame: Frame): void {
    const { headers } = frame
    const id = headers.get('id') ?? (this.#outlet.version === '1.0' ? headers.get('destination') : undefined)
    const durableName = headers.get('activemq.subscriptionName') ?? headers.get('durable-subscription-name')
    if (durableName !== undefined) {
      this.#context.router.removeDurable(this.#durableClientId(), textOf(durableName))
      return
    }
    if (id === undefined) throw refused('UNSUBSCRIBE received without a subscription id!')
    const subscription = this.#subscriptions.get(id)
    if (subscription === undefined) throw refused('No subscription matched.')
    this.#end(subscription)
  }

  #acknowledge(frame: Frame): void {
    const { command } = frame
    const transaction = frame.headers.get('transaction')
    if (transaction !== undefined) this.#transactions.require(transaction)
    const ackId = this.#ackIdOf(frame)
    const owner = this.#owners.get(ackId)
    if (owner?.awaits(ackId) !== true)
      throw refused(`Unexpected ${command} received for message-id [${ackId}]`)
    if (owner instanceof Browser) {
      if (command === 'NACK') throw refused('Cannot Nack a message on a Queue Browser Subscription.')
      this.#owners.delete(ackId)
      owner.acknowledge(ackId)
      this.#wake(owner)
      return
    }
    const covered = command === 'ACK' ? owner.coveredBy(ackId) : [ackId]
    const run = command === 'ACK' ? () => this.#consume(owner, covered) : () => this.#reject(owner, ackId)
    if (transaction === undefined) {
      run()
      return
    }
    this.#transactions.add(transaction, {
      run,
      abandon: () => {
        owner.release(covered)
      },
      size: covered.length * ackId.length,
    })
    owner.reserve(covered)
    this.#wake(owner)
  }

  /** STOMP 1.2 names what is acknowledged by its `ack` header, earlier versions by its message-id. */
  #ackIdOf(frame: Frame): Octets {
    const { command, headers } = frame
    if (this.#outlet.version === '1.2') {
      const id = headers.get('id')
      if (id === undefined) throw refused(`${command} received without a ack id for acknowledge!`)
      return id
    }
    const messageId = headers.get('message-id')
    if (messageId === undefined) throw refused(`${command} received without a message-id to acknowledge!`)
    const subscription = headers.get('subscription')
    const keys = subscription === undefined ? [...this.#subscriptions.keys()] : [subscription]
    const ackIds = keys.map((key) => olderAckId(key, messageId))
    return ackIds.find((id) => this.#owners.has(id)) ?? messageId
  }

  #newAckId(message: Message, owner: Subscription | Browser): Octets {
    this.#acks += 1
    const ackId =
      this.#outlet.version === '1.2'
        ? `${this.#id}-${this.#acks}`
        : olderAckId(owner.terms.key, message.messageId)
    this.#owners.set(ackId, owner)
    return ackId
  }

  #consume(subscription: Subscription, ackIds: readonly Octets[]): void {
    subscription.acknowledge(ackIds)
    for (const id of ackIds) this.#owners.delete(id)
    this.#wake(subscription)
  }

  #reject(subscription: Subscription, ackId: Octets): void {
    const message = subscription.reject(ackId)
    if (message !== undefined) this.#context.router.refuse(message, subscription.queue)
    this.#owners.delete(ackId)
    this.#wake(subscription)
  }

  #end(subscription: Subscription | Browser): void {
    this.#subscriptions.delete(subscription.terms.key)
    subscription.close()
    for (const [ackId, owner] of this.#owners) {
      if (owner === subscription) this.#owners.delete(ackId)
    }
    if (!(subscription instanceof Subscription)) return
    if (subscription.queue.identity.kind === 'topic subscription') {
      this.#context.router.endTopicSubscription(subscription.queue)
    } else {
      // Others may take what it gave back.
      this.#context.turn.wake(subscription.queue)
    }
  }

  #wake(subscription: Subscription | Browser): void {
    this.#context.turn.wake(subscription instanceof Browser ? subscription : subscription.queue)
  }
}

function olderAckId(subscription: Octets, messageId: Octets): Octets {
  return `${subscription}\n${messageId}`
}

function refused(message: string): ProtocolError {
  return new ProtocolError(message, false)
}
