/** Holds up what comes to it while it is closed. Cancelling opens it for good, so that nothing waits for ever. */
export class PauseGate {
  onChange: () => void = () => undefined
  #waiting: (() => void)[] = []
  #paused = false
  readonly #signal: AbortSignal

  constructor(signal: AbortSignal) {
    this.#signal = signal
    signal.addEventListener(
      'abort',
      () => {
        this.set(false)
      },
      { once: true },
    )
  }

  get isPaused(): boolean {
    return this.#paused
  }

  set(paused: boolean): void {
    const wanted = paused && !this.#signal.aborted
    if (wanted === this.#paused) return
    this.#paused = wanted
    if (!wanted) for (const go of this.#waiting.splice(0)) go()
    this.onChange()
  }

  async opened(): Promise<void> {
    while (this.#paused) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }
}
