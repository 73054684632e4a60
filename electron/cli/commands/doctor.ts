import { z } from 'zod'
import { clusterFields, clusterOptions, clusterRequired } from '../cluster-options.ts'
import { lookAtCluster, printProblem } from '../cluster-look.ts'
import { defineCommand } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { green } from '../styled-text.ts'
import { openWorkingCluster } from '../working-cluster.ts'

export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'look for what is wrong in a cluster',
  description:
    'Asks every node and the broker of a cluster how they are, compares the slaves with their master, and names what ' +
    'goes wrong in clusters of GeoServers, each with its cause, what was seen of it, and what to do. Nothing is changed. ' +
    'Exits with 0 when nothing was found, and with 1 when something was.',
  arguments: [],
  options: [
    ...clusterOptions,
    { key: 'quick', syntax: '--quick', description: 'without comparing, which takes longest' },
  ],
  examples: [
    { line: 'doctor --profile Maps', does: 'look at a saved cluster' },
    {
      line: 'doctor --node gs1:8080 gs2:8080 --login admin.login --json',
      does: 'look at GeoServers, in a script',
    },
  ],
  input: z.object({ ...clusterFields, quick: z.boolean().default(false) }),
  async run({ quick, ...given }, context) {
    const { output, listenForInterruption } = context
    const choice = clusterRequired(given, context, 'doctor')
    const signal = listenForInterruption()
    await using working = await openWorkingCluster(choice, context, signal)
    const { nodes, problems } = await lookAtCluster(working, { compare: !quick, signal, output })
    if (output.json) output.document(problems)
    else for (const each of problems) printProblem(each, output)
    if (!output.json && problems.length === 0) {
      output.line(
        green('nothing wrong'),
        ` was found in ${nodes.map(({ instanceName }) => instanceName).join(', ')}`,
      )
    }
    return problems.length === 0 ? exitCodes.ok : exitCodes.no
  },
})
