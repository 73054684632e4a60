/** What is read once however often it is asked for in the same turn of the event loop: nothing waits in between. */
export class OnceATurn<Value> {
  readonly #read: () => Value
  #known: { readonly value: Value } | undefined

  constructor(read: () => Value) {
    this.#read = read
  }

  get value(): Value {
    if (this.#known === undefined) {
      this.#known = { value: this.#read() }
      queueMicrotask(() => this.forget())
    }
    return this.#known.value
  }

  /** Says that it is another now. */
  forget(): void {
    this.#known = undefined
  }
}
