import { z } from 'zod'
import type { DriftData } from '../../contract/shared.ts'
import { isFailure, type Failure } from '../../errors/failure.ts'
import type { ClusterNode } from '../../nodes/face/cluster-node.ts'
import { hasRole } from '../../nodes/face/facts.ts'
import { clusterFields, clusterOptions, clusterRequired } from '../cluster-options.ts'
import { defineCommand } from '../command.ts'
import { driftLines, unreadLines } from '../drift-lines.ts'
import { errorDocument, errorLines } from '../error-report.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { bold } from '../styled-text.ts'
import { openWorkingCluster, type WorkingCluster } from '../working-cluster.ts'
import { words } from '../parameters.ts'
import { say } from '../../sentences/say.ts'

interface Compared {
  readonly slave: string
  readonly reference: string | null
  readonly drift: DriftData | undefined
  /** Why it could not be compared. */
  readonly failure: Failure | undefined
}

export const driftCommand = defineCommand({
  name: 'drift',
  arguments: { slaves: '[slave...]' },
  options: { ...clusterOptions, from: '--from <node>' },
  examples: [
    'drift --profile Maps',
    "drift --node 'http://gs{1..3}:8080/geoserver' --login admin.login --json",
  ],
  input: z.object({
    slaves: z.array(z.string()).default([]),
    ...clusterFields,
    from: words('nameNode').optional(),
  }),
  async run({ slaves, from, ...given }, context) {
    const { output, listenForInterruption } = context
    const choice = clusterRequired(given, context, 'drift')
    const signal = listenForInterruption()
    await using working = await openWorkingCluster({ ...choice, isPatient: true }, context, signal)
    const compared: Compared[] = []
    for (const slave of slavesMeant(working, slaves))
      compared.push(await compare(working, slave, from, output, signal))
    if (output.json) output.document(compared.map(documentOf))
    else for (const each of compared) print(each, output)
    return exitCodeOf(compared, working)
  },
})

/** @throws PLB-COMMAND-USAGE */
function slavesMeant(working: WorkingCluster, named: readonly string[]): readonly ClusterNode[] {
  if (named.length > 0) return named.map((each) => working.node(each))
  const { ofThisMachine, geoServers } = working.cluster.nodes
  return [...ofThisMachine, ...geoServers].filter(
    ({ facts }) => facts.roles.value === undefined || hasRole(facts, 'slave'),
  )
}

async function compare(
  working: WorkingCluster,
  slave: ClusterNode,
  from: string | undefined,
  output: Output,
  signal: AbortSignal,
): Promise<Compared> {
  const { cluster, services } = working
  const { instanceName } = slave
  const reference =
    from === undefined ? cluster.nodes.referenceFor(instanceName) : working.node(from).instanceName
  const base = { slave: instanceName, reference: reference ?? null }
  try {
    // What keeps it from being compared says the node itself.
    const drift = await services.comparisons.compare(reference ?? instanceName, instanceName, {
      signal,
      onProgress: (message) => output.progress(message),
    })
    return { ...base, drift, failure: undefined }
  } catch (error) {
    signal.throwIfAborted()
    if (!isFailure(error)) throw error
    return { ...base, drift: undefined, failure: error }
  }
}

function documentOf({ failure, ...compared }: Compared): object {
  return { ...compared, ...(failure === undefined ? {} : { error: errorDocument(failure) }) }
}

function print({ slave, reference, drift, failure }: Compared, output: Output): void {
  output.line(bold(slave), ' ', reference === null ? '' : say('cliNodes.comparedWith', { reference }))
  if (drift !== undefined)
    for (const line of [...unreadLines(drift), ...driftLines(drift)]) output.line(...line)
  if (failure !== undefined) for (const line of errorLines(failure)) output.line('  ', ...line)
}

/** What lies at an address and gives no name cannot be compared either. */
function exitCodeOf(compared: readonly Compared[], { remarkable }: WorkingCluster): ExitCode {
  const isUnknown = remarkable.some(({ instanceName }) => instanceName === null)
  if (isUnknown || compared.some(({ failure }) => failure !== undefined)) return exitCodes.error
  return compared.every(({ drift }) => drift?.equal === true) ? exitCodes.ok : exitCodes.no
}
