import { structure } from '../../openwire/codec.ts'
import { decodePrimitiveMap, encodePrimitiveMap, type Primitive } from '../../openwire/primitive-map.ts'
import { MalformedFrame } from '../../openwire/octets.ts'
import type { AnyMessage, Structure } from '../../openwire/structures.ts'
import { headerOf, type DestinationStatus } from '../destination.ts'
import type { SessionContext } from '../session-context.ts'
import { draftOf } from './draft.ts'
import { messageIdText } from './message-id.ts'
import { brokerDestination } from '../wire-destination.ts'

const prefix = 'ActiveMQ.Statistics.Destination.'
const ofBroker = 'ActiveMQ.Statistics.Broker'
const listEnd = 'ActiveMQ.Statistics.Destination.List.End.With.Null'

/** Whether a message asks what ActiveMQ's statistics plugin answers: how much there is in which destinations. */
export function asksStatistics({ destination, replyTo }: AnyMessage): boolean {
  const asked = destination?.physicalName ?? ''
  return replyTo !== null && (asked === ofBroker || asked.startsWith(prefix))
}

/**
 * Answers such a question, with a message a destination; of the broker itself it says its name alone.
 * @throws ProtocolError, not fatal, when the answers cannot go where they are to
 */
export function answerStatistics(question: AnyMessage, { router }: Pick<SessionContext, 'router'>): void {
  if (question.destination?.physicalName === ofBroker) {
    reply(question, [new Map([['brokerName', { type: 'string', value: 'Plumbline' }]])], router)
    return
  }
  const kind = question.destination?.name === 'Topic' ? 'topic' : 'queue'
  const pattern = (question.destination?.physicalName ?? '').slice(prefix.length)
  const meant = router.statuses().filter((status) => status.kind === kind && matches(pattern, status.name))
  const answers = meant.map(factsOf)
  if (wantsEnd(question)) answers.push(new Map())
  reply(question, answers, router)
}

function reply(
  question: AnyMessage,
  answers: readonly ReadonlyMap<string, Primitive>[],
  router: SessionContext['router'],
): void {
  const destination = brokerDestination(question.replyTo)
  const { messageId } = question
  for (const [index, facts] of answers.entries()) {
    const answer = answerOf(question, facts)
    const draft = draftOf(answer, headerOf(destination))
    router.publish(destination, draft, `${messageId === null ? '' : messageIdText(messageId)}:${index}`)
  }
}

function answerOf(
  { correlationId, replyTo, timestamp, priority }: AnyMessage,
  facts: ReadonlyMap<string, Primitive>,
): Structure<'MapMessage'> {
  const content = encodePrimitiveMap(facts)
  return structure('MapMessage', { destination: replyTo, correlationId, timestamp, priority, content })
}

function factsOf(status: DestinationStatus): ReadonlyMap<string, Primitive> {
  const long = (value: number): Primitive => ({ type: 'long', value: BigInt(value) })
  return new Map<string, Primitive>([
    ['destinationName', { type: 'string', value: `${status.kind}://${status.name}` }],
    ['size', long(status.depth)],
    ['consumerCount', long(status.consumers)],
    ['enqueueCount', long(status.enqueued)],
    ['dequeueCount', long(status.dequeued)],
  ])
}

function matches(pattern: string, name: string): boolean {
  return (
    pattern === '>' || (pattern.endsWith('.>') ? name.startsWith(pattern.slice(0, -1)) : name === pattern)
  )
}

function wantsEnd({ marshalledProperties }: AnyMessage): boolean {
  try {
    const value = decodePrimitiveMap(marshalledProperties).get(listEnd)
    return value?.type === 'boolean' && value.value
  } catch (error) {
    if (error instanceof MalformedFrame) return false
    throw error
  }
}
