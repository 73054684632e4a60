import {
  embeddedBrokerUrl,
  parseBrokerUrl,
  parseNetworkUrl,
  redactBrokerUrl,
  type NetworkBrokerUrl,
  serverName,
} from '../../broker/broker-url.ts'
import { consumerQueue, topic } from '../../broker/destinations.ts'
import type { BrokerEvent } from '../../broker/embedded/broker-event.ts'
import { EmbeddedBroker } from '../../broker/embedded/hosting/embedded-broker.ts'
import { otherProtocolNotice } from '../../broker/other-protocol.ts'
import { BrokerSession } from '../../broker/sessions/session.ts'
import type { SessionStatus } from '../../broker/status.ts'
import { failure, isFailure, remedyOf, type Failure, wordingOf } from '../../errors/failure.ts'
import type { ClusterConfiguration } from '../configuration/cluster-configuration.ts'
import type { Outbox } from '../journal/outbox.ts'
import { OutboxPublisher, type OnSent } from '../master/publisher.ts'
import { QueueConsumer } from '../slave/consumer.ts'
import type { Receiver } from '../slave/receiver.ts'
import type { NodeStatus } from './status.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

export interface BrokerLinkOptions {
  readonly configuration: ClusterConfiguration
  /** Empty for the embedded broker. */
  readonly brokerUrl: string
  readonly embeddedBroker: { readonly port: number; readonly database: string }
  readonly receiver: Receiver
  readonly outbox: Outbox
  readonly now: () => number
  /** Told what the link does, in words. */
  readonly report: (state: string, summary: Wording, reason: Wording | undefined) => void
  readonly onSent: OnSent
  /** See {@link OutboxPublisher}. */
  readonly markDelays?: readonly number[] | undefined
}

/**
 * A node's connections: one to publish on, one to consume on, since a broker that is short of space stops reading
 * from a connection that sends. With an empty broker URL the node hosts the embedded broker of this machine, or
 * joins the one that is there already.
 */
export class BrokerLink {
  readonly #options: BrokerLinkOptions
  #embedded: EmbeddedBroker | undefined
  #consuming: BrokerSession | undefined
  #publishing: BrokerSession | undefined
  #consumer: QueueConsumer | undefined
  #publisher: OutboxPublisher | undefined
  #where = ''
  #ended: Failure | undefined

  constructor(options: BrokerLinkOptions) {
    this.#options = options
  }

  /**
   * Connects and begins to publish and to consume.
   * @throws PLB-ENGINE-BROKER-NOT-REACHED, PLB-ENGINE-INSTANCE-NAME-IN-USE, PLB-BROKER-…; the signal's reason, whatever
   *   it is waiting for when that is aborted
   */
  async open(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    const onAbort = () => {
      void this.#closeSessions()
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    try {
      await this.#open(signal)
      signal?.throwIfAborted()
    } catch (error) {
      await this.close()
      signal?.throwIfAborted()
      throw error
    } finally {
      signal?.removeEventListener('abort', onAbort)
    }
  }

  get status(): NodeStatus['broker'] {
    const states = [this.#consuming, this.#publishing].flatMap((session) => session?.status.state ?? [])
    const state = states.find((each) => each !== 'connected') ?? states[0] ?? 'idle'
    return { state, where: this.#where, hosted: this.#embedded !== undefined }
  }

  /** Why messages do not get through although the broker is there. */
  get trouble(): Failure | undefined {
    return this.#consumer?.trouble ?? this.#publisher?.trouble ?? this.#embedded?.trouble ?? this.#ended
  }

  /** Says that the outbox holds something new. */
  publishNext(): void {
    this.#publisher?.wake()
  }

  async close(): Promise<void> {
    await this.#consumer?.stop()
    await this.#publisher?.stop()
    await this.#closeSessions()
    await this.#embedded?.stop()
    this.#embedded = undefined
  }

  async #closeSessions(): Promise<void> {
    await Promise.all([this.#consuming?.close(), this.#publishing?.close()])
  }

  async #open(signal?: AbortSignal): Promise<void> {
    const { configuration, receiver, outbox, now, report } = this.#options
    const url = await this.#findBroker()
    this.#where = redactBrokerUrl(url)
    const isSlave = configuration.toggleSlave && configuration.connection === 'enabled'
    // Every node holds this connection, consuming or not: its client id is what keeps a second node with the same
    // instance name out.
    this.#consuming = this.#session(url, `plumbline.${configuration.instanceName}`)
    await this.#reach(this.#consuming, (session) => session.connect(signal))
    if (configuration.toggleMaster) {
      this.#publishing = this.#session(url, undefined)
      await this.#reach(this.#publishing, (session) => session.connect(signal))
      this.#publisher = new OutboxPublisher({
        session: this.#publishing,
        outbox,
        topic: topic(configuration.topicName),
        node: configuration,
        now,
        onSent: this.#options.onSent,
        markDelays: this.#options.markDelays,
      })
      this.#publisher.start()
      this.#publisher.connected()
      this.#publishing.onStatus(({ state }) => {
        if (state === 'connected') this.#publisher?.connected()
      })
    }
    if (isSlave) {
      const queue = consumerQueue(configuration.instanceName, configuration.topicName)
      const consumer = new QueueConsumer({ session: this.#consuming, queue, receiver })
      this.#consumer = consumer
      await this.#reach(this.#consuming, () => consumer.start())
      void consumer.ended.then((because) => {
        this.#ended = because
      })
      report('consuming', say('node.takesMessagesQueue', { queue: queue.name }), undefined)
    }
  }

  async #findBroker(): Promise<NetworkBrokerUrl> {
    const { brokerUrl, embeddedBroker, configuration, report } = this.#options
    const url = brokerUrl === '' ? undefined : parseBrokerUrl(brokerUrl)
    if (url !== undefined && url.kind !== 'embedded') return parseNetworkUrl(brokerUrl)
    if (configuration.embeddedBroker) {
      try {
        this.#embedded = await EmbeddedBroker.start({
          ...embeddedBroker,
          onEvent: (event) => {
            this.#reportBroker(event)
          },
        })
        report('hosting', say('node.hosts', { url: this.#embedded.url }), undefined)
        return embeddedBrokerUrl(this.#embedded.host, this.#embedded.port)
      } catch (error) {
        if (!isFailure(error, 'PLB-EMBEDDED-BROKER-PORT-TAKEN')) throw error
        report('joining', say('node.joins', { url: `stomp://127.0.0.1:${embeddedBroker.port}` }), undefined)
      }
    }
    return embeddedBrokerUrl('127.0.0.1', embeddedBroker.port)
  }

  #session(url: NetworkBrokerUrl, clientId: string | undefined): BrokerSession {
    const { connectionRetry, connectionMaxWait } = this.#options.configuration
    // A failover URL brings its own rules; otherwise cluster.properties says how often and how long to try.
    const reconnect =
      url.failover === undefined
        ? {
            initialReconnectDelay: connectionMaxWait,
            maxReconnectDelay: Math.max(connectionMaxWait, 1),
            useExponentialBackOff: false,
            startupMaxReconnectAttempts: connectionRetry + 1,
          }
        : {}
    const session = new BrokerSession(url, {
      reconnect,
      connection: clientId === undefined ? {} : { clientId },
    })
    session.onStatus((status) => {
      this.#reportStatus(status)
    })
    return session
  }

  /** Waits for what a session has to have for the node to be ready, and says what is wrong when it cannot have it. */
  async #reach(session: BrokerSession, wanted: (session: BrokerSession) => Promise<void>): Promise<void> {
    const { configuration } = this.#options
    let nameRefused: Failure | undefined
    const stopListening = session.onStatus((status) => {
      if (status.state !== 'lost' || status.because.code !== 'PLB-BROKER-CLIENT-ID-IN-USE') return
      // Once may be an earlier run of this node that the broker has not given up yet; twice is another node.
      if (nameRefused === undefined) nameRefused = status.because
      else void session.close()
    })
    try {
      await wanted(session)
    } catch (error) {
      if (nameRefused !== undefined) {
        throw failure(
          'PLB-ENGINE-INSTANCE-NAME-IN-USE',
          {
            instanceName: configuration.instanceName,
            owner: nameRefused.details['owner'] ?? say('node.anotherNode'),
            file: `${configuration.clusterConfigDirectory}/cluster.properties`,
          },
          nameRefused,
        )
      }
      if (!isFailure(error, 'PLB-BROKER-ATTEMPTS-EXHAUSTED')) throw error
      throw failure(
        'PLB-ENGINE-BROKER-NOT-REACHED',
        {
          broker: this.#where,
          attempts: configuration.connectionRetry + 1,
          advice: isFailure(error.cause) ? remedyOf(error.cause) : remedyOf(error),
        },
        error,
      )
    } finally {
      stopListening()
    }
  }

  /** Says what the broker hosted here lost, and when it cannot go on. */
  #reportBroker(event: BrokerEvent): void {
    const { report } = this.#options
    switch (event.kind) {
      case 'store unavailable':
        report('broker unavailable', say('node.hostsUnavailable'), wordingOf(event.error))
        break
      case 'store back':
        report('hosting', say('node.hostsAgain'), undefined)
        break
      case 'messages lost':
        report('messages lost', say('node.hostsWithoutMessages'), event.path)
        break
      default:
        break
    }
  }

  #reportStatus(status: SessionStatus): void {
    const { report } = this.#options
    switch (status.state) {
      case 'connecting':
        report('connecting', say('node.connects', { server: serverName(status.server) }), undefined)
        break
      case 'connected':
        report(
          'connected',
          say('node.connected', { server: serverName(status.server) }),
          otherProtocolNotice(status.server, status.protocol),
        )
        break
      case 'lost':
        report(
          'lost',
          say('node.noBroker', { seconds: Math.ceil(status.nextAttemptIn / 1000) }),
          wordingOf(status.because),
        )
        break
      default:
        break
    }
  }
}
