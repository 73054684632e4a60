/** Milliseconds between two attempts, growing from one to the other. */
const shortestPause = 500
const longestPause = 30_000

/**
 * Something that has to be done sooner or later. When it cannot be, for a reason that may pass, it is tried again by
 * itself, after pauses that grow; meanwhile it says why it is not done.
 */
export class Retry<Reason extends Error> {
  readonly #action: () => void
  readonly #after: (milliseconds: number, callback: () => void) => () => void
  readonly #reasonOf: (error: unknown) => Reason
  readonly #onChange: () => void
  #pause = shortestPause
  #trouble: Reason | undefined
  #cancel: (() => void) | undefined
  #isStopped = false

  /**
   * @param options.action does it, or throws why it cannot
   * @param options.reasonOf what to say about what the action threw when nobody is there to catch it
   * @param options.onChange told when it is in trouble, and out of it
   */
  constructor(options: {
    readonly action: () => void
    readonly after: (milliseconds: number, callback: () => void) => () => void
    readonly reasonOf: (error: unknown) => Reason
    readonly onChange?: () => void
  }) {
    this.#action = options.action
    this.#after = options.after
    this.#reasonOf = options.reasonOf
    this.#onChange = options.onChange ?? (() => undefined)
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
    this.#pause = shortestPause
    if (this.#trouble === undefined) return
    this.#trouble = undefined
    this.#onChange()
  }

  /** Says that it could not be done, so that it is tried again later. */
  postpone(because: unknown): void {
    this.#cancelAttempt()
    this.#trouble = this.#reasonOf(because)
    if (this.#isStopped) return
    this.#cancel = this.#after(this.#pause, () => {
      this.#cancel = undefined
      try {
        this.run()
      } catch {
        // It was put off again, and the reason is kept.
      }
    })
    this.#pause = Math.min(this.#pause * 2, longestPause)
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
