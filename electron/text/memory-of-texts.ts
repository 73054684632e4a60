import { ownText } from './own-text.ts'

/**
 * What is worked out of short texts that come again and again. Whoever sends others without end makes it forget, not
 * grow, and a part of a large text does not keep all of that in memory.
 */
export class MemoryOfTexts<Value> {
  readonly #workOut: (text: string) => Value
  readonly #limits: { readonly texts: number; readonly length: number }
  readonly #known = new Map<string, Value>()

  /** @param limits texts remembered at most, and how long one may be to be remembered */
  constructor(limits: { readonly texts: number; readonly length: number }, workOut: (text: string) => Value) {
    this.#limits = limits
    this.#workOut = workOut
  }

  of(text: string): Value {
    const known = this.#known.get(text)
    if (known !== undefined) return known
    if (text.length > this.#limits.length) return this.#workOut(text)
    const own = ownText(text)
    const value = this.#workOut(own)
    if (this.#known.size >= this.#limits.texts) this.#known.clear()
    this.#known.set(own, value)
    return value
  }
}
