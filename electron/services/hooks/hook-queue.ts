import { BackOff, type BackOffPolicy } from '../../scheduler/back-off.ts'
import { wait, type Clock } from '../../scheduler/clock.ts'
import { failure, isFailure, wordingOf, type Failure } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import type { FindingEvent, Hook } from './hook.ts'

export interface HookQueueOptions {
  readonly hook: Hook
  readonly clock: Clock
  /** Told of what was not delivered after all. */
  readonly failed: (failure: Failure) => void
}

/** More than these are behind by so much that the newest matter more. */
const mostWaiting = 500
const mostAttempts = 6
const backOff: BackOffPolicy = { first: 1_000, longest: 60_000, factor: 3 }
const deadline = 30_000

/** Tells a hook of findings, one after the other as they came; what it refuses is tried again some times. */
export class HookQueue {
  readonly #options: HookQueueOptions
  readonly #waiting: FindingEvent[] = []
  readonly #ending = new AbortController()
  #work: Promise<void> | undefined

  constructor(options: HookQueueOptions) {
    this.#options = options
  }

  add(event: FindingEvent): void {
    this.#waiting.push(event)
    if (this.#waiting.length > mostWaiting) {
      const dropped = this.#waiting.shift()
      if (dropped !== undefined) this.#giveUp(dropped, say('hooks.tooMany', { count: mostWaiting }))
    }
    this.#work ??= this.#tellAll().finally(() => (this.#work = undefined))
  }

  /** Tells what is still waiting, each once more at most. */
  async end(): Promise<void> {
    this.#ending.abort()
    await this.#work
  }

  async #tellAll(): Promise<void> {
    for (let event = this.#waiting.shift(); event !== undefined; event = this.#waiting.shift())
      await this.#tell(event)
  }

  async #tell(event: FindingEvent): Promise<void> {
    const { hook, clock } = this.#options
    const waits = new BackOff(backOff)
    for (let attempt = 1; ; attempt += 1) {
      const signal = AbortSignal.timeout(deadline)
      try {
        await hook.tell(event, signal)
        return
      } catch (error) {
        if (!isFailure(error) && !signal.aborted) throw error
        const reason = isFailure(error)
          ? wordingOf(error)
          : say('hooks.tooSlow', { seconds: deadline / 1000 })
        if (attempt === mostAttempts || this.#ending.signal.aborted) {
          this.#giveUp(event, reason, error)
          return
        }
      }
      await wait(clock, waits.next(), this.#ending.signal)
    }
  }

  #giveUp({ event, id }: FindingEvent, reason: Wording, cause?: unknown): void {
    const { hook, failed } = this.#options
    failed(failure('PLB-HOOK-NOT-TOLD', { hook: hook.kind, event, id, reason }, cause))
  }
}
