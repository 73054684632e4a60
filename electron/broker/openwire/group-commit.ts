/** A message on its way, and who waits for it. */
export interface Waiting<Item> {
  readonly item: Item
  readonly resolve: () => void
  readonly reject: (because: unknown) => void
}

/** Messages in one transaction at most. */
const largestGroup = 128

/**
 * Sends one message, or what has gathered meanwhile in one transaction: the broker then syncs its disk once for all of
 * them. Nothing leaves before the group in front of it is settled, which keeps the order.
 */
export class GroupCommit<Item> {
  readonly #alone: (item: Item) => Promise<void>
  readonly #together: (group: readonly Waiting<Item>[]) => Promise<void>
  #waiting: Waiting<Item>[] = []
  #running = false

  /**
   * @param alone sends one message
   * @param together sends several and settles each; never rejects
   */
  constructor(
    alone: (item: Item) => Promise<void>,
    together: (group: readonly Waiting<Item>[]) => Promise<void>,
  ) {
    this.#alone = alone
    this.#together = together
  }

  async send(item: Item): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#waiting.push({ item, resolve, reject })
    if (!this.#running) void this.#run()
    await promise
  }

  async #run(): Promise<void> {
    this.#running = true
    // What is sent in the same turn belongs together.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, largestGroup)
      const [first] = group
      if (group.length > 1 || first === undefined) await this.#together(group)
      else await this.#alone(first.item).then(first.resolve, first.reject)
    }
    this.#running = false
  }
}
