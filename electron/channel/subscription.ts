import type { z } from 'zod'
import type { StreamDescription } from '../contract/procedure.ts'
import type { Name } from './contract.ts'
import { OutgoingStream } from './outgoing-stream.ts'

type CheckedBatch =
  | { readonly success: true; readonly items: unknown[]; readonly skipped: number }
  | { readonly success: false; readonly error: z.ZodError }

/** One stream a client reads. */
export class Subscription {
  readonly name: Name
  readonly outgoing: OutgoingStream
  readonly #item: z.ZodType
  readonly #stop = new AbortController()

  constructor(name: Name, description: StreamDescription) {
    this.name = name
    this.outgoing = new OutgoingStream(description.whenBehind)
    this.#item = description.item
  }

  /** Aborted when nobody reads the stream any more. */
  get signal(): AbortSignal {
    return this.#stop.signal
  }

  end(): void {
    this.#stop.abort()
  }

  /** The client has taken some items and may get as many more. */
  grant(items: number): void {
    this.outgoing.grant(items)
  }

  /** The next batch, every item of it checked. */
  takeChecked(): CheckedBatch {
    const { items, skipped } = this.outgoing.take()
    const checked: unknown[] = []
    for (const item of items) {
      const parsed = this.#item.safeParse(item)
      if (!parsed.success) return { success: false, error: parsed.error }
      checked.push(parsed.data)
    }
    return { success: true, items: checked, skipped }
  }
}
