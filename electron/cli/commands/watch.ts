import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { clusterFields, clusterOptions, clusterRequired } from '../cluster-options.ts'
import { lookAtCluster, printProblem, type ClusterLook } from '../cluster-look.ts'
import { defineCommand } from '../command.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { bold, dim, green } from '../styled-text.ts'
import { timeOfDay } from '../activity-line.ts'
import { openWorkingCluster } from '../working-cluster.ts'

const number = (what: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,5}$/, `must be a number of ${what}`)
    .transform(Number)

export const watchCommand = defineCommand({
  name: 'watch',
  summary: 'look at a cluster again and again, and tell what becomes otherwise',
  description:
    'Does what doctor does at intervals, and prints a line for each node whose state became another, for each problem ' +
    'that came up and for each that is gone; with --json a value for each. Runs until it is interrupted, or has looked as ' +
    'often as --times says. Exits with 0 when nothing was wrong at the last look, and with 1 when something was.',
  arguments: [],
  options: [
    ...clusterOptions,
    { key: 'interval', syntax: '--interval <seconds>', description: 'between two looks (default: 60)' },
    {
      key: 'times',
      syntax: '--times <number>',
      description: 'how often to look (default: until interrupted)',
    },
    { key: 'quick', syntax: '--quick', description: 'without comparing, which takes longest' },
  ],
  examples: [
    { line: 'watch --profile Maps', does: 'follow a saved cluster' },
    {
      line: 'watch --node gs1:8080 --login admin.login --times 10 --json',
      does: 'watch for ten minutes in a script',
    },
  ],
  input: z.object({
    ...clusterFields,
    interval: number('seconds').default(60),
    times: number('looks').optional(),
    quick: z.boolean().default(false),
  }),
  async run({ interval, times, quick, ...given }, context) {
    const { output, listenForInterruption } = context
    const choice = clusterRequired(given, context, 'watch')
    const signal = listenForInterruption()
    await using working = await openWorkingCluster(choice, context, signal)
    let before: ClusterLook = { nodes: [], problems: [] }
    for (let look = 1; !output.isReaderGone; look += 1) {
      if (look > 1) await working.cluster.nodes.probe()
      const now = await unlessAborted(lookAtCluster(working, { compare: !quick, signal, output }), signal)
      if (now === undefined) break
      tell(before, now, output)
      before = now
      if (look === times) break
      await unlessAborted(setTimeout(interval * 1000, undefined, { signal }), signal)
      if (signal.aborted) break
    }
    return exitCodeOf(before)
  },
})

/** Being interrupted is how it ends. */
async function unlessAborted<Value>(done: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
  try {
    return await done
  } catch (error) {
    if (signal.aborted) return undefined
    throw error
  }
}

function tell(before: ClusterLook, now: ClusterLook, output: Output): void {
  const at = Date.now()
  const states = new Map(before.nodes.map(({ instanceName, state }) => [instanceName, state]))
  for (const { instanceName, state, severity } of now.nodes) {
    if (states.get(instanceName) === state) continue
    if (output.json) output.record({ at, node: instanceName, state, severity })
    else output.line(dim(timeOfDay(at)), '  ', bold(instanceName), ` is ${state}`)
  }
  const [known, present] = [before, now].map(({ problems }) => new Set(problems.map(({ id }) => id)))
  for (const problem of now.problems) {
    if (known?.has(problem.id) === true) continue
    if (output.json) output.record({ at, problem })
    else printProblem(problem, output)
  }
  for (const { id, node, message } of before.problems) {
    if (present?.has(id) === true) continue
    if (output.json) output.record({ at, gone: id })
    else output.line(green('gone      '), node === null ? '' : `${node}: `, message)
  }
}

function exitCodeOf({ problems }: ClusterLook): ExitCode {
  return problems.length === 0 ? exitCodes.ok : exitCodes.no
}
