import { structure } from '../openwire/codec.ts'
import { encodePrimitiveMap } from '../openwire/primitive-map.ts'
import type { AnyMessage, Structure } from '../openwire/structures.ts'
import type { PlainDestination } from '../destinations.ts'
import { isTemporary } from './destination.ts'
import { wireDestinationOf } from './wire-destination.ts'

/** What the broker tells of itself. */
type Fact = Structure<'ConnectionInfo' | 'ConsumerInfo' | 'DestinationInfo' | 'RemoveInfo'>

/** What is so until it ends. */
interface Standing {
  readonly topic: string
  readonly fact: Fact
}

interface Listener {
  readonly hears: (topic: string) => boolean
  readonly tell: (advisory: AnyMessage) => void
}

const prefix = 'ActiveMQ.Advisory.'
const removed = 1

/** Whether a consumer asks for advisories, and nothing else. */
export function isAdvisory({ destination }: Pick<Structure<'ConsumerInfo'>, 'destination'>): boolean {
  const topics = destination?.name === 'Topic' ? (destination.physicalName ?? '').split(',') : []
  return topics.length > 0 && topics.every((topic) => topic.startsWith(prefix))
}

/**
 * Tells OpenWire clients on topics of their own which destinations, consumers and connections there are, and when they
 * come and go.
 */
export class Advisories {
  readonly #brokerId: string
  readonly #standing = new Set<Standing>()
  readonly #destinations = new Map<string, () => void>()
  readonly #listeners = new Set<Listener>()
  #told = 0n

  constructor(brokerId: string) {
    this.#brokerId = brokerId
  }

  /** Takes note of a destination that was made, or is gone. */
  destination(destination: PlainDestination, exists: boolean): void {
    const key = `${destination.kind} ${destination.name}`
    const end = this.#destinations.get(key)
    this.#destinations.delete(key)
    end?.()
    if (!exists) return
    const wire = wireDestinationOf(destination)
    const kind = isTemporary(destination.name)
      ? 'TempQueue'
      : destination.kind === 'queue'
        ? 'Queue'
        : 'Topic'
    this.#destinations.set(
      key,
      this.#begin(
        `${prefix}${kind}`,
        structure('DestinationInfo', { destination: wire }),
        structure('DestinationInfo', { destination: wire, operationType: removed }),
      ),
    )
  }

  /** @returns ends it */
  consumer(info: Structure<'ConsumerInfo'>, { kind, name }: PlainDestination): () => void {
    const ended = structure('RemoveInfo', { objectId: info.consumerId })
    return this.#begin(`${prefix}Consumer.${kind === 'queue' ? 'Queue' : 'Topic'}.${name}`, info, ended)
  }

  /** @returns ends it */
  connection(id: string, clientId: string | undefined, clientIp: string): () => void {
    const connectionId = structure('ConnectionId', { value: id })
    return this.#begin(
      `${prefix}Connection`,
      structure('ConnectionInfo', { connectionId, clientId: clientId ?? id, clientIp, password: '' }),
      structure('RemoveInfo', { objectId: connectionId }),
    )
  }

  /**
   * Tells what is so now, and from now on what begins and ends.
   * @param topics names separated by commas; one that ends in `.>` stands for all that begin so
   * @returns stops telling
   */
  listen(topics: string, tell: (advisory: AnyMessage) => void): () => void {
    const patterns = topics.split(',')
    const hears = (topic: string): boolean => patterns.some((pattern) => matches(pattern, topic))
    for (const { topic, fact } of this.#standing) if (hears(topic)) tell(this.#advisory(topic, fact))
    const listener = { hears, tell }
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** Forgets every destination: all of them are to be told anew. */
  forgetDestinations(): void {
    for (const end of this.#destinations.values()) end()
    this.#destinations.clear()
  }

  #begin(topic: string, fact: Fact, ended: Fact): () => void {
    const standing = { topic, fact }
    this.#standing.add(standing)
    this.#tell(topic, fact)
    return () => {
      if (this.#standing.delete(standing)) this.#tell(topic, ended)
    }
  }

  #tell(topic: string, fact: Fact): void {
    for (const { hears, tell } of this.#listeners) if (hears(topic)) tell(this.#advisory(topic, fact))
  }

  #advisory(topic: string, fact: Fact): AnyMessage {
    this.#told += 1n
    const producerId = structure('ProducerId', { connectionId: this.#brokerId })
    return structure('Message', {
      producerId,
      messageId: structure('MessageId', { producerId, producerSequenceId: this.#told }),
      destination: structure('Topic', { physicalName: topic }),
      type: 'Advisory',
      dataStructure: fact,
      marshalledProperties: encodePrimitiveMap(
        new Map([['originBrokerId', { type: 'string', value: this.#brokerId }]]),
      ),
    })
  }
}

function matches(pattern: string, topic: string): boolean {
  return pattern.endsWith('.>') ? topic.startsWith(pattern.slice(0, -1)) : topic === pattern
}
