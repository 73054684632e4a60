import { inNextTurn } from './clock.ts'

interface Waiting<Asked, Answer> {
  readonly asked: Asked
  readonly resolve: (answer: Answer) => void
  readonly reject: (reason: unknown) => void
}

/** Gathers what is asked for in one turn of the event loop, and has it answered as one. */
export class Gathering<Asked, Answer> {
  readonly #answerAll: (asked: readonly Asked[]) => readonly PromiseSettledResult<Answer>[]
  readonly #most: number
  #waiting: Waiting<Asked, Answer>[] = []

  /**
   * @param answerAll answers each, in their order, and throws nothing
   * @param most what is answered as one at most; the rest has the next turn
   */
  constructor(answerAll: (asked: readonly Asked[]) => readonly PromiseSettledResult<Answer>[], most: number) {
    this.#answerAll = answerAll
    this.#most = most
  }

  ask(asked: Asked): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    if (this.#waiting.length === 0) inNextTurn(() => this.#answerNext())
    this.#waiting.push({ asked, resolve, reject })
    return promise
  }

  /** Answers all there are at once. */
  finish(): void {
    while (this.#waiting.length > 0) this.#answerNext()
  }

  #answerNext(): void {
    const next = this.#waiting.splice(0, this.#most)
    if (this.#waiting.length > 0) inNextTurn(() => this.#answerNext())
    const answers = this.#answerAll(next.map(({ asked }) => asked))
    for (const [index, { resolve, reject }] of next.entries()) {
      const answer = answers[index]
      if (answer?.status === 'fulfilled') resolve(answer.value)
      else reject(answer?.reason)
    }
  }
}
