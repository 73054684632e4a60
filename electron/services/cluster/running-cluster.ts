import { isDeepStrictEqual } from 'node:util'
import type { StateFiles } from '../../state/json-file.ts'
import type { BrowseOptions } from '../../broker/sessions/browse.ts'
import { systemClock, type Clock } from '../../scheduler/clock.ts'
import type { Connection } from '../../broker/broker-connection.ts'
import { brokersBeside } from '../../broker/discovery/brokers-beside.ts'
import type { Multicast } from '../../broker/discovery/multicast.ts'
import { consumerQueue, topic, type Destination } from '../../broker/destinations.ts'
import type { BrokerEvent } from '../../broker/embedded/broker-event.ts'
import type { EmbeddedBroker } from '../../broker/embedded/hosting/embedded-broker.ts'
import type { Message } from '../../broker/message.ts'
import { otherProtocolNotice } from '../../broker/other-protocol.ts'
import type { BrokerSession, Publication } from '../../broker/sessions/session.ts'
import type { ClusterState, Profile } from '../../contract/features/profiles.ts'
import type { Settings } from '../../contract/features/settings.ts'
import { type Failure, wordingOf } from '../../errors/failure.ts'
import { isMark } from '../../wire/numbering.ts'
import { isSaidToNobody } from '../../geoserver/changes/stock-writer.ts'
import { countsOnly } from '../../wire/handlers.ts'
import { ClusterNodes } from '../../nodes/cluster-nodes.ts'
import { KnownNodes } from '../../nodes/known-nodes.ts'
import type { ApplicationEvents } from '../events/application-events.ts'
import type { EventHub } from '../events/event-hub.ts'
import { brokerStateOf } from './broker-state.ts'
import { ClusterBrokers, type BrokersStatus } from './cluster-brokers.ts'
import { accessOf, findBroker, usualBrokerPort, type ClusterBroker } from './cluster-broker.ts'
import type { MessageSink } from './message-sink.ts'
import { nodeEvents } from './node-events.ts'
import { Observer } from './observer.ts'
import { TopicProbe } from './topic-probe.ts'
import type { OpenCluster } from './open-cluster.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { say } from '../../sentences/say.ts'

export interface RunningClusterOptions extends StateFiles {
  readonly profile: Profile
  readonly passcode: string | undefined
  /** Exists; this cluster's alone. */
  readonly directory: string
  readonly hub: EventHub<ApplicationEvents>
  readonly clock?: Clock
  /** Where brokers are heard that are found by it. */
  readonly multicast: Multicast
  readonly nodeEnvironment: Readonly<Record<string, string | undefined>>
  readonly embeddedBrokerPort?: number
  readonly hosting: Settings['embeddedBroker']
  /** Passwords of GeoServers, from wherever secrets are kept. */
  readonly passwordOf: (reference: string) => Promise<string | undefined>
  /** Whether it is known that the broker has a queue for a node. */
  readonly hasQueue: (instanceName: string) => boolean
  /** Makes what keeps the messages; without it our own queue is not consumed. */
  readonly openSink: ((cluster: OpenCluster) => MessageSink) | undefined
  /** Why nothing that comes from a broker may be kept here: our own queue is not consumed, no broker is hosted. */
  readonly refusal?: Failure | undefined
  /** Called whenever `state` is another. */
  readonly onState: () => void
}

/** A cluster while it is open: its broker, our own queue, and the nodes that run here. */
export class RunningCluster implements OpenCluster {
  readonly profile: Profile
  readonly directory: string
  readonly known: KnownNodes
  readonly nodes: ClusterNodes
  readonly #options: RunningClusterOptions
  readonly #broker: ClusterBroker
  readonly #brokers: ClusterBrokers
  readonly #firstOutcome: Promise<void>
  #probe: TopicProbe | undefined
  #isTopicSilent = false
  #brokerState: ClusterState['broker']
  #archiveTrouble: Wording | undefined
  #nodesStarted: Promise<void> = Promise.resolve()
  readonly #closing = new AbortController()
  #listening: Promise<readonly string[]> | undefined
  #heardBeside: readonly string[] | undefined

  /**
   * Opens a cluster: its broker is there or being looked for, its nodes are being started.
   * @throws PLB-BROKER-URL-…, PLB-EMBEDDED-BROKER-…, PLB-STORAGE-…
   */
  static async open(options: RunningClusterOptions): Promise<RunningCluster> {
    const { profile, passcode, directory, hub, now, embeddedBrokerPort: port = usualBrokerPort } = options
    const broker = await findBroker({
      brokerUrl: profile.brokerUrl,
      access: await accessOf(profile, passcode, options.passwordOf),
      directory,
      port,
      hosting: { settings: options.hosting, multicast: options.multicast },
      refusal: options.refusal,
      onEvent: (event) => tellOf(event, options),
    })
    const { embedded } = broker
    if (embedded !== undefined && port !== 0 && embedded.port !== port) {
      const message = say('cluster.otherPort', { wanted: String(port), port: embedded.port })
      hub.emit('activity', { at: now(), instanceName: null, severity: 'attention', message })
    }
    try {
      const cluster = new RunningCluster(options, broker)
      await cluster.#begin()
      return cluster
    } catch (error) {
      await broker.embedded?.stop()
      throw error
    }
  }

  private constructor(options: RunningClusterOptions, broker: ClusterBroker) {
    const { profile, directory, fileSystem, now, notices, hub, nodeEnvironment } = options
    this.profile = profile
    this.directory = directory
    this.#options = options
    this.#broker = broker
    this.known = new KnownNodes({
      directory,
      topicName: profile.topicName,
      observer: profile.observer,
      ...{ fileSystem, now, notices },
    })
    this.nodes = new ClusterNodes({
      profile,
      directory,
      brokerUrl: broker.text,
      environment: nodeEnvironment,
      known: this.known,
      passwordOf: options.passwordOf,
      hasQueue: options.hasQueue,
      listener: nodeEvents(hub, now),
      fileSystem,
      clock: options.clock ?? systemClock,
      now,
    })
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#firstOutcome = promise
    this.#brokers = new ClusterBrokers({
      url: broker.url,
      multicast: options.multicast,
      topicName: profile.topicName,
      clock: options.clock ?? systemClock,
      // Two applications with one observer would take messages from each other; the client id keeps a second one out.
      session: { connection: { clientId: `plumbline.observer.${profile.observer}` } },
      onChange: () => {
        const { status } = this.#brokers
        this.#follow(status)
        if (status.state === 'connected' || status.state === 'lost' || status.state === 'closed') resolve()
      },
      onQueues: (names) => {
        if (!this.known.noticeQueues([...names])) return
        this.known.save()
        hub.emit('nodes', undefined)
      },
      onMissed: (name) => {
        const message = say('cluster.missedAtBroker', { name })
        hub.emit('activity', { at: now(), instanceName: null, severity: 'attention', message })
        hub.emit('reconnected', undefined)
      },
    })
    this.#brokerState = brokerStateOf(this.#brokers, broker.where, now())
  }

  get state(): Pick<ClusterState, 'broker' | 'message'> {
    return { broker: this.#brokerState, message: this.#archiveTrouble ?? null }
  }

  get isTopicSilent(): boolean {
    return this.#isTopicSilent
  }

  /** Resolves when the nodes that shall run here are running or have failed. */
  get nodesStarted(): Promise<void> {
    return this.#nodesStarted
  }

  get embeddedBroker(): EmbeddedBroker | undefined {
    return this.#broker.embedded
  }

  /**
   * What is hosted here hears the others all the time; of a broker elsewhere it is listened for a moment, whenever it is
   * asked, and only who asks first waits for it: the others are told what was heard the time before.
   */
  async together(signal: AbortSignal): Promise<readonly string[]> {
    if (this.embeddedBroker !== undefined) return this.embeddedBroker.together
    this.#listening ??= this.#listen()
    const heard = this.#heardBeside ?? (await this.#listening)
    signal.throwIfAborted()
    return heard
  }

  async #listen(): Promise<readonly string[]> {
    const { multicast, clock = systemClock } = this.#options
    const { signal } = this.#closing
    try {
      this.#heardBeside = await brokersBeside(this.#broker.url, multicast, clock, signal)
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      this.#listening = undefined
    }
    return this.#heardBeside ?? []
  }

  async publish(publication: Publication): Promise<void> {
    await this.#brokers.publish(publication)
  }

  async *browse(queue: Destination, options: BrowseOptions = {}): AsyncGenerator<Message, void, undefined> {
    yield* this.#brokers.browse(queue, options)
  }

  async openConnections(signal: AbortSignal): Promise<readonly Connection[]> {
    return this.#brokers.openConnections(signal)
  }

  async close(): Promise<void> {
    this.#closing.abort()
    this.#probe?.stop()
    await this.#brokers.stopObserving()
    await this.nodes.close()
    await this.#nodesStarted
    await this.#brokers.close()
    await this.#broker.embedded?.stop()
    this.known.save()
  }

  async #begin(): Promise<void> {
    const { openSink, refusal } = this.#options
    if (refusal !== undefined) this.#archiveTrouble = wordingOf(refusal)
    else if (openSink !== undefined) this.#observe(openSink(this))
    // Why it cannot connect is told by its status.
    this.#brokers.connect().catch(() => undefined)
    await this.#firstOutcome
    this.#nodesStarted = this.nodes.open()
  }

  #observe(sink: MessageSink): void {
    const { profile, hub } = this.#options
    const { observer, topicName, group } = profile
    const clock = this.#options.clock ?? systemClock
    const probe = new TopicProbe({
      topic: topic(topicName),
      observer,
      group,
      publish: (publication) => this.publish(publication),
      clock,
      onOutcome: (delivers) => {
        this.#isTopicSilent = !delivers
        hub.emit('nodes', undefined)
      },
    })
    this.#probe = probe
    this.#brokers.observe((session, isBridged) => {
      const observing = this.#observing(sink, session, isBridged, probe)
      // Our queue exists once it is subscribed to; what is published from then on has to arrive.
      const begun = observing.start().then(() => (isBridged ? undefined : probe.send()))
      const told = begun.catch((error: unknown) => {
        // A session that was closed takes its subscriptions with it; anything else is worth telling.
        if (session.status.state === 'closed') return
        this.#archiveTrouble = say('cluster.messagesNotArchived', { reason: wordingOf(error) })
        this.#options.onState()
      })
      return { begun: told, stop: () => observing.stop() }
    })
  }

  /** Of brokers that are bridged to each other no queue is had: each would keep it, and fill it for ever. */
  #observing(sink: MessageSink, session: BrokerSession, isBridged: boolean, probe: TopicProbe): Observer {
    const { profile, hub } = this.#options
    const { observer, topicName } = profile
    return new Observer({
      session,
      source: isBridged
        ? { destination: topic(topicName), unbridged: true }
        : { destination: consumerQueue(observer, topicName) },
      sink,
      clock: this.#options.clock ?? systemClock,
      isNoise: (message) => isSaidToNobody(message) || probe.take(message),
      onStored: (messages) => {
        if (this.known.noticeMessages(messages)) this.known.save()
        hub.emit('archived', { messages: messages.length, changes: messages.filter(isChange).length })
        hub.emit('nodes', undefined)
      },
      onTrouble: (because) => {
        this.#archiveTrouble = because
        this.#options.onState()
      },
    })
  }

  #follow(status: BrokersStatus): void {
    const { now, hub, notices, onState } = this.#options
    const before = this.#brokerState
    const since = before.state === status.state ? (before.since ?? now()) : now()
    // A broker that was lost stays lost until it is connected again, however often that is tried.
    this.#brokerState =
      before.state === 'lost' && status.state === 'connecting'
        ? { ...before, nextAttemptIn: null }
        : brokerStateOf(this.#brokers, this.#broker.where, since)
    if (status.state === 'connected' && before.state !== 'connected') {
      const message = say('cluster.connectedBroker', { where: this.#brokerState.where })
      hub.emit('activity', { at: now(), instanceName: null, severity: 'ok', message })
      const notice = otherProtocolNotice(status.server, status.protocol)
      if (notice !== undefined) notices.add(notice)
      this.nodes.retry()
      if (before.state === 'lost') {
        hub.emit('reconnected', undefined)
        if (this.#brokers.bridged.length === 0) void this.#probe?.send()
      }
    }
    if (status.state === 'lost' && !isDeepStrictEqual(before.because, wordingOf(status.because))) {
      const message = say('cluster.noBroker', { reason: wordingOf(status.because) })
      hub.emit('activity', { at: now(), instanceName: null, severity: 'failed', message })
    }
    onState()
  }
}

/** Whether a message changes what nodes hold. */
function isChange({ properties, content }: Message): boolean {
  if (isMark(properties)) return false
  return content.kind !== 'object' || !countsOnly(properties.get('JMSEventHandlerSPI'), content.text)
}

/** Says what happened in the embedded broker, where an operator should know. */
function tellOf(event: BrokerEvent, { hub, now, notices, profile }: RunningClusterOptions): void {
  if (event.kind === 'messages lost') {
    notices.add(
      event.path === undefined
        ? say('cluster.messagesEmbeddedBrokerGone', { name: profile.name })
        : say('cluster.messagesEmbeddedBrokerCould', { name: profile.name, path: event.path }),
    )
  }
  if (event.kind === 'another broker')
    notices.add(say('cluster.otherBrokerTells', { other: event.other, use: event.use }))
  const message = activityOf(event)
  if (message !== undefined) {
    const severity = severityOf(event)
    hub.emit('activity', { at: now(), instanceName: null, severity, message })
  }
}

function severityOf({ kind }: BrokerEvent): 'ok' | 'attention' | 'failed' {
  if (kind === 'another broker') return 'attention'
  return kind === 'store back' ? 'ok' : 'failed'
}

function activityOf(event: BrokerEvent): Wording | undefined {
  switch (event.kind) {
    case 'another broker':
      return say('cluster.otherBrokerTells', { other: event.other, use: event.use })
    case 'dead letter':
      return say(`cluster.${event.reason}DeadLetter`, { queue: event.from })
    case 'store failed':
      return say('cluster.embeddedBrokerCannotStore', { reason: wordingOf(event.error) })
    case 'store unavailable':
      return say('cluster.embeddedBrokerCannotRead', { reason: wordingOf(event.error) })
    case 'store back':
      return say('cluster.embeddedBrokerCanRead')
    default:
      return undefined
  }
}
