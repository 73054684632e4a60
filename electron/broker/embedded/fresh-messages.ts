import type { Message } from './message.ts'

interface Fresh {
  readonly message: Message
  readonly size: number
  /** The queues that still hold it. */
  readonly queues: Set<number>
}

/**
 * The messages that were stored last, in memory: who waits for them gets them at once, and reading one from the
 * database and opening its seal costs more than anything else a delivery does. The oldest go when there is no room.
 */
export class FreshMessages {
  readonly #room: number
  readonly #messages = new Map<number, Fresh>()
  #size = 0

  /** @param room bytes of bodies and headers, of all messages together */
  constructor(room: number) {
    this.#room = room
  }

  add(message: Message, queues: readonly number[]): void {
    const size = message.body.length + message.headers.length
    if (size > this.#room) return
    // The body may lie in a larger chunk that would be kept whole.
    const kept = { ...message, body: new Uint8Array(message.body) }
    this.#messages.set(message.id, { message: kept, size, queues: new Set(queues) })
    this.#size += size
    for (const id of this.#messages.keys()) {
      if (this.#size <= this.#room) break
      this.#forget(id)
    }
  }

  /** A message of a queue; `unknown` when the database has to be asked. */
  of(queue: number, id: number): Message | 'gone' | 'unknown' {
    const fresh = this.#messages.get(id)
    if (fresh === undefined) return 'unknown'
    return fresh.queues.has(queue) ? fresh.message : 'gone'
  }

  /** Notes that a queue holds a message no more. */
  remove(queue: number, id: number): void {
    const queues = this.#messages.get(id)?.queues
    if (queues?.delete(queue) === true && queues.size === 0) this.#forget(id)
  }

  /** Forgets all: what was written may have been undone. */
  clear(): void {
    this.#messages.clear()
    this.#size = 0
  }

  #forget(id: number): void {
    this.#size -= this.#messages.get(id)?.size ?? 0
    this.#messages.delete(id)
  }
}
