import { sayConflict, sayWhy } from '../../engine/meeting/words.ts'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { NodeView } from '../../contract/features/inventory.ts'
import type { NodeStatusData, ProcedureOutput } from '../../contract/node-control.ts'
import {
  readClusterConfiguration,
  type ClusterConfiguration,
} from '../../engine/configuration/cluster-configuration.ts'
import { stateDirectoryOf } from '../../engine/node/node-options.ts'
import { isFailure, remedyOf, wordingOf, type Failure } from '../../errors/failure.ts'
import { localFileSystem } from '../../storage/files.ts'
import { clusterFields, clusterGiven, clusterOptions, type ClusterGiven } from '../cluster-options.ts'
import { printGeoServer, reportOnAddress, reportOnGeoServer } from '../geoserver-report.ts'
import { defineCommand, usageFailure, type CommandContext } from '../command.ts'
import { ControlClient, isAbsence } from '../../nodes/control/client.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { configuredRoles, rolesOf } from '../node-description.ts'
import {
  comparisonInWords,
  healthGiven,
  healthOf,
  healthPiece,
  isWell,
  type HealthWord,
} from '../node-health.ts'
import type { Output } from '../output.ts'
import { directoryNamed } from '../profile-nodes.ts'
import { bold, dim, red, yellow } from '../styled-text.ts'
import { errorDocument } from '../error-report.ts'
import { openWorkingCluster } from '../working-cluster.ts'
import { words } from '../parameters.ts'
import { say, type NameIn } from '../../sentences/say.ts'
import { stateWord } from '../state-word.ts'
import type { Sentence, Wording, Value } from '../../sentences/sentence.ts'

export const statusCommand = defineCommand({
  name: 'status',
  arguments: {},
  options: { dataDir: '--data-dir <directory...>', ...clusterOptions },
  examples: [
    'status --data-dir /srv/geoserver/slave',
    'status --profile Maps',
    'status --node gs1:8080 gs2:8080 --login admin.login',
    'status --data-dir master slave-1 slave-2',
    'status --json --data-dir slave | jq .[0].status.inbox',
  ],
  input: z.object({
    dataDir: z.array(words('nameDirectory')).optional(),
    ...clusterFields,
  }),
  async run({ dataDir, ...given }, context) {
    const { output } = context
    const { directories, geoServers } =
      dataDir === undefined
        ? await ofCluster(given, context)
        : {
            directories: dataDir.map((each) => ({
              path: directoryNamed(each, given, context),
              comparison: null,
            })),
            geoServers: [],
          }
    const reports: NodeReport[] = []
    for (const { path, comparison } of directories) {
      const report = await reportOn(path, context)
      reports.push({ ...report, health: healthGiven(report.health, comparison), comparison })
    }
    if (output.json) {
      output.document([
        ...reports.map(({ error, ...report }) => ({
          ...report,
          ...(error === undefined ? {} : { error: errorDocument(error) }),
        })),
        ...geoServers,
      ])
    } else {
      for (const report of reports) print(report, output)
      for (const each of geoServers) printGeoServer(each, output)
    }
    return exitCodeFor([...reports, ...geoServers].map(({ health }) => health))
  },
})

/** @throws PLB-COMMAND-USAGE, PLB-COMMAND-NO-CLUSTER */
async function ofCluster(given: ClusterGiven, context: CommandContext) {
  const choice = clusterGiven(given, context)
  if (choice === undefined)
    throw usageFailure(
      say('usage.required', { options: say('usage.or', { one: '--data-dir, --profile', other: '--node' }) }),
      'status',
    )
  await using working = await openWorkingCluster(choice, context)
  const { ofThisMachine, geoServers } = working.cluster.nodes
  const views = working.services.inventory.picture().nodes
  const comparisonOf = (instanceName: string): NodeView['drift'] | null => {
    const drift = views.find((each) => each.instanceName === instanceName)?.drift
    return drift === undefined || drift.state === 'not-compared' ? null : drift
  }
  const silent = working.remarkable.filter(({ instanceName }) => instanceName === null)
  return {
    directories: ofThisMachine.flatMap(({ instanceName, facts: { dataDirectory: path } }) =>
      path === undefined ? [] : [{ path, comparison: comparisonOf(instanceName) }],
    ),
    geoServers: [
      ...geoServers.map((each) => reportOnGeoServer(each, comparisonOf(each.instanceName))),
      ...silent.map(reportOnAddress),
    ],
  }
}

interface NodeReport {
  readonly dataDirectory: string
  readonly health: HealthWord
  /** What the app found when it compared it last; null when it is not known to have. */
  readonly comparison: NodeView['drift'] | null
  readonly status?: NodeStatusData
  readonly unfinished?: ProcedureOutput<'unfinished'>
  /** Of a node that does not run: what its cluster.properties says. */
  readonly configured?: { readonly instanceName: string; readonly group: string; readonly roles: Wording }
  /** Of a node that does not run: when it last wrote its journal, in milliseconds since 1970. */
  readonly lastActive?: number
  readonly error?: Failure
}

async function reportOn(
  directory: string,
  { environment }: CommandContext,
): Promise<Omit<NodeReport, 'comparison'>> {
  const dataDirectory = resolve(directory)
  try {
    const node = ControlClient.find(directory, environment)
    const status = await node.call('status', {})
    const unfinished = await node.call('unfinished', {})
    return { dataDirectory, health: healthOf(status), status, unfinished }
  } catch (error) {
    if (!isFailure(error)) throw error
    if (isAbsence(error)) return stopped(dataDirectory, environment)
    return { dataDirectory, health: 'error', error }
  }
}

/** Only looks at files: a journal has one reader and writer, and that is its node. */
function stopped(
  dataDirectory: string,
  environment: CommandContext['environment'],
): Omit<NodeReport, 'comparison'> {
  try {
    const configuration = readClusterConfiguration({ dataDirectory, environment })
    if (configuration === undefined) return { dataDirectory, health: 'not running' }
    const { instanceName, group } = configuration
    const lastActive = lastWrite(configuration)
    return {
      dataDirectory,
      health: 'not running',
      configured: { instanceName, group, roles: configuredRoles(configuration, null) },
      ...(lastActive === undefined ? {} : { lastActive }),
    }
  } catch (error) {
    if (!isFailure(error)) throw error
    return { dataDirectory, health: 'error', error }
  }
}

function lastWrite(configuration: ClusterConfiguration): number | undefined {
  const times = ['node.sqlite', 'node.sqlite-wal'].flatMap((name) => {
    const stat = localFileSystem.stat(join(stateDirectoryOf(configuration), name))
    return stat === undefined ? [] : [Number(stat.mtimeNs / 1_000_000n)]
  })
  return times.length === 0 ? undefined : Math.max(...times)
}

function exitCodeFor(health: readonly HealthWord[]): ExitCode {
  if (health.includes('error')) return exitCodes.error
  return health.every(isWell) ? exitCodes.ok : exitCodes.no
}

function print(report: NodeReport, output: Output): void {
  const { dataDirectory, health, status, configured, lastActive, error, unfinished, comparison } = report
  const compared =
    comparison === null ? [] : [[say('cliNodes.compared'), comparisonInWords(comparison)] as const]
  if (status !== undefined) {
    const { roles } = status
    output.line(
      ...[healthPiece(health, output), bold(status.instanceName), '  ', rolesOf(roles, status.group)],
    )
    output.fields(
      [
        [say('cliNodes.directory'), dataDirectory],
        [say('cliNodes.broker'), brokerInWords(status)],
        [say('cliNodes.holds'), say('cliDrift.objects', { count: status.objects })],
        ...compared,
        ...(roles.includes('slave') ? [[say('cliStates.received'), received(status)] as const] : []),
        ...(roles.includes('master')
          ? [
              [
                say('cliStates.published'),
                say('cliNodes.counts', { counts: countsInWords(status.outbox, outboxWords) }),
              ] as const,
            ]
          : []),
      ],
      '  ',
    )
    for (const reason of status.reasons) output.line('  ', yellow(reason))
    for (const each of status.conflicts) {
      output.line(
        '    ',
        yellow(`${each.id}`.padEnd(8)),
        sayConflict(each, status.instanceName),
        ' ',
        sayWhy(each),
      )
    }
    for (const { state, summary, reason } of unfinished ?? []) {
      output.line(
        '    ',
        red(output.words(stateWord(state)).padEnd(11)),
        summary,
        ...(reason === undefined ? [] : [' — ', reason]),
      )
    }
    return
  }
  output.line(
    healthPiece(health, output),
    bold(configured?.instanceName ?? dataDirectory),
    ...(configured === undefined
      ? []
      : ['  ', say('cliNodes.ofGroup', { roles: configured.roles, group: configured.group })]),
  )
  output.fields(
    [
      ...(configured === undefined ? [] : [[say('cliNodes.directory'), dataDirectory] as const]),
      ...compared,
      ...(lastActive === undefined
        ? []
        : [[say('cliNodes.lastActive'), say('cliNodes.moment', { at: lastActive })] as const]),
    ],
    '  ',
  )
  if (lastActive === undefined && health === 'not running')
    output.line('  ', yellow(say('cliNodes.neverRan')))
  if (error !== undefined) {
    output.line('  ', red(wordingOf(error)), dim(` (${error.code})`))
    output.line('  ', say('cliDrift.tryThis'), ' ', remedyOf(error))
  }
}

function brokerInWords({ broker }: NodeStatusData): Wording {
  const state = stateWord(broker.state)
  const there = broker.where === '' ? state : say('cliNodes.brokerAt', { state, where: broker.where })
  return broker.hosted ? say('cliNodes.hostedHere', { state: there }) : there
}

const inboxWords = { received: 'toBeApplied', settled: 'madeGood' } as const
const outboxWords = { accepted: 'toBeWritten', applied: 'toBePublished' } as const

/** `412 applied, 3 parked`; zeros are left out. */
function countsInWords(
  counts: Readonly<Record<string, number>>,
  words: Readonly<Record<string, NameIn<'cliNodes'>>>,
): Value {
  const parts = Object.entries(counts).flatMap(([state, count]): Sentence[] => {
    const name = words[state]
    if (count === 0) return []
    return name === undefined
      ? [say('cliNodes.inState', { count, state: stateWord(state) })]
      : [{ key: `cliNodes.${name}`, values: { count } }]
  })
  return parts.length === 0 ? say('cliNodes.nothingYet') : parts
}

function received({ inbox, lastAppliedAt }: NodeStatusData): Sentence {
  const counts = countsInWords(inbox, inboxWords)
  return lastAppliedAt === undefined
    ? say('cliNodes.counts', { counts })
    : say('cliNodes.lastApplied', { counts, at: lastAppliedAt })
}
