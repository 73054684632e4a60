import type { QueueConsumer } from '../../broker/broker-connection.ts'

/** When consumers were first seen: no broker tells since when they are there. */
export class ConsumersSeen {
  #since: ReadonlyMap<string, number | null> | undefined

  /** Takes note of all there are now. */
  note(consumers: readonly QueueConsumer[], at: number): void {
    const before = this.#since
    const firstSeen = (id: string): number | null => {
      const known = before?.get(id)
      if (known !== undefined) return known
      return before === undefined ? null : at
    }
    this.#since = new Map(consumers.map(({ id }) => [id, firstSeen(id)]))
  }

  /** @returns null for one that was there when it was first looked */
  sinceOf(id: string): number | null {
    return this.#since?.get(id) ?? null
  }
}
