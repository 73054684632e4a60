import {
  consumerQueueParts,
  formatDestination,
  type Destination,
  type PlainDestination,
} from './destinations.ts'
import type { Protocol } from './broker-url.ts'

type Headers = Readonly<Record<string, string>>

/** What one make of broker makes of what is asked of every one. */
export interface Dialect {
  /** In which protocols it carries a cluster, the one it does best in first. */
  readonly carries: readonly Protocol[]
  /** In which protocols it tells of its queues, unasked or by its statistics plugin. */
  readonly tells: readonly Protocol[]
  /** Whether such brokers are bridged to each other, and tell of it. */
  readonly bridges: boolean
  /** Whether each is a cluster of its own, and tells of itself by multicast when asked to. */
  readonly meets: boolean
  /** Whether a queue stays that nobody takes from, and in which nothing lies. */
  readonly keepsQueues: boolean
  /** Whether its queues can be looked into, and asked for some of their messages only. */
  readonly selects: boolean
  /** Whether acknowledgements count in its transactions; otherwise a message is removed once its copy is safe. */
  readonly transacts: boolean
  /** Whether messages go in transactions over OpenWire where they gather: faster, and one refused is never left out. */
  readonly groups: boolean
  readonly openwire: OpenWireDialect
  readonly stomp: StompDialect
}

/** What stands for a queue or topic in OpenWire: another name, or the other kind. */
interface OpenWireDialect {
  readonly sendTo: (destination: PlainDestination) => PlainDestination
  readonly takeFrom: (destination: PlainDestination) => PlainDestination
}

export interface StompDialect {
  /** Where a message for a destination is sent. */
  readonly sendTo: (destination: Destination) => string
  /** How a SUBSCRIBE asks for a destination. */
  readonly takeFrom: (destination: Destination) => Headers
  /** The header of a SUBSCRIBE that bounds how many messages may be out. */
  readonly prefetch: string
  /** Whether it makes JMS objects of what is sent; otherwise it hands on what it was given, as it is. */
  readonly translates: boolean
  /** The destination only one connection at a time can have, where the broker gives names to several clients. */
  readonly claim: ((clientId: string) => Headers) | undefined
}

const activemq: Dialect = {
  carries: ['openwire', 'stomp'],
  tells: ['openwire', 'stomp'],
  bridges: true,
  meets: false,
  keepsQueues: true,
  selects: true,
  transacts: true,
  groups: true,
  openwire: { sendTo: (destination) => destination, takeFrom: (destination) => destination },
  stomp: {
    sendTo: formatDestination,
    takeFrom: (destination) => ({ destination: formatDestination(destination) }),
    prefetch: 'activemq.prefetchSize',
    translates: true,
    claim: undefined,
  },
}

/** All that comes at one time shares a commit there, in transactions or not. */
const embedded: Dialect = { ...activemq, tells: ['openwire'], bridges: false, meets: true, groups: false }

/** Over STOMP it makes bytes of what is sent, which no GeoServer takes; over OpenWire it stands in for ActiveMQ. */
const artemis: Dialect = {
  ...activemq,
  carries: ['openwire'],
  tells: [],
  bridges: false,
  keepsQueues: false,
  transacts: false,
  groups: false,
  openwire: {
    // By its kind a message finds its way to queues that take copies of a topic.
    sendTo: (destination) => artemisQueue(destination, 'topic'),
    takeFrom: (destination) => artemisQueue(destination, 'queue'),
  },
}

/** A consumer queue is the queue of this name below the topic; by its name alone it would be another one. */
function artemisQueue(destination: PlainDestination, kind: PlainDestination['kind']): PlainDestination {
  const { name } = destination
  const parts = destination.kind === 'queue' ? consumerQueueParts(name) : undefined
  return parts === undefined ? destination : { kind, name: `${parts.topicName}::${name}` }
}

/**
 * It knows nothing of JMS: nodes of Plumbline alone can be its clients. A virtual topic is a routing key of its topic
 * exchange, a consumer queue a lasting queue bound to it.
 */
const rabbitmq: Dialect = {
  carries: ['stomp'],
  tells: [],
  bridges: false,
  meets: false,
  keepsQueues: true,
  selects: false,
  transacts: false,
  groups: false,
  openwire: activemq.openwire,
  stomp: {
    sendTo: rabbitmqPath,
    takeFrom: (destination) => {
      const parts = destination.kind === 'queue' ? consumerQueueParts(destination.name) : undefined
      if (parts === undefined) return { destination: rabbitmqPath(destination) }
      return {
        destination: rabbitmqPath({ kind: 'topic', name: parts.topicName }),
        'x-queue-name': destination.name,
        durable: 'true',
        'auto-delete': 'false',
      }
    },
    prefetch: 'prefetch-count',
    translates: false,
    claim: (clientId) => ({
      destination: rabbitmqPath({ kind: 'queue', name: `plumbline.client.${clientId}` }),
      exclusive: 'true',
      durable: 'false',
      'auto-delete': 'true',
    }),
  },
}

/** It makes a queue of nobody else's for whoever subscribes to an exchange, and knows no other way. */
function rabbitmqPath({ kind, name }: Destination): string {
  return `/${kind === 'temporary' ? 'exchange/amq.direct' : kind}/${encodeURIComponent(name)}`
}

const unknown: Dialect = { ...activemq, transacts: false, groups: false }

/** By what they call themselves. */
const makes: readonly (readonly [RegExp, Dialect])[] = [
  [/^ActiveMQ\/(?:5\.(?:1[7-9]|[2-9]\d)|[6-9])\./, activemq],
  // Whether these refuse the end of a transaction when one of its messages was refused was not tried.
  [/^ActiveMQ\//, { ...activemq, groups: false }],
  [/^Plumbline\b/, embedded],
  [/^ActiveMQ-Artemis\b/, artemis],
  [/^RabbitMQ\b/, rabbitmq],
  [/^(apache-apollo|HornetQ)\//i, { ...activemq, carries: [] }],
]

/**
 * How a broker is to be spoken to.
 * @param brokerVersion what it calls itself; one nobody knows is taken for an ActiveMQ whose transactions are not relied on
 */
export function dialectOf(brokerVersion: string): Dialect {
  return makes.find(([pattern]) => pattern.test(brokerVersion))?.[1] ?? unknown
}
