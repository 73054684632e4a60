import { failure } from '../../errors/failure.ts'
import type { Connection, Delivery } from '../broker-connection.ts'
import type { Destination } from '../destinations.ts'
import type { Message } from '../message.ts'

export interface BrowseOptions {
  /** A JMS selector over the messages' properties. */
  readonly selector?: string
  /** Stop after so many messages. */
  readonly limit?: number
  /**
   * Whether bodies are wanted; without, the content is `empty`. Over STOMP, asking for them makes the broker write a
   * `transformation` property into messages that are still to be delivered to the queue's consumer.
   */
  readonly withBodies?: boolean
  /** Whether a queue the broker says it does not have is left unmade, and has nothing in it. */
  readonly unlessMissing?: boolean
  readonly signal?: AbortSignal
}

/** Messages read ahead of whoever iterates. */
const readAhead = 256

/**
 * Goes through a queue without taking anything from it, on a connection of its own: a slow reader then holds up
 * nobody, and leaving early is simply closing it.
 * @param connection used for this alone, and closed at the end
 * @throws Failure when the broker refuses or the connection ends first; the signal's reason
 */
export async function* browseQueue(
  connection: Connection,
  queue: Destination,
  options: BrowseOptions,
): AsyncGenerator<Message, void, undefined> {
  const waiting: (Message | 'end')[] = []
  let wake: () => void = () => undefined
  let finished = false
  let failed: { readonly because: unknown } | undefined
  const fail = (because: unknown) => {
    failed ??= { because }
    wake()
  }
  const onAbort = () => {
    fail(options.signal?.reason)
  }
  void connection.lost.then(fail)
  options.signal?.addEventListener('abort', onAbort, { once: true })
  try {
    options.signal?.throwIfAborted()
    const { selector, withBodies = false, unlessMissing = false } = options
    if (unlessMissing && (await connection.queueNames())?.has(queue.name) === false) {
      finished = true
      return
    }
    const receive = (delivery: Delivery | 'end') => {
      waiting.push(delivery === 'end' ? 'end' : delivery.message)
      if (waiting.length >= readAhead) connection.hold(true)
      wake()
    }
    const request = { destination: queue, selector, withBodies }
    connection.browse(request, { receive, ended: fail }).confirmed.catch(fail)
    for (let count = 0; count < (options.limit ?? Infinity);) {
      const next = waiting.shift()
      if (next === 'end') {
        finished = true
        return
      }
      if (next !== undefined) {
        if (waiting.length < readAhead / 2) connection.hold(false)
        yield next
        count += 1
        continue
      }
      if (failed !== undefined) throw failed.because
      const { promise, resolve } = Promise.withResolvers<void>()
      wake = resolve
      await promise
    }
  } finally {
    options.signal?.removeEventListener('abort', onAbort)
    // The goodbye of a browser left early would wait behind all that is still on its way.
    if (finished) await connection.close()
    else connection.end(failure('PLB-BROKER-SESSION-CLOSED', {}))
  }
}
