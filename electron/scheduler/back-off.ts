/** How waits between attempts grow. In milliseconds. */
export interface BackOffPolicy {
  readonly first: number
  readonly longest: number
  /** By what a wait is longer than the one before; 1 for waits that stay the same. */
  readonly factor: number
}

/** The waits of whoever tries again what a full disk or a broker refused. */
export const patientBackOff: BackOffPolicy = Object.freeze({ first: 500, longest: 30_000, factor: 2 })

/** By how much a wait is shortened at most, so that clients a broker lost together do not return together. */
const jitter = 0.5

/** The waits between attempts: growing up to a limit, each shortened by chance. */
export class BackOff {
  readonly #policy: BackOffPolicy
  readonly #random: () => number
  #delay: number

  /** @param random gives numbers from 0 to under 1 */
  constructor(policy: BackOffPolicy, random: () => number = Math.random) {
    this.#policy = policy
    this.#random = random
    this.#delay = this.#first()
  }

  /** The next wait, in milliseconds. */
  next(): number {
    const { factor, longest } = this.#policy
    const delay = this.#delay
    // A wait of 0 would never grow by multiplication.
    if (factor > 1) this.#delay = Math.min(Math.max(delay, 1) * factor, longest)
    return Math.round(delay * (1 - jitter * this.#random()))
  }

  reset(): void {
    this.#delay = this.#first()
  }

  #first(): number {
    return Math.min(this.#policy.first, this.#policy.longest)
  }
}
