/** The messages that are out with one consumer and not acknowledged, by their numbers, in the order they were delivered. */
export class Outstanding {
  readonly #messages = new Set<number>()
  /** What a transaction not yet committed acknowledges. It takes no credit. */
  readonly #reserved = new Set<number>()

  /** How many of them take credit. */
  get open(): number {
    return this.#messages.size - this.#reserved.size
  }

  add(message: number): void {
    this.#messages.add(message)
  }

  has(message: number): boolean {
    return this.#messages.has(message)
  }

  /** Whether this message can be acknowledged. */
  awaits(message: number): boolean {
    return this.#messages.has(message) && !this.#reserved.has(message)
  }

  /** What can be acknowledged from one message, or the oldest, up to another. */
  upTo(last: number, first?: number): number[] {
    const covered: number[] = []
    let began = first === undefined
    for (const message of this.#messages) {
      began ||= message === first
      if (began && !this.#reserved.has(message)) covered.push(message)
      if (message === last) break
    }
    return covered
  }

  /** Keeps messages for a transaction: nothing else can acknowledge them until they are settled or released. */
  reserve(messages: readonly number[]): void {
    for (const message of messages) this.#reserved.add(message)
  }

  release(messages: readonly number[]): void {
    for (const message of messages) this.#reserved.delete(message)
  }

  /** @returns whether the message was out */
  settle(message: number): boolean {
    this.#reserved.delete(message)
    return this.#messages.delete(message)
  }

  clear(): void {
    this.#messages.clear()
    this.#reserved.clear()
  }
}
