import { dataOfFailure } from '../contract/failures.ts'
import type { Contract } from '../contract/procedure.ts'
import { clientMessage, type ClientMessage, type ServerMessage } from '../contract/protocol.ts'
import { failure, type Failure } from '../errors/failure.ts'
import { entryOf, reasonOf, type Implementation, type Name } from './contract.ts'
import { ErrorReporter, type Report } from './error-reporter.ts'
import { systemClock, type Clock } from '../scheduler/clock.ts'
import { Frames } from './frames.ts'
import { RunningCall, type ChangeRecord } from './running-call.ts'
import { Subscription } from './subscription.ts'
import { say } from '../sentences/say.ts'

/** How many calls and streams one client may have under way, unless it is a part of the same program. */
export const mostUnderWay = 256

export interface ConnectionOptions {
  readonly contract: Contract
  readonly application: Implementation
  /** Hands a message to the client. */
  readonly send: (message: ServerMessage) => void
  /** Whether the way to the client is full; items wait then. */
  readonly isCongested?: () => boolean
  /** Whether nothing may be changed. */
  readonly isReadOnly?: () => boolean
  /** Keeps a change for the audit. */
  readonly record?: (change: ChangeRecord) => void
  /** The name of the cluster a call is asked of at this moment, from its procedure and its input as it came. */
  readonly clusterOf?: (action: string, input: unknown) => string | undefined
  /** Logs what the client is not told of; without it the client is told itself. */
  readonly report?: Report
  /** How many calls and streams may be under way. */
  readonly limit?: number
  readonly clock?: Clock
  /** Makes what an error in the log is found under. */
  readonly newReference?: () => string
}

/**
 * One client of the application, over whatever carries its messages: checks what it sends, calls what it asks for,
 * and sends answers at once, progress and items once a frame.
 */
export class Connection {
  readonly #options: ConnectionOptions
  readonly #contract: Contract
  readonly #errors: ErrorReporter
  readonly #frames: Frames
  readonly #calls = new Map<number, RunningCall>()
  readonly #subscriptions = new Map<number, Subscription>()
  #isOpen = true

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#contract = options.contract
    this.#errors = new ErrorReporter(options.report, options.newReference)
    this.#frames = new Frames(options.clock ?? systemClock, () => this.#onFrame())
  }

  /** @param message whatever the client sent; what is not a message of the protocol is answered with an error */
  receive(message: unknown): void {
    if (!this.#isOpen) return
    const parsed = clientMessage.safeParse(message)
    if (parsed.success) this.#dispatch(parsed.data)
    else this.#refuse(idIn(message), failure('PLB-APP-MESSAGE-MALFORMED', { reason: reasonOf(parsed.error) }))
  }

  /** The client is gone: everything it asked for is cancelled and nothing is sent any more. */
  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#frames.stop()
    for (const call of this.#calls.values()) call.cancel()
    for (const subscription of this.#subscriptions.values()) subscription.end()
    this.#subscriptions.clear()
  }

  #dispatch(message: ClientMessage): void {
    const { id } = message
    switch (message.type) {
      case 'call':
        void this.#call(id, { feature: message.feature, name: message.procedure }, message.input)
        break
      case 'cancel':
        this.#calls.get(id)?.cancel()
        break
      case 'subscribe':
        this.#subscribe(id, { feature: message.feature, name: message.stream }, message.input)
        break
      case 'unsubscribe':
        this.#endSubscription(id)
        break
      case 'credit':
        this.#subscriptions.get(id)?.grant(message.items)
        this.#frames.request()
        break
    }
  }

  async #call(id: number, name: Name, input: unknown): Promise<void> {
    if (!this.#mayBegin(id, name)) return
    const description = entryOf(this.#contract.procedures, name)
    const handler = entryOf(this.#options.application.services, name)
    if (description === undefined || handler === undefined) {
      this.#refuse(id, failure('PLB-APP-UNKNOWN-PROCEDURE', { ...name }))
      return
    }
    const { isReadOnly = () => false, record = () => undefined, clusterOf = () => undefined } = this.#options
    const surroundings = { isReadOnly, record, clusterOf, errors: this.#errors }
    const call = new RunningCall(id, name, description, handler, surroundings)
    this.#calls.set(id, call)
    const answer = await call.run(input, () => {
      if (this.#isOpen) this.#frames.request()
    })
    this.#sendProgress(id, call)
    this.#calls.delete(id)
    this.#send(answer)
  }

  #subscribe(id: number, name: Name, input: unknown): void {
    if (!this.#mayBegin(id, name)) return
    const description = entryOf(this.#contract.streams, name)
    const source = entryOf(this.#options.application.sources, name)
    if (description === undefined || source === undefined) {
      this.#refuse(id, failure('PLB-APP-UNKNOWN-PROCEDURE', { ...name }))
      return
    }
    const parsed = description.input.safeParse(input)
    if (!parsed.success) {
      this.#refuse(id, failure('PLB-APP-INPUT', { ...name, reason: reasonOf(parsed.error) }))
      return
    }
    const subscription = new Subscription(name, description)
    this.#subscriptions.set(id, subscription)
    try {
      const emit = (items: readonly unknown[]): void => this.#keepItems(subscription, items)
      source(parsed.data as never, emit, subscription.signal)
    } catch (error) {
      this.#failSubscription(id, this.#errors.known(error, name))
    }
  }

  #keepItems(subscription: Subscription, items: readonly unknown[]): void {
    // A source may hear of the end of its stream a little later than the end came.
    if (subscription.signal.aborted) return
    subscription.outgoing.add(items)
    this.#frames.request()
  }

  #onFrame(): void {
    for (const [id, call] of this.#calls) this.#sendProgress(id, call)
    for (const [id, subscription] of this.#subscriptions) this.#sendItems(id, subscription)
    if ([...this.#subscriptions.values()].some(({ outgoing }) => outgoing.isReady)) this.#frames.request()
  }

  #sendProgress(id: number, call: RunningCall): void {
    const progress = call.takeProgress()
    if (progress !== undefined) this.#send({ type: 'progress', id, value: progress.value })
  }

  #sendItems(id: number, subscription: Subscription): void {
    if (!subscription.outgoing.isReady || this.#options.isCongested?.() === true) return
    const batch = subscription.takeChecked()
    if (!batch.success) {
      this.#failSubscription(id, this.#errors.wrongOutput(subscription.name, batch.error))
      return
    }
    const { items, skipped } = batch
    this.#send({ type: 'items', id, items, ...(skipped > 0 ? { skipped } : {}) })
  }

  #failSubscription(id: number, found: Failure): void {
    this.#endSubscription(id)
    this.#send({ type: 'error', id, error: dataOfFailure(found) })
  }

  #endSubscription(id: number): void {
    this.#subscriptions.get(id)?.end()
    this.#subscriptions.delete(id)
  }

  #mayBegin(id: number, name: Name): boolean {
    if (this.#isInUse(id)) {
      this.#refuse(
        undefined,
        failure('PLB-APP-MESSAGE-MALFORMED', { reason: say('channel.idInUse', { id }) }),
      )
      return false
    }
    const { limit = mostUnderWay } = this.#options
    if (this.#calls.size + this.#subscriptions.size >= limit) {
      this.#refuse(id, failure('PLB-APP-TOO-MANY', { ...name, limit }))
      return false
    }
    return true
  }

  #isInUse(id: number): boolean {
    return this.#calls.has(id) || this.#subscriptions.has(id)
  }

  /** Answers what cannot be done; with 0 where the id cannot be read or means something else already. */
  #refuse(id: number | undefined, found: Failure): void {
    const addressed = id === undefined || this.#isInUse(id) ? 0 : id
    this.#send({ type: 'error', id: addressed, error: dataOfFailure(found) })
  }

  #send(message: ServerMessage): void {
    if (this.#isOpen) this.#options.send(message)
  }
}

/** The id of a message that is malformed otherwise. */
function idIn(message: unknown): number | undefined {
  if (typeof message !== 'object' || message === null || !('id' in message)) return undefined
  const { id } = message
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined
}
