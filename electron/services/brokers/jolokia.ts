import { z } from 'zod'
import type { DestinationListing, ListedDestination } from '../../broker/broker-connection.ts'
import { accessIn } from '../../broker/url-options.ts'
import { failure, isFailure, wordingOf } from '../../errors/failure.ts'
import { RestConnection, type GeoServerOptions } from '../../geoserver/rest-connection.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { parseJson } from '../../text/json.ts'
import { trustAround } from '../../tls/trust.ts'
import type { BrokerAccess } from '../cluster/cluster-broker.ts'

const destinationLimit = 20_000

/** What a broker's management beans are called, and say, by make. */
const makes = [
  {
    broker: 'org.apache.activemq:type=Broker,brokerName=*',
    removal: 'removeQueue(java.lang.String)',
    store: 'StorePercentUsage',
    memory: 'MemoryPercentUsage',
    destinations: 'org.apache.activemq:type=Broker,brokerName=*,destinationType=*,destinationName=*',
    depth: 'QueueSize',
    consumers: 'ConsumerCount',
    enqueued: 'EnqueueCount',
    dequeued: 'DequeueCount',
  },
  {
    broker: 'org.apache.activemq.artemis:broker=*',
    removal: 'destroyQueue(java.lang.String)',
    // Of the disk, and as a fraction.
    store: 'DiskStoreUsage',
    memory: 'AddressMemoryUsagePercentage',
    destinations:
      'org.apache.activemq.artemis:broker=*,component=addresses,address=*,subcomponent=queues,routing-type=*,queue=*',
    depth: 'MessageCount',
    consumers: 'ConsumerCount',
    enqueued: 'MessagesAdded',
    dequeued: 'MessagesAcknowledged',
  },
] as const
type Make = (typeof makes)[number]

const answer = z.object({ status: z.number(), value: z.unknown().optional(), error: z.string().optional() })
const beans = z.record(z.string(), z.record(z.string(), z.unknown()))
const notThere = 404

/**
 * The management of a broker as a profile or a command names it.
 * @param url which may say how it is come to and trusted, as addresses of GeoServers do
 * @param around how the broker is come to and trusted
 * @throws PLB-BROKERS-JOLOKIA
 */
export function openJolokia(
  { url: written, user }: { readonly url: string; readonly user: string },
  password: string,
  around: Pick<BrokerAccess, 'trust' | 'via'>,
): Jolokia {
  const url = new URL(written)
  const bare = `${url.origin}${url.pathname}`
  const own = accessIn(url, (reason) => failure('PLB-BROKERS-JOLOKIA', { url: bare, reason }))
  const via = own.via ?? (around.via === '' ? undefined : (around.via ?? undefined))
  const trust = { ...trustAround(around.trust ?? {}), ...own.trust }
  return new Jolokia({ url: bare, user, password, trust, via })
}

/** Milliseconds for an answer. */
const answerDeadline = 15_000

/** Where a broker's management is asked over HTTP, as ActiveMQ's console and the agent of Jolokia let it be. */
export class Jolokia {
  readonly #rest: RestConnection

  constructor(options: GeoServerOptions) {
    this.#rest = new RestConnection(options)
  }

  /**
   * The queues and topics there are, counted, and how full the broker is.
   * @throws PLB-BROKERS-JOLOKIA, PLB-TLS-…, PLB-TUNNEL-FAILED; the signal's reason
   */
  async destinations(signal: AbortSignal): Promise<DestinationListing> {
    const { make, brokers } = await this.#find(signal)
    const read = [make.depth, make.consumers, make.enqueued, make.dequeued, 'Name']
    const [told] = await this.#ask([{ type: 'read', mbean: make.destinations, attribute: read }], signal)
    const [broker = {}] = Object.values(brokers)
    const destinations = Object.entries(this.#beansIn(told)).slice(0, destinationLimit)
    const percentOf = (key: string): number | null => {
      const value = countIn(broker[key])
      return value !== null && key === 'DiskStoreUsage' && value <= 1 ? value * 100 : value
    }
    return {
      told: 'jolokia',
      storePercent: percentOf(make.store),
      memoryPercent: percentOf(make.memory),
      destinations: destinations.flatMap(([name, bean]) => destinationIn(name, bean, make)),
    }
  }

  /**
   * Removes a queue with what lies in it.
   * @throws PLB-BROKERS-JOLOKIA; the signal's reason
   */
  async removeQueue(queue: string, signal: AbortSignal): Promise<void> {
    const { make, brokers } = await this.#find(signal)
    for (const mbean of Object.keys(brokers)) {
      const removal = { type: 'exec', mbean, operation: make.removal, arguments: [queue] }
      const [told] = await this.#ask([removal], signal)
      if (told?.status !== 200) throw this.#fault(refusal(told?.error))
    }
  }

  async #find(signal: AbortSignal): Promise<{ make: Make; brokers: z.output<typeof beans> }> {
    const answers = await this.#ask(
      makes.map(({ broker, store, memory }) => ({ type: 'read', mbean: broker, attribute: [store, memory] })),
      signal,
    )
    for (const [index, make] of makes.entries()) {
      const brokers = this.#beansIn(answers[index])
      if (Object.keys(brokers).length > 0) return { make, brokers }
    }
    throw this.#fault(say('brokers.jolokiaNoBroker'))
  }

  #beansIn(told: z.output<typeof answer> | undefined): z.output<typeof beans> {
    if (told === undefined || told.status === notThere) return {}
    const read = beans.safeParse(told.value)
    if (told.status !== 200 || !read.success) throw this.#fault(refusal(told.error))
    return read.data
  }

  async #ask(requests: readonly object[], signal: AbortSignal): Promise<z.output<typeof answer>[]> {
    const { status, body } = await this.#post(JSON.stringify(requests), signal)
    if (status === 401 || status === 403) throw this.#fault(say('brokers.jolokiaLogin', { status }))
    if (status !== 200) throw this.#fault(say('geoserver.status', { status }))
    try {
      return z.array(answer).parse(parseJson(body.toString('utf8')))
    } catch (error) {
      throw this.#fault(say('brokers.jolokiaOtherAnswer'), error)
    }
  }

  async #post(body: string, signal: AbortSignal) {
    try {
      return await this.#rest.ask({
        ...{ method: 'POST', path: '', type: 'application/json', body, deadline: answerDeadline, signal },
        // ActiveMQ's console answers to whoever says it comes from there, and to nobody who says nothing.
        origin: 'http://localhost',
      })
    } catch (error) {
      // What is wrong with its certificate or the way there is told as it is anywhere.
      if (!isFailure(error) || !error.code.startsWith('PLB-GEOSERVER-')) throw error
      const reason = isFailure(error, 'PLB-GEOSERVER-SILENT')
        ? say('brokers.jolokiaSilent')
        : wordingOf(error)
      throw this.#fault(
        isFailure(error, 'PLB-GEOSERVER-UNREACHABLE') ? say('brokers.jolokiaAway') : reason,
        error,
      )
    }
  }

  #fault(reason: Wording, cause?: unknown) {
    return failure('PLB-BROKERS-JOLOKIA', { url: this.#rest.url, reason }, cause)
  }
}

function refusal(error: string | undefined): Wording {
  return error === undefined
    ? say('brokers.jolokiaOtherAnswer')
    : say('brokers.jolokiaRefused', { reason: error.slice(0, 500) })
}

function destinationIn(
  bean: string,
  value: Readonly<Record<string, unknown>>,
  make: Make,
): ListedDestination[] {
  const name = value.Name
  const isTopic = /\bdestinationType=Topic\b|routing-type="?multicast"?,.*queue="?\$/.test(bean)
  // What is told by advisories, and what belongs to one connection, is no destination of anybody's.
  if (typeof name !== 'string' || name.startsWith('ActiveMQ.Advisory.') || /destinationType=Temp/.test(bean))
    return []
  return [
    {
      name,
      kind: isTopic ? 'topic' : 'queue',
      depth: isTopic ? null : countIn(value[make.depth]),
      consumers: countIn(value[make.consumers]),
      consumedBy: null,
      enqueued: countIn(value[make.enqueued]),
      dequeued: countIn(value[make.dequeued]),
    },
  ]
}

function countIn(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 ? value : null
}
