/** A message on its way, and who waits for it. */
interface Waiting<Item> {
  readonly item: Item
  /** What it weighs, in bytes. */
  readonly bytes: number
  readonly resolve: () => void
  readonly reject: (because: unknown) => void
}

/** Some dozens are as fast as more, and a broker keeps all of them in memory until the end. */
const largestGroup = { messages: 64, bytes: 1024 * 1024 }

/**
 * Sends one message alone, and together what has gathered meanwhile: a broker then syncs its disk once for all of them.
 * Nothing leaves before what is in front of it is settled, which keeps the order.
 */
export class GroupCommit<Item> {
  readonly #alone: (item: Item) => Promise<void>
  readonly #together: (items: readonly Item[]) => Promise<void>
  readonly #largest: number
  #waiting: Waiting<Item>[] = []
  #running = false

  /**
   * @param alone sends one message
   * @param together sends all of them or none; when it throws, each is sent alone, so that the one at fault is told
   * @param largest how many may go together
   */
  constructor(
    alone: (item: Item) => Promise<void>,
    together: (items: readonly Item[]) => Promise<void>,
    largest = largestGroup.messages,
  ) {
    this.#alone = alone
    this.#together = together
    this.#largest = largest
  }

  /** Resolves once the broker has it safe. */
  async send(item: Item, bytes: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#waiting.push({ item, bytes, resolve, reject })
    if (!this.#running) void this.#run()
    await promise
  }

  async #run(): Promise<void> {
    this.#running = true
    // What is sent in the same turn belongs together.
    await Promise.resolve()
    for (let group = this.#next(); group.length > 0; group = this.#next()) await this.#settle(group)
    this.#running = false
  }

  #next(): Waiting<Item>[] {
    let bytes = 0
    const tooMany = this.#waiting.findIndex((each, index) => {
      bytes += each.bytes
      return index > 0 && (index >= this.#largest || bytes > largestGroup.bytes)
    })
    return this.#waiting.splice(0, tooMany === -1 ? this.#waiting.length : tooMany)
  }

  async #settle(group: readonly Waiting<Item>[]): Promise<void> {
    if (group.length > 1) {
      try {
        await this.#together(group.map(({ item }) => item))
        for (const { resolve } of group) resolve()
        return
      } catch {
        // Each is told below what comes of it.
      }
    }
    for (const { item, resolve, reject } of group) await this.#alone(item).then(resolve, reject)
  }
}
