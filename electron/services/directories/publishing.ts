import type { Publication } from '../../broker/sessions/session.ts'
import { failureFromData, type FailureData } from '../../contract/failures.ts'

type Message = Pick<Publication, 'properties' | 'body'>

/**
 * Publishes from the thread of a run. What is published in one turn goes over together, so that a connection that is
 * lost meanwhile, and made anew, lets none of it overtake another.
 * @param send hands messages over, and tells of each what kept it from the broker
 */
export function publishingBy(
  send: (messages: Message[]) => Promise<readonly (FailureData | null)[]>,
): (message: Message) => Promise<void> {
  let turn: { readonly messages: Message[]; readonly answers: ReturnType<typeof send> } | undefined
  const begin = (): NonNullable<typeof turn> => {
    const messages: Message[] = []
    const answers = Promise.resolve().then(() => {
      turn = undefined
      return send(messages)
    })
    return { messages, answers }
  }
  return async ({ properties, body }) => {
    turn ??= begin()
    const { messages, answers } = turn
    const at = messages.push({ properties, body }) - 1
    const kept = (await answers)[at]
    if (kept) throw failureFromData(kept)
  }
}
