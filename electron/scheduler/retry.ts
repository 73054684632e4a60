import { BackOff, patientBackOff } from './back-off.ts'
import { systemClock, type Clock } from './clock.ts'

/**
 * Something that has to be done sooner or later. When it cannot be, for a reason that may pass, it is tried again by
 * itself, after waits that grow; meanwhile it says why it is not done.
 */
export class Retry<Reason extends Error> {
  readonly #action: () => void
  readonly #clock: Pick<Clock, 'after'>
  readonly #reasonOf: (error: unknown) => Reason
  readonly #onChange: () => void
  readonly #backOff: BackOff
  #trouble: Reason | undefined
  #cancel: (() => void) | undefined
  #isStopped = false

  /**
   * @param options.action does it, or throws why it cannot
   * @param options.reasonOf what to say about what the action threw
   * @param options.random gives numbers from 0 to under 1
   * @param options.onChange told when it is in trouble, and out of it
   */
  constructor(options: {
    readonly action: () => void
    readonly clock?: Pick<Clock, 'after'> | undefined
    readonly reasonOf: (error: unknown) => Reason
    readonly random?: (() => number) | undefined
    readonly onChange?: (() => void) | undefined
  }) {
    this.#action = options.action
    this.#clock = options.clock ?? systemClock
    this.#reasonOf = options.reasonOf
    this.#onChange = options.onChange ?? (() => undefined)
    this.#backOff = new BackOff(patientBackOff, options.random)
  }

  /** Why it is not done. */
  get trouble(): Reason | undefined {
    return this.#trouble
  }

  /**
   * Does it now.
   * @throws what the action threw; it is tried again later then
   */
  run(): void {
    this.#cancelAttempt()
    try {
      this.#action()
    } catch (error) {
      this.postpone(error)
      throw error
    }
    this.#backOff.reset()
    if (this.#trouble === undefined) return
    this.#trouble = undefined
    this.#onChange()
  }

  /** Says that it could not be done, so that it is tried again later. */
  postpone(because: unknown): void {
    this.#cancelAttempt()
    this.#trouble = this.#reasonOf(because)
    if (this.#isStopped) return
    this.#cancel = this.#clock.after(this.#backOff.next(), () => {
      this.#cancel = undefined
      try {
        this.run()
      } catch {
        // It was put off again, and the reason is kept.
      }
    })
    this.#onChange()
  }

  /** Tries no more. */
  stop(): void {
    this.#isStopped = true
    this.#cancelAttempt()
  }

  #cancelAttempt(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }
}
