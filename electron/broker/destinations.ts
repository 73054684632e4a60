import type { Wording } from '../sentences/sentence.ts'
import { failure } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'

/** A queue or a topic of the broker. */
export interface Destination {
  /** `temporary`: a queue that only the connection knows that uses it first, and that goes with it. */
  readonly kind: 'queue' | 'topic' | 'temporary'
  readonly name: string
}

type DestinationOf<Kind> = Destination & { readonly kind: Kind }

/** One that others can use as well. */
export type PlainDestination = DestinationOf<'queue' | 'topic'>

const nameLimit = 400
const instanceNameLimit = 200

/**
 * A queue by its name.
 * @throws Failure PLB-BROKER-DESTINATION-REFUSED for a name the broker would read as a pattern, a list or options
 */
export function queue(name: string): DestinationOf<'queue'> {
  return destination('queue', name)
}

/**
 * A topic by its name.
 * @throws Failure PLB-BROKER-DESTINATION-REFUSED for a name the broker would read as a pattern, a list or options
 */
export function topic(name: string): DestinationOf<'topic'> {
  return destination('topic', name)
}

/**
 * A queue nobody else can use.
 * @throws Failure PLB-BROKER-DESTINATION-REFUSED as {@link queue}
 */
export function temporaryQueue(name: string): DestinationOf<'temporary'> {
  return destination('temporary', name)
}

/** The path a STOMP frame carries: `/queue/NAME`, `/topic/NAME` or `/temp-queue/NAME`. */
export function formatDestination({ kind, name }: Destination): string {
  return kind === 'temporary' ? `/temp-queue/${name}` : `/${kind}/${name}`
}

/** Reads a path of a STOMP frame; undefined for anything but one plain queue or topic (temporary ones, patterns). */
export function parseDestination(path: string): PlainDestination | undefined {
  const parts = /^\/(queue|topic)\/(.+)$/s.exec(path)
  const name = parts?.[2]
  if (name === undefined || nameFault(name) !== undefined) return undefined
  return parts?.[1] === 'queue'
    ? Object.freeze({ kind: 'queue', name })
    : Object.freeze({ kind: 'topic', name })
}

/**
 * The queue a node consumes from: the broker copies every message of the virtual topic into it.
 * @param instanceName the node's instance name
 * @param topicName the virtual topic, for example `VirtualTopic.geoserver`
 * @throws Failure PLB-BROKER-INSTANCE-NAME-REFUSED, PLB-BROKER-DESTINATION-REFUSED
 */
export function consumerQueue(instanceName: string, topicName: string): Destination {
  checkInstanceName(instanceName)
  return queue(`Consumer.${instanceName}.${topicName}`)
}

/** The name of that queue; undefined for a node whose name cannot stand in one, which may publish all the same. */
export function consumerQueueName(instanceName: string, topicName: string): string | undefined {
  return instanceNameFault(instanceName) === undefined
    ? consumerQueue(instanceName, topicName).name
    : undefined
}

/** Whose consumer queue this is and of which virtual topic; undefined when the queue is another one. */
export function consumerQueueParts(
  queueName: string,
): { readonly instanceName: string; readonly topicName: string } | undefined {
  const [, instanceName, topicName] = /^Consumer\.([^.]+)\.(.+)$/s.exec(queueName) ?? []
  return instanceName === undefined || topicName === undefined ? undefined : { instanceName, topicName }
}

/** The instance name a consumer queue of this topic belongs to, or undefined when the queue is another one. */
export function instanceNameOf(queueName: string, topicName: string): string | undefined {
  const suffix = `.${topicName}`
  if (!queueName.startsWith('Consumer.') || !queueName.endsWith(suffix)) return undefined
  const name = queueName.slice('Consumer.'.length, -suffix.length)
  return instanceNameFault(name) === undefined ? name : undefined
}

/**
 * Refuses an instance name that cannot stand in a consumer queue's name.
 * @throws Failure PLB-BROKER-INSTANCE-NAME-REFUSED
 */
export function checkInstanceName(name: string): void {
  const reason = instanceNameFault(name)
  if (reason !== undefined) throw failure('PLB-BROKER-INSTANCE-NAME-REFUSED', { name: shown(name), reason })
}

/** The common queue that takes what was refused or expired. */
export const deadLetterQueue = queue('ActiveMQ.DLQ')

function destination<Kind extends Destination['kind']>(kind: Kind, name: string): DestinationOf<Kind> {
  const reason = nameFault(name)
  if (reason !== undefined) throw failure('PLB-BROKER-DESTINATION-REFUSED', { name: shown(name), reason })
  return Object.freeze({ kind, name })
}

function nameFault(name: string): Wording | undefined {
  if (name === '') return say('broker.empty')
  if (name.length > nameLimit) return say('broker.longerThan', { limit: nameLimit })
  if (!name.isWellFormed()) return say('broker.notWellFormedText')
  if (/[\s\p{Cc}]/u.test(name)) return say('broker.holdsWhiteSpace')
  if (name.includes(',')) return say('broker.comma')
  if (name.includes('?')) return say('broker.questionMark')
  if (name.split('.').some((part) => part === '*' || part === '>')) return say('broker.holdsWildcard')
  if (/[*>]/.test(name)) return say('broker.holdsWildcardCharacter')
  if (name.includes('://')) return say('broker.looksLikeUrl')
  return undefined
}

function instanceNameFault(name: string): Wording | undefined {
  if (name.length > instanceNameLimit) return say('broker.longerThan', { limit: instanceNameLimit })
  // The broker's consumer pattern is Consumer.*.VirtualTopic.x, and its * stands for exactly one part.
  if (name.includes('.')) return say('broker.dotDivides')
  return nameFault(name)
}

function shown(name: string): string {
  return name.slice(0, 80)
}
