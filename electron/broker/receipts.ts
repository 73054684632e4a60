import { failure, type Failure } from '../errors/failure.ts'
import type { Clock } from '../scheduler/clock.ts'

interface Waiting {
  readonly since: number
  readonly resolve: () => void
  readonly reject: (because: Failure) => void
}

/**
 * The receipts one connection waits for. All share one deadline, counted from sending, so one timer on the
 * oldest is enough.
 */
export class Receipts {
  readonly #waiting = new Map<string, Waiting>()
  readonly #clock: Clock
  readonly #deadline: number
  readonly #onDeadline: () => void
  #next = 1
  #cancelTimer: (() => void) | undefined

  /** @param onDeadline called when a receipt has not come in time; it must end the connection */
  constructor(clock: Clock, deadline: number, onDeadline: () => void) {
    this.#clock = clock
    this.#deadline = deadline
    this.#onDeadline = onDeadline
  }

  /**
   * A receipt to wait for, and what settles when the broker confirms or refuses.
   * @param id a new one unless given
   */
  expect(id = this.#newId()): { readonly id: string; readonly settled: Promise<void> } {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#waiting.set(id, { since: this.#clock.now(), resolve, reject })
    this.#arm()
    return { id, settled: promise }
  }

  confirm(id: string): void {
    this.#take(id)?.resolve()
  }

  /** @returns whether anybody waited for this receipt */
  refuse(id: string, because: Failure): boolean {
    const waiting = this.#take(id)
    waiting?.reject(because)
    return waiting !== undefined
  }

  refuseAll(because: Failure): void {
    const all = [...this.#waiting.values()]
    this.#waiting.clear()
    this.#disarm()
    for (const waiting of all) waiting.reject(because)
  }

  #newId(): string {
    const id = `r${this.#next}`
    this.#next += 1
    return id
  }

  #take(id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (this.#waiting.size === 0) this.#disarm()
    return waiting
  }

  #arm(): void {
    if (this.#cancelTimer !== undefined) return
    const oldest = this.#waiting.values().next().value
    if (oldest === undefined) return
    const left = oldest.since + this.#deadline - this.#clock.now()
    this.#cancelTimer = this.#clock.after(Math.max(left, 1), () => {
      this.#cancelTimer = undefined
      const first = this.#waiting.values().next().value
      if (first === undefined) return
      if (this.#clock.now() - first.since >= this.#deadline) this.#onDeadline()
      else this.#arm()
    })
  }

  #disarm(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
  }
}

/** The failure of a receipt that did not come in time. */
export function receiptDeadlinePassed(server: string, milliseconds: number): Failure {
  return failure('PLB-BROKER-RECEIPT-DEADLINE', { server, milliseconds })
}
