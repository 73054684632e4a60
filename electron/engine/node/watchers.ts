import { withoutSecretsIn } from '../../errors/failure.ts'
import type { Wording } from '../../sentences/sentence.ts'
import type { Activity } from './status.ts'

/** Those who watch what a node does. */
export class Watchers {
  readonly #now: () => number
  readonly #all = new Set<(activity: Activity) => void>()

  constructor(now: () => number) {
    this.#now = now
  }

  readonly watch = (watcher: (activity: Activity) => void): (() => void) => {
    this.#all.add(watcher)
    return () => {
      this.#all.delete(watcher)
    }
  }

  tellState(state: string, summary: Wording, reason?: Wording): void {
    this.tell({ direction: 'node', from: undefined, state, summary, reason, countsOnly: false })
  }

  /** Names are not the place for passwords, and yet a store may be named after its address. */
  tell({ summary, reason, ...activity }: Omit<Activity, 'at'>): void {
    const at = this.#now()
    const said = {
      summary: withoutSecretsIn(summary),
      reason: reason === undefined ? undefined : withoutSecretsIn(reason),
    }
    for (const watcher of this.#all) watcher({ ...activity, ...said, at })
  }
}
