import type { Clock } from '../../../electron/scheduler/clock.ts'
import type { Applied, WireMessage } from '../../../electron/imitation/messages/receiver.ts'
import { StockNode, type StockNodeOptions } from '../../../electron/imitation/stock-node.ts'

/**
 * Stock nodes on one topic, in memory: what one publishes lies in the queue of every other and of itself until they are
 * told to consume, as with the virtual topics of a broker.
 */
export class StockCluster {
  readonly nodes = new Map<string, StockNode>()
  /** Everything published, in order. */
  readonly published: WireMessage[] = []
  readonly #queues = new Map<string, WireMessage[]>()

  add(
    instanceName: string,
    options: Omit<StockNodeOptions, 'publish' | 'properties'> & Partial<StockNodeOptions>,
  ): StockNode {
    this.#queues.set(instanceName, [])
    const node = new StockNode({
      ...options,
      properties: { ...options.properties, instanceName },
      publish: (message) => {
        this.published.push(message)
        for (const queue of this.#queues.values()) queue.push(message)
      },
    })
    this.nodes.set(instanceName, node)
    return node
  }

  /** Puts a message into the queue of one node alone. */
  send(instanceName: string, message: WireMessage): void {
    this.#queues.get(instanceName)?.push(message)
  }

  waiting(instanceName: string): number {
    return this.#queues.get(instanceName)?.length ?? 0
  }

  /** Lets nodes take everything that waits for them; of all, if none is named. */
  async drain(...names: readonly string[]): Promise<readonly Applied[]> {
    const outcomes: Applied[] = []
    for (const [name, queue] of this.#queues) {
      if (names.length > 0 && !names.includes(name)) continue
      for (let message = queue.shift(); message !== undefined; message = queue.shift()) {
        const node = this.nodes.get(name)
        if (node !== undefined) outcomes.push(await node.consume(message))
      }
    }
    return outcomes
  }
}

/** A clock whose waiting is over at once, and which tells how long it would have been. */
export class HastyClock implements Clock {
  waited = 0

  now(): number {
    return this.waited
  }

  after(milliseconds: number, callback: () => void): () => void {
    this.waited += milliseconds
    callback()
    return () => undefined
  }
}
