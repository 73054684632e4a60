import type { Message } from '../../broker/message.ts'

/**
 * Messages of several queues as if they lay in one, oldest first. Each comes once: on its way over a bridge it may lie
 * on both sides.
 */
export async function* inOneLine(
  queues: readonly AsyncGenerator<Message, void, undefined>[],
  limit = Infinity,
): AsyncGenerator<Message, void, undefined> {
  const seen = new Set<string>()
  const heads = new Map<AsyncGenerator<Message, void, undefined>, Message>()
  const advance = async (queue: AsyncGenerator<Message, void, undefined>): Promise<void> => {
    const next = await queue.next()
    if (next.done === true) heads.delete(queue)
    else heads.set(queue, next.value)
  }
  try {
    await Promise.all(queues.map(advance))
    while (seen.size < limit) {
      const [oldest] = [...heads].toSorted(
        ([, one], [, other]) => (one.timestamp ?? 0) - (other.timestamp ?? 0),
      )
      if (oldest === undefined) return
      const [queue, message] = oldest
      if (!seen.has(message.messageId)) {
        seen.add(message.messageId)
        yield message
      }
      await advance(queue)
    }
  } finally {
    await Promise.all(queues.map((queue) => queue.return()))
  }
}
