import { systemClock, type Clock } from '../../scheduler/clock.ts'
import type { Failure } from '../../errors/failure.ts'
import { troubleOf } from '../replica/disk-trouble.ts'

/** Milliseconds between two looks at whether there is something to do. */
const usualInterval = 60_000
/** Milliseconds between two steps while there is; meanwhile everyone else has their turn. */
const pause = 50

/** Does what can wait, a small step at a time, for as long as it runs. What keeps it from that passes, or is its trouble. */
export class Upkeep {
  readonly #step: () => boolean
  readonly #interval: number
  readonly #clock: Pick<Clock, 'after'>
  #cancel: (() => void) | undefined
  #trouble: Failure | undefined

  /**
   * @param step does a bit, and returns whether there may be more
   * @param interval milliseconds between two looks at whether there is something to do
   */
  constructor(
    step: () => boolean,
    clock: Pick<Clock, 'after'> = systemClock,
    interval: number = usualInterval,
  ) {
    this.#step = step
    this.#interval = interval
    this.#clock = clock
  }

  /** Why it is not done; it is tried again by itself. */
  get trouble(): Failure | undefined {
    return this.#trouble
  }

  start(): void {
    this.stop()
    this.#cancel = this.#clock.after(pause, () => this.#run())
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #run(): void {
    let hasMore = false
    try {
      hasMore = this.#step()
      this.#trouble = undefined
    } catch (error) {
      this.#trouble = troubleOf(error)
    }
    this.#cancel = this.#clock.after(hasMore ? pause : this.#interval, () => this.#run())
  }
}
