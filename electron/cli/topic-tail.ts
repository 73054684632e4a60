import { isDeepStrictEqual } from 'node:util'
import { consumerQueue } from '../broker/destinations.ts'
import type { BrokerSession } from '../broker/sessions/session.ts'
import type { ReceivedMessage } from '../broker/sessions/subscription.ts'
import { Catalog } from '../catalog/catalog.ts'
import { describeEvent, isUpdateSequence } from '../engine/words.ts'
import { failure, isFailure, wordingOf } from '../errors/failure.ts'
import { brokerSession } from '../broker/sessions/session-by-url.ts'
import { authorName, authorProperty } from '../wire/author.ts'
import { decodeBody, limitsToLook } from '../wire/decode.ts'
import { isMark } from '../wire/numbering.ts'
import { openEnvelope } from '../wire/envelope.ts'
import { timeOfDay } from './activity-line.ts'
import type { CommandContext } from './command.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import type { Output } from './output.ts'
import { dim, red } from './styled-text.ts'
import type { Wording } from '../sentences/sentence.ts'
import { say } from '../sentences/say.ts'

export interface TopicTail {
  readonly broker: string
  /** Of the consumer queue. */
  readonly name: string
  readonly topic: string
  /** Only events of this group; all when undefined. */
  readonly group: string | undefined
  /** Whether to show events that only count changes. */
  readonly all: boolean
}

/** One event as it is shown. */
interface Shown {
  readonly at: number
  readonly sender: string
  /** Who asked for it; null when the message does not say. */
  readonly author: string | null
  readonly group: string
  readonly summary: Wording
  /** Why it could not be read. */
  readonly problem?: Wording
  readonly countsOnly: boolean
}

/**
 * Shows what is published to a topic, from a queue of its own, until interrupted.
 * @throws PLB-BROKER-…; PLB-BROKER-CLIENT-ID-IN-USE when a node or another tail has that name
 */
export async function followTopic(
  options: TopicTail,
  { output, listenForInterruption }: CommandContext,
): Promise<ExitCode> {
  const { broker, name, topic, group, all } = options
  const queue = consumerQueue(name, topic)
  const interrupted = listenForInterruption()
  // The id a node of that name has: while it is connected, the broker keeps us from taking its messages.
  const session = brokerSession(broker, { connection: { clientId: `plumbline.${name}` } })
  const readerGone = new AbortController()
  let folded = 0
  try {
    await connect(session, output, interrupted)
    const subscription = await session.subscribe({ destination: queue }, (message) => {
      if (output.isReaderGone) {
        // Not acknowledged: it stays for the next reader.
        readerGone.abort()
        return
      }
      if (isMark(message.properties)) {
        message.ack()
        return
      }
      const shown = read(message)
      if (shown.countsOnly && !all) folded += 1
      else if (group === undefined || shown.group === group) print(shown, output)
      message.ack()
    })
    output.message(say('cliNodes.followingTopic', { topic, queue: queue.name }))
    output.warning(say('cliNodes.queueGathers', { queue: queue.name }))
    const ended = await Promise.race([subscription.ended, abortOf(interrupted), abortOf(readerGone.signal)])
    if (ended !== undefined) throw ended
    return exitCodes.ok
  } finally {
    await session.close()
    if (folded > 0 && !output.json) {
      output.message(say('cliNodes.leftOut', { count: folded }))
    }
  }
}

async function abortOf(signal: AbortSignal): Promise<undefined> {
  if (signal.aborted) return undefined
  const { promise, resolve } = Promise.withResolvers<undefined>()
  signal.addEventListener('abort', () => resolve(undefined), { once: true })
  return promise
}

/** Tells what it waits for; gives up when the name turns out to be in use. */
async function connect(session: BrokerSession, output: Output, signal: AbortSignal): Promise<void> {
  let refusals = 0
  let told: Wording = ''
  const refused = Promise.withResolvers<never>()
  refused.promise.catch(() => undefined)
  const stopListening = session.onStatus((status) => {
    if (status.state === 'connected') told = ''
    if (status.state !== 'lost') return
    const { because } = status
    if (because.code === 'PLB-BROKER-CLIENT-ID-IN-USE') {
      refusals += 1
      // Once may be an earlier tail that the broker has not given up yet.
      if (refusals > 1) refused.reject(because)
    }
    const reason = wordingOf(because)
    if (isDeepStrictEqual(reason, told)) return
    told = reason
    output.message(say('cli.waitingForBroker', { reason }))
  })
  try {
    await Promise.race([session.connect(signal), refused.promise])
  } catch (error) {
    stopListening()
    throw error
  }
}

/** Names of what an event refers to come with it; there is no catalog to look them up in. */
const noCatalog = new Catalog()

function read({ properties, content, timestamp }: ReceivedMessage): Shown {
  const at = timestamp ?? Date.now()
  const sender = properties.get('instanceName') ?? 'unknown'
  const group = properties.get('group') ?? ''
  const author = authorName(properties.get(authorProperty)) ?? null
  try {
    const envelope = openEnvelope(properties, { instanceName: '', group })
    // Nobody is called nothing, and the group was taken from the message itself.
    if (typeof envelope === 'string') throw failure('PLB-WIRE-PROPERTY-MISSING', { property: 'instanceName' })
    if (content.kind === 'refused') throw content.because
    if (content.kind !== 'object')
      throw failure('PLB-WIRE-NOT-AN-OBJECT-MESSAGE', { type: say(`wire.${content.kind}Message`) })
    const event = decodeBody(envelope.handler, content.text, limitsToLook)
    return {
      at,
      sender,
      author,
      group,
      summary: describeEvent(event, noCatalog),
      countsOnly: isUpdateSequence(event),
    }
  } catch (error) {
    if (!isFailure(error)) throw error
    const summary = say('events.unreadable')
    return {
      at,
      sender,
      author,
      group,
      summary,
      problem: say('cli.withCode', { what: wordingOf(error), code: error.code }),
      countsOnly: false,
    }
  }
}

function print({ countsOnly: _, ...shown }: Shown, output: Output): void {
  if (output.json) {
    output.record(shown)
    return
  }
  const { at, sender, author, group, summary, problem } = shown
  output.line(
    dim(timeOfDay(at)),
    `  ${sender.padEnd(12)}  `,
    author === null ? summary : say('edits.byAuthor', { event: summary, author }),
    ...(problem === undefined ? [] : [' — ', red(problem)]),
    dim(` (${group})`),
  )
}
