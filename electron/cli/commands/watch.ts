import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { clusterFields, clusterOptions, clusterRequired } from '../cluster-options.ts'
import { lookAtCluster, printProblem, type ClusterLook } from '../cluster-look.ts'
import { defineCommand } from '../command.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { bold, dim, green } from '../styled-text.ts'
import { timeOfDay } from '../activity-line.ts'
import { wholeNumber } from '../parameters.ts'
import { openWorkingCluster } from '../working-cluster.ts'

const number = wholeNumber({ from: 1, to: 999_999 })

export const watchCommand = defineCommand({
  name: 'watch',
  arguments: {},
  options: {
    ...clusterOptions,
    interval: '--interval <seconds>',
    times: '--times <number>',
    quick: '--quick',
  },
  examples: ['watch --profile Maps', 'watch --node gs1:8080 --login admin.login --times 10 --json'],
  input: z.object({
    ...clusterFields,
    interval: number.default(60),
    times: number.optional(),
    quick: z.boolean().default(false),
  }),
  async run({ interval, times, quick, ...given }, context) {
    const { output, listenForInterruption } = context
    const choice = clusterRequired(given, context, 'watch')
    const signal = listenForInterruption()
    await using working = await openWorkingCluster(choice, context, signal)
    let before: ClusterLook = { nodes: [], problems: [], unseen: [] }
    for (let look = 1; !output.isReaderGone; look += 1) {
      if (look > 1) await working.cluster.nodes.probe()
      const now = await unlessAborted(
        lookAtCluster(working, { compare: !quick, topic: false, signal, output }),
        signal,
      )
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
