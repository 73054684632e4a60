import { withoutSecretsIn } from '../errors/failure.ts'
import { type Wording, distinct } from '../sentences/sentence.ts'

/** What an operator should know about this run of the application, such as a damaged file that was set aside. */
export class Notices {
  #notices: readonly Wording[] = []
  readonly #onChange: (all: readonly Wording[]) => void

  /** @param onChange called with all of them whenever there is another one */
  constructor(onChange: (all: readonly Wording[]) => void = () => undefined) {
    this.#onChange = onChange
  }

  /** Adds a sentence; one that is there already is not repeated. */
  add(notice: Wording): void {
    const all = distinct([...this.#notices, withoutSecretsIn(notice)])
    if (all.length === this.#notices.length) return
    this.#notices = all
    this.#onChange(all)
  }

  get all(): readonly Wording[] {
    return this.#notices
  }
}
