import type { Clock } from '../scheduler/clock.ts'
import type { Connection, WithdrawnMessage } from './broker-connection.ts'
import type { Destination } from './destinations.ts'

/** Messages that can be asked for at once: their ids have to fit into a header of STOMP. */
export const withdrawnAtOnce = 40
/** How long a message that lies in the queue may take to be delivered; one that is out at somebody else never is. */
const patience = 5_000

/**
 * Goes through messages of a queue that are named by their ids, each to be removed or moved before the next one is asked
 * for. One that is not there any more, or is out at another consumer, does not come.
 *
 * A broker only looks at the beginning of a long queue for what a consumer selects, and at all of it for whoever browses;
 * so the queue is browsed meanwhile, which also tells what there is to wait for.
 * @param ids at most {@link withdrawnAtOnce}
 * @throws Failure when the broker refuses or the connection ends first; the signal's reason
 */
export async function* withdraw(
  connection: Connection,
  queue: Destination,
  ids: ReadonlySet<string>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): AsyncGenerator<WithdrawnMessage, void, undefined> {
  const selector = `JMSMessageID IN (${[...ids].map((id) => `'${id.replaceAll("'", "''")}'`).join(',')})`
  const waiting: WithdrawnMessage[] = []
  const awaited = new Set<string>()
  const received = new Set<string>()
  let isOver = false
  let failed: { readonly because: unknown } | undefined
  let wake: () => void = () => undefined
  let cancelPatience: () => void = () => undefined
  const fail = (because: unknown): void => {
    failed ??= { because }
    wake()
  }
  const endWhenDue = (): void => {
    cancelPatience()
    const after = [...awaited].every((id) => received.has(id)) ? 0 : patience
    cancelPatience = clock.after(after, () => {
      isOver = true
      wake()
    })
  }
  const onAbort = (): void => fail(signal.reason)
  signal.throwIfAborted()
  signal.addEventListener('abort', onAbort, { once: true })
  void connection.lost.then(fail)
  let isBrowsed = false
  const consumption = connection.withdraw(
    { queue, selector, prefetch: Math.min(ids.size, withdrawnAtOnce) },
    {
      receive: (withdrawn) => {
        const { messageId } = withdrawn.message
        if (!ids.has(messageId) || received.has(messageId)) return
        received.add(messageId)
        waiting.push(withdrawn)
        if (isBrowsed) endWhenDue()
        wake()
      },
      ended: fail,
    },
  )
  consumption.confirmed.catch(fail)
  const browsing = connection.browse(
    { destination: queue, selector, withBodies: false },
    {
      receive: (delivery) => {
        if (delivery !== 'end') awaited.add(delivery.message.messageId)
        else {
          isBrowsed = true
          endWhenDue()
        }
      },
      ended: fail,
    },
  )
  browsing.confirmed.catch(fail)
  try {
    for (;;) {
      if (failed !== undefined) throw failed.because
      const next = waiting.shift()
      if (next !== undefined) {
        yield next
        continue
      }
      if (isOver) return
      const { promise, resolve } = Promise.withResolvers<void>()
      wake = resolve
      await promise
    }
  } finally {
    cancelPatience()
    signal.removeEventListener('abort', onAbort)
    await browsing.end()
    await consumption.end()
  }
}
