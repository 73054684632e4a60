/** Milliseconds all of it together may take of one turn of the event loop. */
const budget = 12
/** Milliseconds of that a whole that is carried out in pieces takes. */
const pieceTime = 6

/**
 * Work that can wait for the next turn of the event loop, first come, first served. However much there is of it, a
 * turn takes no more than the budget and the piece that was begun last, so that everyone else is heard in between.
 */
export class Scheduler {
  #waiting: (() => void)[] = []
  readonly #now: () => number
  #isScheduled = false
  /** When the time of the present turn is over; undefined before anyone asked. */
  #end: number | undefined

  /** @param now milliseconds, growing */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Has a piece of work done in its turn. What it throws is thrown at the process. */
  add(piece: () => void): void {
    this.#waiting.push(piece)
    this.#schedule()
  }

  /** Whether time is left in this turn for more of what is done as it comes. */
  get hasTime(): boolean {
    if (this.#end === undefined) {
      this.#end = this.#now() + budget
      setImmediate(() => (this.#end = undefined))
    }
    return this.#now() < this.#end
  }

  /** Carries out a whole in pieces; each ends where it yields. */
  run<Result>(pieces: Generator<void, Result, undefined>): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    const goOn = (): void => {
      const end = this.#now() + pieceTime
      try {
        do {
          const { done, value } = pieces.next()
          if (done === true) {
            resolve(value)
            return
          }
        } while (this.#now() < end)
        this.add(goOn)
      } catch (error) {
        reject(error)
      }
    }
    this.add(goOn)
    return promise
  }

  #schedule(): void {
    if (this.#isScheduled || this.#waiting.length === 0) return
    this.#isScheduled = true
    setImmediate(() => this.#turn())
  }

  #turn(): void {
    this.#isScheduled = false
    const end = this.#now() + budget
    this.#end = end
    const due = this.#waiting
    // What is added meanwhile waits for the next turn.
    this.#waiting = []
    let begun = 0
    try {
      while (begun < due.length && (begun === 0 || this.#now() < end)) {
        begun += 1
        due[begun - 1]?.()
      }
    } finally {
      this.#end = undefined
      this.#waiting.unshift(...due.slice(begun))
      this.#schedule()
    }
  }
}

/** Carries out at once what is in pieces. */
export function atOnce<Result>(pieces: Generator<void, Result, undefined>): Result {
  for (;;) {
    const { done, value } = pieces.next()
    if (done === true) return value
  }
}

/** Those of this process. */
export const scheduler = new Scheduler()
