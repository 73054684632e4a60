import { wordingOf } from '../errors/failure.ts'
import { systemClock, wait, type Clock } from '../scheduler/clock.ts'
import { hideSecrets } from '../secrets/text.ts'
import { commandHook } from '../services/hooks/command-hook.ts'
import type { FindingEvent, Hook } from '../services/hooks/hook.ts'
import { HookQueue } from '../services/hooks/hook-queue.ts'
import { webHook } from '../services/hooks/web-hook.ts'
import type { Wording } from '../sentences/sentence.ts'
import { isOpen, type Problem } from './cluster-look.ts'
import { webAddressIn } from './login-file.ts'
import type { Output } from './output.ts'
import { cameAndWent } from './watch-changes.ts'

/** Between two looks of whoever follows. */
const pause = 15_000

interface Changes {
  readonly at: number
  readonly opened: readonly Problem[]
  readonly closed: readonly Problem[]
}

/** What is wrong with a cluster at one moment. */
interface Seen {
  readonly cluster: string
  readonly problems: readonly Problem[]
}

/** Who is told of findings beside whoever reads the output. */
export class FindingHooks {
  readonly #queues: readonly HookQueue[]
  readonly #output: Output

  /**
   * @param given a file with the address of a webhook, and a program
   * @throws PLB-COMMAND-LOGIN-UNUSABLE, PLB-STORAGE-…
   */
  constructor(
    given: { readonly webhook?: string | undefined; readonly command?: string | undefined },
    environment: Readonly<Record<string, string | undefined>>,
    output: Output,
  ) {
    const hooks: Hook[] = []
    if (given.webhook !== undefined) hooks.push(webHook(webAddressIn(given.webhook)))
    if (given.command !== undefined) hooks.push(commandHook(given.command, environment))
    this.#output = output
    this.#queues = hooks.map(
      (hook) =>
        new HookQueue({ hook, clock: systemClock, failed: (failure) => output.warning(wordingOf(failure)) }),
    )
  }

  /** Looks again and again at what is wrong with the clusters that are open, and tells what came and what went. */
  async follow(
    look: (signal: AbortSignal) => Promise<readonly Seen[]>,
    clock: Clock,
    signal: AbortSignal,
  ): Promise<void> {
    if (this.#queues.length === 0) return
    let before: readonly Seen[] = []
    while (!signal.aborted) {
      const now = await look(signal).catch((error: unknown) => {
        if (!signal.aborted) this.#output.warning(wordingOf(error))
        return before
      })
      for (const { cluster, problems } of now) {
        // What was wrong with a cluster did not end because it was closed.
        const known = before.find((each) => each.cluster === cluster)?.problems ?? []
        this.tell({ at: Date.now(), ...cameAndWent(known, problems) }, cluster)
      }
      before = now
      await wait(clock, pause, signal)
    }
  }

  /** Tells what is open and was not, and what is gone: nobody is called for what somebody said to know. */
  tell({ at, opened, closed }: Changes, cluster: string): void {
    const told = [
      ...opened.filter(isOpen).map((problem) => this.#eventOf('opened', problem, at, cluster)),
      ...closed.map((problem) => this.#eventOf('closed', problem, at, cluster)),
    ]
    for (const queue of this.#queues) for (const event of told) queue.add(event)
  }

  async end(): Promise<void> {
    await Promise.all(this.#queues.map((queue) => queue.end()))
  }

  #eventOf(event: FindingEvent['event'], problem: Problem, at: number, cluster: string): FindingEvent {
    const { id, severity, node, message, cause, evidence, remedy } = problem
    const words = (wording: Wording): string => hideSecrets(this.#output.words(wording))
    return {
      ...{ event, at: new Date(at).toISOString(), cluster, id, severity, node },
      message: words(message),
      cause: cause === null ? null : words(cause),
      evidence: evidence.map(words),
      remedy: remedy === null ? null : words(remedy),
    }
  }
}
