import type { ReconnectPolicy } from './failover-options.ts'

type BackOffPolicy = Pick<
  ReconnectPolicy,
  'initialReconnectDelay' | 'maxReconnectDelay' | 'useExponentialBackOff' | 'backOffMultiplier'
>

/** By how much a wait is shortened at most, so that clients a broker lost together do not return together. */
const jitter = 0.5

/** The waits between rounds of attempts: growing up to a limit, each shortened by chance. */
export class BackOff {
  readonly #policy: BackOffPolicy
  readonly #random: () => number
  #delay: number

  /** @param random gives numbers from 0 to under 1 */
  constructor(policy: BackOffPolicy, random: () => number) {
    this.#policy = policy
    this.#random = random
    this.#delay = this.#first()
  }

  /** The next wait, in milliseconds. */
  next(): number {
    const { backOffMultiplier, maxReconnectDelay, useExponentialBackOff } = this.#policy
    const delay = this.#delay
    // A wait of 0 would never grow by multiplication.
    if (useExponentialBackOff)
      this.#delay = Math.min(Math.max(delay, 1) * backOffMultiplier, maxReconnectDelay)
    return Math.round(delay * (1 - jitter * this.#random()))
  }

  reset(): void {
    this.#delay = this.#first()
  }

  #first(): number {
    return Math.min(this.#policy.initialReconnectDelay, this.#policy.maxReconnectDelay)
  }
}
