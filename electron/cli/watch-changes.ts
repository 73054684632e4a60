import { systemClock } from '../scheduler/clock.ts'
import type { NodeView } from '../contract/features/inventory.ts'
import { hideSecrets } from '../secrets/text.ts'
import { commandHook } from '../services/hooks/command-hook.ts'
import type { FindingEvent, Hook } from '../services/hooks/hook.ts'
import { HookQueue } from '../services/hooks/hook-queue.ts'
import { webHook } from '../services/hooks/web-hook.ts'
import { wordingOf } from '../errors/failure.ts'
import { timeOfDay } from './activity-line.ts'
import { printProblem, type ClusterLook, type Problem } from './cluster-look.ts'
import { webAddressIn } from './login-file.ts'
import type { Output } from './output.ts'
import { bold, dim, green } from './styled-text.ts'
import { stateWord } from './state-word.ts'
import { say } from '../sentences/say.ts'

/** What became otherwise from one look to the next. */
export interface WatchChanges {
  readonly at: number
  readonly states: readonly NodeView[]
  readonly opened: readonly Problem[]
  readonly closed: readonly Problem[]
}

export function changesBetween(before: ClusterLook, now: ClusterLook, at: number): WatchChanges {
  const states = new Map(before.nodes.map(({ instanceName, state }) => [instanceName, state]))
  const without = (problems: readonly Problem[], others: readonly Problem[]): readonly Problem[] => {
    const ids = new Set(others.map(({ id }) => id))
    return problems.filter(({ id }) => !ids.has(id))
  }
  return {
    at,
    states: now.nodes.filter(({ instanceName, state }) => states.get(instanceName) !== state),
    opened: without(now.problems, before.problems),
    closed: without(before.problems, now.problems),
  }
}

export function printChanges({ at, states, opened, closed }: WatchChanges, output: Output): void {
  for (const { instanceName, state, severity } of states) {
    if (output.json) output.record({ at, node: instanceName, state, severity })
    else
      output.line(
        dim(timeOfDay(at)),
        '  ',
        bold(say('cliNodes.isNow', { node: instanceName, state: stateWord(state) })),
      )
  }
  for (const problem of opened) {
    if (output.json) output.record({ at, problem })
    else printProblem(problem, output)
  }
  for (const { id, node, message } of closed) {
    if (output.json) output.record({ at, gone: id })
    else
      output.line(
        green(`${output.words(say('cliNodes.gone'))} `.padEnd(10)),
        node === null ? '' : `${node}: `,
        message,
      )
  }
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

  tell({ at, opened, closed }: WatchChanges, cluster: string): void {
    const told = [
      ...opened.map((problem) => this.#eventOf('opened', problem, at, cluster)),
      ...closed.map((problem) => this.#eventOf('closed', problem, at, cluster)),
    ]
    for (const queue of this.#queues) for (const event of told) queue.add(event)
  }

  async end(): Promise<void> {
    await Promise.all(this.#queues.map((queue) => queue.end()))
  }

  #eventOf(event: FindingEvent['event'], problem: Problem, at: number, cluster: string): FindingEvent {
    const { id, severity, node, message, cause, evidence, remedy } = problem
    const words = (wording: Problem['message']): string => hideSecrets(this.#output.words(wording))
    return {
      ...{ event, at: new Date(at).toISOString(), cluster, id, severity, node },
      message: words(message),
      cause: cause === null ? null : words(cause),
      evidence: evidence.map(words),
      remedy: remedy === null ? null : words(remedy),
    }
  }
}
