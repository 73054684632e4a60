import { hideSecrets } from '../secrets/text.ts'

/** What an operator should know about this run of the application, such as a damaged file that was set aside. */
export class Notices {
  readonly #texts: string[] = []
  readonly #onChange: (all: readonly string[]) => void

  /** @param onChange called with all of them whenever there is another one */
  constructor(onChange: (all: readonly string[]) => void = () => undefined) {
    this.#onChange = onChange
  }

  /** Adds a sentence; one that is there already is not repeated. */
  add(notice: string): void {
    const text = hideSecrets(notice)
    if (this.#texts.includes(text)) return
    this.#texts.push(text)
    this.#onChange(this.all)
  }

  get all(): readonly string[] {
    return [...this.#texts]
  }
}
