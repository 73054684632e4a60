import { structure } from '../../openwire/codec.ts'
import { Browser } from '../browser.ts'
import { wireDestinationOf } from '../wire-destination.ts'
import type { PlainDestination } from '../../destinations.ts'
import { destinationOf, headerOf, temporaryName } from '../destination.ts'
import type { Frame } from './frames.ts'
import type { MessageQueue } from '../message-queue.ts'
import { draftOf } from './draft.ts'
import { renderBrowserEnd, renderMessage } from './delivery.ts'
import type { StompVersion } from '../header-escaping.ts'
import type { Message } from '../message.ts'
import { octetsOf, textOf, type Octets } from '../octets.ts'
import { ProtocolError } from '../protocol-error.ts'
import type { SessionContext } from '../session-context.ts'
import { Subscription, type Recipient } from '../subscription.ts'
import { readSubscribe, type SubscribeRequest } from './subscribe-request.ts'
import { Transactions } from '../transactions.ts'

/** Where frames for a client go. */
export interface Outlet {
  /** Whether it takes more messages now. When it does again after it did not, it says so. */
  readonly writable: boolean
  readonly version: StompVersion
  send(bytes: Buffer): void
}

/** A subscription of the session, as the client knows it. */
interface Subscribed {
  readonly request: SubscribeRequest
  readonly subscription: Subscription | Browser
  /** The ack ids of what is out, by message. */
  readonly ackIds: Map<number, Octets>
  /** Called when it ends. */
  readonly gone: () => void
}

/** What an ack id stands for. */
interface Awaited {
  readonly by: Subscribed
  readonly message: number
}

/** What one connected client has going on: its subscriptions, its transactions and what it did not acknowledge. */
export class Session {
  readonly #context: SessionContext
  readonly #outlet: Outlet
  /** Unique among all sessions there ever were; begins this session's message ids and ack ids. */
  readonly #id: Octets
  readonly #clientId: Octets | undefined
  readonly #subscriptions = new Map<Octets, Subscribed>()
  readonly #awaited = new Map<Octets, Awaited>()
  readonly #transactions: Transactions
  readonly #temporary = new Set<string>()
  #messages = 0
  #acks = 0
  #consumers = 0n

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
    for (const { subscription } of this.#subscriptions.values()) this.#wake(subscription)
  }

  /** Ends everything; what is not acknowledged returns to its queue and open transactions are undone. */
  close(): void {
    this.#transactions.abortAll()
    this.#awaited.clear()
    for (const subscribed of this.#subscriptions.values()) this.#end(subscribed)
    for (const name of this.#temporary) this.#context.router.removeQueue(name)
  }

  /** A temporary queue is one with a name nobody else has, which goes with this session. */
  #destinationOf(header: Octets): PlainDestination {
    const [, name] = /^\/temp-queue\/(.+)$/s.exec(header) ?? []
    if (name === undefined) return destinationOf(header)
    const owner = this.#id.replaceAll(/[^\w-]/g, '-')
    const destination = destinationOf(octetsOf(`/queue/${temporaryName(`${owner}.${textOf(name)}`)}`))
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
    // As if it were the first producer of the first session, which is how ActiveMQ names what comes over STOMP.
    const messageId = `${this.#id}:-1:1:${this.#messages}`
    const transaction = frame.headers.get('transaction')
    if (transaction === undefined) {
      router.publish(destination, draft, messageId)
      return
    }
    // The body may lie in a larger chunk that would be kept whole as long as the transaction is open.
    const kept = { ...draft, body: new Uint8Array(draft.body) }
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
    const { key } = request
    if (this.#subscriptions.has(key)) throw refused(`There already is a subscription with the id ${key}`)
    if (this.#subscriptions.size >= this.#context.limits.subscriptions) {
      throw refused(`This connection has ${this.#subscriptions.size} subscriptions and gets no more`)
    }
    const queue = this.#queueOf(request)
    const recipient = this.#recipientOf(request, queue, (message) => this.#newAckId(message, subscribed))
    const subscription = this.#open(request, queue, recipient)
    const subscribed: Subscribed = {
      request,
      subscription,
      ackIds: new Map(),
      gone: this.#announce(request),
    }
    this.#subscriptions.set(key, subscribed)
    this.#wake(subscription)
  }

  #announce({ destination, browser, selectorHeader, terms }: SubscribeRequest): () => void {
    this.#consumers += 1n
    const consumerId = { connectionId: textOf(this.#id), sessionId: -1n, value: this.#consumers }
    const info = structure('ConsumerInfo', {
      consumerId: structure('ConsumerId', consumerId),
      destination: wireDestinationOf(destination),
      browser,
      prefetchSize: terms.prefetch,
      selector: selectorHeader === '' ? null : textOf(selectorHeader),
    })
    return this.#context.advisories.consumer(info, destination)
  }

  #queueOf({ browser, destination, durableName, selectorHeader, terms }: SubscribeRequest): MessageQueue {
    const { router, make } = this.#context
    if (browser) return router.queueToBrowse(destination.name)
    if (destination.kind === 'queue') return router.queue(destination.name, make)
    if (durableName === undefined) return router.topicSubscription(destination, terms.selector, make)
    return router.durable(
      this.#durableClientId(),
      textOf(durableName),
      destination.name,
      selectorHeader,
      make,
    )
  }

  #open(request: SubscribeRequest, queue: MessageQueue, recipient: Recipient): Subscription | Browser {
    const { router, store } = this.#context
    if (request.browser) return new Browser(request.terms, queue, store, router, recipient)
    const subscription = new Subscription(request.terms, queue, recipient)
    queue.attach(subscription)
    return subscription
  }

  #recipientOf(
    request: SubscribeRequest,
    queue: MessageQueue,
    ackIdOf: (message: Message) => Octets,
  ): Recipient {
    const outlet = this.#outlet
    const { kind, address } = queue.identity
    const { id, ackMode, transformation } = request
    return {
      get writable() {
        return outlet.writable
      },
      show: (message, deliveries) => {
        const ack = ackMode === 'auto' ? undefined : ackIdOf(message)
        outlet.send(
          renderMessage(message, {
            version: outlet.version,
            subscription: id,
            destination: address,
            ack: outlet.version === '1.2' ? ack : undefined,
            // As in ActiveMQ, what a durable subscription gets again does not say so.
            redelivered: deliveries > 0 && kind === 'queue',
            transformation,
          }),
        )
      },
      end: () => {
        outlet.send(renderBrowserEnd(id, address, outlet.version))
      },
    }
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
    const subscribed = this.#subscriptions.get(id)
    if (subscribed === undefined) throw refused('No subscription matched.')
    this.#end(subscribed)
  }

  #acknowledge(frame: Frame): void {
    const { command } = frame
    const transaction = frame.headers.get('transaction')
    if (transaction !== undefined) this.#transactions.require(transaction)
    const ackId = this.#ackIdOf(frame)
    const awaited = this.#awaited.get(ackId)
    if (awaited?.by.subscription.outstanding.awaits(awaited.message) !== true)
      throw refused(`Unexpected ${command} received for message-id [${ackId}]`)
    const { by, message } = awaited
    const { subscription } = by
    if (subscription instanceof Browser) {
      if (command === 'NACK') throw refused('Cannot Nack a message on a Queue Browser Subscription.')
      this.#forget(by, [message])
      subscription.acknowledge([message])
      this.#wake(subscription)
      return
    }
    const { outstanding } = subscription
    const isCumulative = command === 'ACK' && by.request.ackMode === 'client'
    const covered = isCumulative ? outstanding.upTo(message) : [message]
    const run = (): void => {
      if (command === 'NACK') this.#reject(subscription, message)
      else subscription.acknowledge(covered)
      this.#forget(by, covered)
      this.#wake(subscription)
    }
    if (transaction === undefined) {
      run()
      return
    }
    this.#transactions.add(transaction, {
      run,
      abandon: () => {
        outstanding.release(covered)
      },
      size: covered.length * ackId.length,
    })
    outstanding.reserve(covered)
    this.#wake(subscription)
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
    return ackIds.find((id) => this.#awaited.has(id)) ?? messageId
  }

  #newAckId(message: Message, by: Subscribed): Octets {
    this.#acks += 1
    const ackId =
      this.#outlet.version === '1.2'
        ? `${this.#id}-${this.#acks}`
        : olderAckId(by.request.key, message.messageId)
    by.ackIds.set(message.id, ackId)
    this.#awaited.set(ackId, { by, message: message.id })
    return ackId
  }

  #reject(subscription: Subscription, id: number): void {
    const message = subscription.reject(id)
    if (message !== undefined) this.#context.router.refuse(message, subscription.queue)
  }

  #forget({ ackIds }: Subscribed, messages: Iterable<number>): void {
    for (const message of [...messages]) {
      const ackId = ackIds.get(message)
      ackIds.delete(message)
      if (ackId !== undefined) this.#awaited.delete(ackId)
    }
  }

  #end(subscribed: Subscribed): void {
    const { request, subscription, ackIds } = subscribed
    subscribed.gone()
    this.#subscriptions.delete(request.key)
    subscription.close()
    this.#forget(subscribed, ackIds.keys())
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
