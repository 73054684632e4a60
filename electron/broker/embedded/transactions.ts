import type { Octets } from './octets.ts'
import { ProtocolError } from './protocol-error.ts'

/** One thing that happens when a transaction is committed. */
export interface Step {
  run(): void
  /** Called instead of `run` when the transaction is aborted. */
  abandon(): void
  /** The memory it holds until then, in bytes. */
  readonly size: number
}

/** How much one connection's open transactions may hold, in all. */
export interface TransactionLimits {
  readonly steps: number
  readonly bytes: number
}

/** The open transactions of one connection. */
export class Transactions {
  readonly #limits: TransactionLimits
  readonly #open = new Map<Octets, Step[]>()
  #steps = 0
  #bytes = 0

  constructor(limits: TransactionLimits) {
    this.#limits = limits
  }

  /** @throws ProtocolError, not fatal, like the other methods, for a name that does not fit */
  begin(name: Octets | undefined): void {
    if (name === undefined) throw refused('Must specify the transaction you are beginning')
    if (this.#open.has(name)) throw refused(`The transaction was already started: ${name}`)
    if (this.#open.size >= this.#limits.steps) throw refused('Too many open transactions')
    this.#open.set(name, [])
  }

  /** Adds a step to an open transaction. */
  add(name: Octets, step: Step): void {
    const steps = this.#open.get(name)
    if (steps === undefined) throw refused(`Invalid transaction id: ${name}`)
    if (this.#steps >= this.#limits.steps || this.#bytes + step.size > this.#limits.bytes) {
      throw refused('The open transactions of this connection hold too much')
    }
    steps.push(step)
    this.#steps += 1
    this.#bytes += step.size
  }

  /** Whether a transaction of that name is open. */
  require(name: Octets): void {
    if (!this.#open.has(name)) throw refused(`Invalid transaction id: ${name}`)
  }

  commit(name: Octets | undefined): void {
    for (const step of this.#close(name)) step.run()
  }

  abort(name: Octets | undefined): void {
    for (const step of this.#close(name)) step.abandon()
  }

  abortAll(): void {
    for (const name of this.#open.keys()) this.abort(name)
  }

  #close(name: Octets | undefined): Step[] {
    const steps = name === undefined ? undefined : this.#open.get(name)
    if (name === undefined || steps === undefined) throw refused(`Invalid transaction id: ${name ?? ''}`)
    this.#open.delete(name)
    this.#steps -= steps.length
    this.#bytes -= steps.reduce((sum, { size }) => sum + size, 0)
    return steps
  }
}

function refused(message: string): ProtocolError {
  return new ProtocolError(message, false)
}
