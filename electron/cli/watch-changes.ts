import type { NodeView } from '../contract/features/inventory.ts'
import { timeOfDay } from './activity-line.ts'
import { isOpen, printProblem, type ClusterLook, type Problem } from './cluster-look.ts'
import type { Output } from './output.ts'
import { bold, dim, green } from './styled-text.ts'
import { stateWord } from './state-word.ts'
import { say } from '../sentences/say.ts'

/** What became otherwise from one look to the next. */
export interface WatchChanges {
  readonly at: number
  readonly states: readonly NodeView[]
  /** What is there that was not, and what somebody knew of only for a time that is over. */
  readonly opened: readonly Problem[]
  readonly closed: readonly Problem[]
}

export function changesBetween(before: ClusterLook, now: ClusterLook, at: number): WatchChanges {
  const states = new Map(before.nodes.map(({ instanceName, state }) => [instanceName, state]))
  return {
    at,
    states: now.nodes.filter(({ instanceName, state }) => states.get(instanceName) !== state),
    ...cameAndWent(before.problems, now.problems),
  }
}

/** What was opened and closed among problems from one look to the next. */
export function cameAndWent<Each extends Pick<Problem, 'id' | 'known'>>(
  before: readonly Each[],
  now: readonly Each[],
): { readonly opened: readonly Each[]; readonly closed: readonly Each[] } {
  const former = new Map(before.map((each) => [each.id, each]))
  const present = new Set(now.map(({ id }) => id))
  return {
    opened: now.filter((each) => {
      const was = former.get(each.id)
      return was === undefined || (isOpen(each) && !isOpen(was))
    }),
    closed: before.filter(({ id }) => !present.has(id)),
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
