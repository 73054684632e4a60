import type { Failure } from '../errors/failure.ts'
import type { BrokerServer, Protocol } from './broker-url.ts'
import type { Clock } from '../scheduler/clock.ts'
import type { ConnectionMemory } from './connection-memory.ts'
import type { ConnectionSettings } from './connection-settings.ts'
import type { Destination, PlainDestination } from './destinations.ts'
import type { Message } from './message.ts'

/** A message to publish: an ObjectMessage holding one string, persistent unless it is passing. */
export interface Publication {
  readonly destination: Destination
  /** The message's string properties. A sender that may send again puts an id of its own here. */
  readonly properties: Readonly<Record<string, string>>
  readonly body: string
  /** What makes it the same message when it is published again: over OpenWire the broker then drops the second one. */
  readonly id?: string
  /** Whether it may be lost with the broker, so that a store without room does not keep its sender waiting. */
  readonly isPassing?: boolean
}

/** A message that is ready to leave. */
export interface Sendable {
  /** What it weighs, in bytes, while it is on its way. */
  readonly bytes: number
  /**
   * Sends it and waits until the broker has it safe; of several sent in one turn, the earlier ones arrive first.
   * @throws Failure when the broker refuses it, or the connection ends or falls silent first
   */
  send(): Promise<void>
}

/** What is asked of a queue or topic. */
export interface ConsumeRequest {
  readonly destination: Destination
  /** `auto`: a message counts as done when it is delivered. */
  readonly acknowledgement: 'client-individual' | 'auto'
  readonly prefetch: number
  readonly selector: string | undefined
  /** Whether ObjectMessages are wanted with what they hold. */
  readonly withBodies: boolean
  /** Whether brokers this one is bridged to are not to hear of it: it gets what is published here, and nothing else changes. */
  readonly unbridged?: boolean
}

/** A message that was delivered, and the answers to it; these return false when the connection is over. */
export interface Delivery {
  readonly message: Message
  /** What keeping it costs, in bytes. */
  readonly bytes: number
  readonly ack: () => boolean
  readonly nack: () => boolean
}

export interface Consumption {
  /** Settles when the broker has confirmed or refused it. Messages may come before. */
  readonly confirmed: Promise<void>
  /** Ends it; what was not acknowledged goes back to the queue. Never rejects. */
  readonly end: () => Promise<void>
}

export interface Consumer {
  /** Called for each message, and for the end of a browsed queue. */
  readonly receive: (delivery: Delivery | 'end') => void
  /** Called when the broker itself ends it. */
  readonly ended: (because: Failure) => void
}

/** Which messages are to be taken out of a queue. */
export interface WithdrawRequest {
  readonly queue: Destination
  /** A JMS selector. */
  readonly selector: string
  readonly prefetch: number
}

/** A message that is out of its queue for as long as nothing is decided; when the consumption ends it goes back. */
export interface WithdrawnMessage {
  readonly message: Message
  /** Whether the message tells all it holds. */
  readonly isWhole: boolean
  /**
   * Removes it for good.
   * @throws Failure when the broker refuses, or the connection ends first: then it may be removed or not
   */
  readonly remove: () => Promise<void>
  /**
   * Puts a copy of it, as it was sent, into another queue and removes it here, in one transaction where the broker has
   * them, and otherwise one after the other: it may become two, and is never lost.
   * @throws Failure when the broker refuses, or the connection ends first: then it may be here, there, or in both
   */
  readonly moveTo: (queue: Destination) => Promise<void>
}

export interface Withdrawer {
  readonly receive: (withdrawn: WithdrawnMessage) => void
  /** Called when the broker itself ends it. */
  readonly ended: (because: Failure) => void
}

export interface QueueConsumer {
  /** The same for as long as it takes from the queue, and never another one's. */
  readonly id: string
  /** What it calls itself; null when that is not told. */
  readonly client: string | null
  /** `host:port`, as the broker sees it; null when that is not told. */
  readonly address: string | null
  /** Whether it is a bridge, by which another broker takes for consumers of its own. */
  readonly isBridge: boolean
}

/** A queue or topic as the broker tells of it; null where it does not. */
export interface ListedDestination {
  readonly name: string
  readonly kind: 'queue' | 'topic'
  readonly depth: number | null
  readonly consumers: number | null
  /** Who they are, for a queue; null where the broker has no advisories, or none we hear. */
  readonly consumedBy: readonly QueueConsumer[] | null
  readonly enqueued: number | null
  readonly dequeued: number | null
}

export interface DestinationListing {
  /** By what the broker told: its statistics plugin, its management, or its advisories, which count no messages. */
  readonly told: 'statistics' | 'jolokia' | 'advisories'
  /** How full the broker's store is, in per cent and fractions; null when it does not say. */
  readonly storePercent: number | null
  /** The same of the memory it keeps for messages; null when it does not say. */
  readonly memoryPercent: number | null
  readonly destinations: readonly ListedDestination[]
}

export interface BrokerIdentity {
  /** Another one after each start, where the broker does not keep it. */
  readonly id: string
  /** A GeoServer's own broker has the node's instance name. */
  readonly name: string
}

/** Another broker that passes messages on to the one that was asked, and takes them from it. */
export interface BridgedBroker {
  /** What it calls itself: a GeoServer's own broker has the node's instance name. */
  readonly name: string
  /** Where it listens, as the broker that was asked sees it; undefined when that is not told. */
  readonly host: string | undefined
  readonly port: number | undefined
}

/** One open connection to a broker, in whatever protocol. It ends once and never comes back. */
export interface Connection {
  readonly server: BrokerServer
  readonly protocol: Protocol
  /** What the broker calls itself, for example `ActiveMQ/5.17.2`. */
  readonly brokerVersion: string
  /** Undefined where the broker does not say, or such brokers are not bridged to each other. */
  readonly broker: BrokerIdentity | undefined
  /** Settles when the connection is over, with why. Never rejects. */
  readonly lost: Promise<Failure>
  readonly isOpen: boolean
  /** Whether the broker has confirmed anything that was asked of it on this connection. */
  readonly hasConfirmed: boolean
  /**
   * Makes a message ready to be sent on this connection.
   * @throws Failure when it cannot be sent as it is
   */
  prepare(publication: Publication): Sendable
  /** What is unbridged is refused over STOMP, by PLB-BROKER-BRIDGES-OVER-STOMP. */
  consume(request: ConsumeRequest, consumer: Consumer): Consumption
  /** Shows what waits in a queue, oldest first, and its end, without taking any of it. */
  browse(
    request: Pick<ConsumeRequest, 'destination' | 'selector' | 'withBodies'>,
    consumer: Consumer,
  ): Consumption
  /** Takes messages out of a queue, each to be removed or moved. */
  withdraw(request: WithdrawRequest, withdrawer: Withdrawer): Consumption
  /** The largest message the broker takes, in bytes; undefined where it does not say. */
  readonly largestMessage: number | undefined
  /**
   * Asks whether messages may be sent to a queue or topic; none is.
   * @throws Failure when the broker refuses
   */
  tryWriting(destination: PlainDestination): Promise<void>
  /**
   * Removes a queue with what lies in it, or a topic. One that does not exist is removed all the same.
   * @throws Failure when the broker refuses, as while somebody consumes from it; PLB-BROKER-QUEUE-NOT-REMOVABLE over STOMP
   */
  remove(destination: PlainDestination): Promise<void>
  /**
   * The queues and topics there are.
   * @returns undefined where the broker does not tell
   * @throws Failure when the broker refuses, or the connection ends first; the signal's reason
   */
  destinations(signal: AbortSignal): Promise<DestinationListing | undefined>
  /**
   * The names of the queues there are; asking makes none, as looking into one would.
   * @returns undefined where the broker does not tell
   * @throws Failure when the broker refuses, or the connection ends first
   */
  queueNames(): Promise<ReadonlySet<string> | undefined>
  /**
   * The brokers this one has a bridge to; none where it does not tell.
   * @throws Failure when the broker refuses, or the connection ends first
   */
  bridges(): Promise<readonly BridgedBroker[]>
  /** Stops or resumes reading from the network. */
  hold(held: boolean): void
  /** Says goodbye (everything sent before is handled by the broker first) and closes. */
  close(): Promise<void>
  /** Ends it at once. */
  end(because: Failure): void
}

/** What a connection is opened with. */
export interface ConnectionContext {
  readonly settings: ConnectionSettings
  readonly clock: Clock
  readonly memory: ConnectionMemory
  /** Unique in the world. A connection with the id of another one takes its place at an OpenWire broker. */
  readonly connectionId: string
  readonly signal: AbortSignal
}

/**
 * Opens a connection to one server; what a session calls for each attempt.
 * @throws Failure of the PLB-BROKER family; the signal's reason when it is aborted
 */
export type OpenConnection = (server: BrokerServer, context: ConnectionContext) => Promise<Connection>
