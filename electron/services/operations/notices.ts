/** What an operator should know about this run of the application, such as a damaged file that was set aside. */
export class Notices {
  readonly #texts: string[] = []

  /** Adds a sentence; one that is there already is not repeated. */
  add(text: string): void {
    if (!this.#texts.includes(text)) this.#texts.push(text)
  }

  get all(): readonly string[] {
    return [...this.#texts]
  }
}
