import type { HowFar, NodeOutcome } from '../../contract/features/several.ts'
import { isFailure, wordingOf } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'

/** Who is told how far it is, and may end it. */
export interface RoundCall {
  readonly signal: AbortSignal
  readonly progress: (value: HowFar) => void
}

type Became = Omit<NodeOutcome, 'instanceName'>

/** Goes through nodes one after the other, and keeps what became of each. */
export class Round {
  readonly #names: readonly string[]
  readonly #call: RoundCall
  readonly #became = new Map<string, Became>()

  /** @param names each once, in the order in which they are told of */
  constructor(names: readonly string[], call: RoundCall) {
    this.#names = names
    this.#call = call
  }

  /** Does it to one node, unless the round was cancelled; a failure is what became of that node. */
  async visit(instanceName: string, act: () => Promise<Became>): Promise<void> {
    const { signal, progress } = this.#call
    if (signal.aborted) return
    progress({ done: this.#became.size, total: this.#names.length, instanceName })
    try {
      this.#became.set(instanceName, await act())
    } catch (error) {
      this.fail(instanceName, error)
    }
  }

  /** Takes note of why something could not be done. @throws what is no failure, unless the round was cancelled */
  fail(instanceName: string, error: unknown): void {
    if (this.#call.signal.aborted) return
    if (!isFailure(error)) throw error
    this.#became.set(instanceName, { outcome: 'failed', message: wordingOf(error) })
  }

  /** What became of each; who was not come to is left. */
  outcomes(): NodeOutcome[] {
    const left: Became = { outcome: 'left', message: say('several.left') }
    return this.#names.map((instanceName) => ({
      instanceName,
      ...(this.#became.get(instanceName) ?? left),
    }))
  }
}
