import { failure, type Failure } from '../../errors/failure.ts'
import { serverName, type BrokerServer } from '../broker-url.ts'
import { socketFailure } from '../connect-failure.ts'
import type {
  BridgedBroker,
  BrokerIdentity,
  Connection,
  ConnectionContext,
  ConsumeRequest,
  Consumer,
  Consumption,
  DestinationListing,
  Publication,
  Sendable,
  Withdrawer,
  WithdrawRequest,
} from '../broker-connection.ts'
import { dialectOf } from '../dialects.ts'
import { watchForSilence } from '../heart-beat.ts'
import { receiptDeadlinePassed, Receipts } from '../receipts.ts'
import { bridgedBrokers, identityOf } from './bridges.ts'
import { structure, type Codec } from './codec.ts'
import type { Command, CommandSender } from './commands.ts'
import { Consumers } from './consumers.ts'
import { wireDestination } from './destinations.ts'
import type { PlainDestination } from '../destinations.ts'
import type { FrameSocket } from './frame-socket.ts'
import type { ReceivedFrame } from './frame-splitter.ts'
import { keepAlive } from './keep-alive.ts'
import { listDestinations, queueNames } from './listing.ts'
import { encodeStringObject } from './message-body.ts'
import { MalformedFrame } from './octets.ts'
import { encodePrimitiveMap, stringProperties } from './primitive-map.ts'
import { isStopping, refusal } from './refusals.ts'
import { Sending } from './sending.ts'
import type { Structure, Throwable } from './structures.ts'
import type { Agreement } from './wire-format.ts'
import { Withdrawal } from './withdrawal.ts'
import { say } from '../../sentences/say.ts'

/** What a connection is made from once the broker has let us in. */
export interface OpenWireParts {
  readonly socket: FrameSocket
  readonly codec: Codec
  readonly agreement: Agreement
  readonly server: BrokerServer
  readonly broker: BrokerIdentity | undefined
  readonly context: Pick<ConnectionContext, 'settings' | 'clock' | 'memory'>
  readonly connectionId: string
  /** Numbers the commands; those of the log-in are numbered already. */
  readonly nextCommand: () => number
  /** What came with the last answer of the log-in, and after it. */
  readonly unread: readonly ReceivedFrame[]
}

/** What a DestinationInfo asks for. */
const removal = 1
/** What a message weighs beside its body and properties; more than it ever does. */
const messageOverhead = 2048

/** A connection to a broker that speaks OpenWire. */
export class OpenWireConnection implements Connection {
  readonly protocol = 'openwire'
  readonly server: BrokerServer
  readonly brokerVersion: string
  readonly lost: Promise<Failure>
  readonly #parts: OpenWireParts
  readonly #name: string
  readonly #receipts: Receipts
  readonly #consumers: Consumers
  readonly #sending: Sending
  readonly #sender: CommandSender
  readonly #settleLost: (because: Failure) => void
  readonly #stopTimers: readonly (() => void)[]
  #withdrawal: Withdrawal | undefined
  #introduced: BrokerIdentity | undefined
  #open = true
  #confirmed = false

  constructor(parts: OpenWireParts) {
    this.#parts = parts
    this.server = parts.server
    this.brokerVersion = parts.agreement.broker
    this.#introduced = parts.broker
    this.#name = serverName(parts.server)
    const { clock, settings } = parts.context
    const { promise, resolve } = Promise.withResolvers<Failure>()
    this.lost = promise
    this.#settleLost = resolve
    this.#receipts = new Receipts(clock, settings.receiptDeadline, () => {
      this.end(receiptDeadlinePassed(this.#name, settings.receiptDeadline))
    })
    this.#sender = {
      connectionId: parts.connectionId,
      dialect: dialectOf(this.brokerVersion),
      request: (command: Command) => this.request(command),
      send: (command: Command) => {
        this.send(command)
      },
      isOpen: () => this.#open,
    }
    this.#consumers = new Consumers(this.#sender, settings)
    this.#sending = new Sending(this.#sender, parts.context.memory)
    this.#stopTimers = this.#watch()
    for (const frame of parts.unread) this.#onFrame(frame)
    parts.socket.listen({
      frame: (frame) => {
        this.#onFrame(frame)
      },
      over: (error) => {
        this.end(this.#overBecause(error))
      },
    })
  }

  get broker(): BrokerIdentity | undefined {
    return this.#sender.dialect.bridges ? this.#introduced : undefined
  }

  get isOpen(): boolean {
    return this.#open
  }

  get hasConfirmed(): boolean {
    return this.#confirmed
  }

  prepare({ destination, properties, body, id, isPassing = false }: Publication): Sendable {
    const { context } = this.#parts
    const limit = context.settings.maxMessageBytes
    const content = encodeStringObject(body)
    const marshalledProperties = encodePrimitiveMap(stringProperties(properties))
    const bytes = content.length + marshalledProperties.length
    const frameLimit = this.largestMessage
    if (content.length > limit || bytes > frameLimit)
      throw failure('PLB-BROKER-MESSAGE-TOO-LARGE', { bytes, limit: Math.min(limit, frameLimit) })
    return {
      bytes,
      send: () =>
        this.#sending.send({
          destination: wireDestination(destination, this.#sender, 'sendTo'),
          content,
          marshalledProperties,
          number: context.memory.messageNumber(id),
          persistent: !isPassing,
        }),
    }
  }

  consume(request: ConsumeRequest, consumer: Consumer): Consumption {
    return this.#consumers.begin({ ...request, browser: false }, consumer)
  }

  browse(
    request: Pick<ConsumeRequest, 'destination' | 'selector' | 'withBodies'>,
    consumer: Consumer,
  ): Consumption {
    return this.#consumers.begin(
      { ...request, browser: true, acknowledgement: 'client-individual', prefetch: 2 ** 31 - 1 },
      consumer,
    )
  }

  withdraw(request: WithdrawRequest, withdrawer: Withdrawer): Consumption {
    const { memory, settings } = this.#parts.context
    const { maxMessageBytes } = settings
    const nextNumber = () => memory.messageNumber(undefined)
    this.#withdrawal ??= new Withdrawal(this.#sender, this.#consumers, this.#sending, {
      maxMessageBytes,
      nextNumber,
    })
    return this.#withdrawal.begin(request, withdrawer)
  }

  get largestMessage(): number {
    return this.#parts.agreement.maxFrameBytes - messageOverhead
  }

  tryWriting(destination: PlainDestination): Promise<void> {
    return this.#sending.tryWriting(wireDestination(destination, this.#sender, 'sendTo'))
  }

  async remove({ kind, name }: PlainDestination): Promise<void> {
    const { connectionId } = this.#parts
    await this.request(
      structure('DestinationInfo', {
        connectionId: structure('ConnectionId', { value: connectionId }),
        destination: structure(kind === 'queue' ? 'Queue' : 'Topic', { physicalName: name }),
        operationType: removal,
      }),
    )
  }

  async bridges(): Promise<readonly BridgedBroker[]> {
    return this.#sender.dialect.bridges ? bridgedBrokers(this.#consumers) : []
  }

  async queueNames(): Promise<ReadonlySet<string> | undefined> {
    return this.#sender.dialect.tells.includes('openwire') ? queueNames(this.#consumers) : undefined
  }

  async destinations(signal: AbortSignal): Promise<DestinationListing | undefined> {
    if (!this.#sender.dialect.tells.includes('openwire')) return undefined
    return listDestinations(this.#sender, this.#consumers, this.lost, signal)
  }

  /**
   * Sends a command and waits for the broker's response.
   * @throws Failure when the broker refuses it, or the connection ends or falls silent first
   */
  async request(command: Command): Promise<void> {
    if (!this.#open) throw await this.lost
    const commandId = this.#parts.nextCommand()
    const { settled } = this.#receipts.expect(String(commandId))
    this.#write({ ...command, commandId, responseRequired: true })
    await settled
    this.#confirmed = true
  }

  /** Sends a command nobody responds to. On a connection that is over, nothing happens. */
  send(command: Command): void {
    if (this.#open) this.#write({ ...command, commandId: this.#parts.nextCommand() })
  }

  hold(held: boolean): void {
    if (this.#open) this.#parts.socket.hold(held)
  }

  async close(): Promise<void> {
    if (!this.#open) return
    this.hold(false)
    const objectId = structure('ConnectionId', { value: this.#parts.connectionId })
    // Whatever goes wrong with the goodbye, the connection is over, which is all that was wanted.
    await this.request(structure('RemoveInfo', { objectId, lastDeliveredSequenceId: -2n })).catch(
      () => undefined,
    )
    this.send(structure('ShutdownInfo', {}))
    this.#finish(failure('PLB-BROKER-SESSION-CLOSED', {}))
    this.#parts.socket.finish()
  }

  end(because: Failure): void {
    if (!this.#open) return
    this.#finish(because)
    this.#parts.socket.destroy()
  }

  #finish(because: Failure): void {
    if (!this.#open) return
    this.#open = false
    for (const stop of this.#stopTimers) stop()
    this.#consumers.clear()
    this.#settleLost(because)
    this.#receipts.refuseAll(because)
  }

  #write(command: Command): void {
    this.#parts.socket.send(this.#parts.codec.encode(command))
  }

  #watch(): readonly (() => void)[] {
    const { agreement, socket, context } = this.#parts
    const { inactivity } = agreement
    if (inactivity === 0) return []
    const interval = inactivity / 3
    // The broker looks once an interval whether it has sent anything.
    const milliseconds = inactivity + interval
    return [
      keepAlive(context.clock, interval, socket, () => {
        this.send(structure('KeepAliveInfo', {}))
      }),
      watchForSilence(
        context.clock,
        milliseconds,
        () => socket.lastReceived,
        () => {
          this.end(failure('PLB-BROKER-HEART-BEAT-LOST', { server: this.#name, milliseconds }))
        },
      ),
    ]
  }

  #onFrame({ bytes, size }: ReceivedFrame): void {
    if (!this.#open) return
    const { codec } = this.#parts
    let received: Structure | undefined
    try {
      const isWhole = bytes.length === size
      received = isWhole ? codec.decode(bytes) : codec.decodeBeginning(bytes)
    } catch (error) {
      if (!(error instanceof MalformedFrame)) throw error
      this.end(this.#overBecause(error))
      return
    }
    // A frame of a type this client does not know holds nothing that was asked for.
    if (received !== undefined) this.#onCommand(received, size > bytes.length ? size : undefined)
  }

  /** @param tooLong how large the frame was when only its beginning is there */
  #onCommand(command: Structure, tooLong: number | undefined): void {
    switch (command.name) {
      case 'MessageDispatch':
        this.#consumers.dispatch(command, tooLong)
        return
      case 'Response':
      case 'DataResponse':
      case 'DataArrayResponse':
      case 'IntegerResponse':
        this.#receipts.confirm(String(command.correlationId))
        return
      case 'ExceptionResponse':
        this.#receipts.refuse(String(command.correlationId), refusal(command.exception, this.#name))
        return
      case 'ConnectionError':
        this.#onError(command.exception)
        return
      case 'BrokerInfo':
        // A busy broker may let somebody in before it introduces itself.
        this.#introduced = identityOf(command)
        return
      case 'ConsumerControl':
        if (command.close) this.#consumers.closed(command.consumerId, this.#name)
        return
      case 'KeepAliveInfo':
        // Its number comes back, so it is not one of ours.
        if (command.responseRequired) this.#write({ ...command, responseRequired: false })
        return
      default:
      // What the broker tells of itself and of its cluster needs no answer.
    }
  }

  /**
   * Something failed that nobody waits for. Only acknowledgements are sent so: one of a message the broker has meanwhile
   * given back or taken. It will come again, or need not.
   */
  #onError(exception: Throwable | null): void {
    if (isStopping(exception)) this.end(refusal(exception, this.#name))
  }

  #overBecause(error: unknown): Failure {
    const server = this.#name
    if (error instanceof MalformedFrame)
      return failure('PLB-BROKER-PROTOCOL', { server, reason: error.reason }, error)
    if (error !== undefined) return socketFailure(error, server, true)
    return failure('PLB-BROKER-CONNECTION-LOST', { server, reason: say('broker.closedByBroker') })
  }
}
