import { z } from 'zod'
import { systemClock, wait } from '../../scheduler/clock.ts'
import { clusterFields, clusterOptions, clusterRequired } from '../cluster-options.ts'
import { isOpen, lookAtCluster, type ClusterLook } from '../cluster-look.ts'
import { defineCommand } from '../command.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { reportError } from '../error-report.ts'
import { tokenIn } from '../login-file.ts'
import { hookFields, hookOptions, metricsTokenOption, portNumber, wholeNumber } from '../parameters.ts'
import { serveMetrics, type MetricsServer } from '../../serve/metrics-door.ts'
import { openMetrics, openMetricsType } from '../../services/metrics/open-metrics.ts'
import { say } from '../../sentences/say.ts'
import { FindingHooks } from '../finding-hooks.ts'
import { changesBetween, printChanges } from '../watch-changes.ts'
import { openWorkingCluster, type WorkingCluster } from '../working-cluster.ts'

/** Where /metrics is looked for unless somebody says otherwise. */
const usualMetricsPort = 9637

const number = wholeNumber({ from: 1, to: 999_999 })

export const watchCommand = defineCommand({
  name: 'watch',
  arguments: { cluster: '[profile]' },
  options: {
    ...clusterOptions,
    interval: '--interval <seconds>',
    times: '--times <number>',
    quick: '--quick',
    ...hookOptions,
    metricsPort: '--metrics-port <port>',
    ...metricsTokenOption.option,
  },
  examples: [
    'watch Maps',
    'watch Maps --webhook hook.url --metrics-token metrics.token',
    'watch --node gs1:8080 --login admin.login --times 10 --json',
  ],
  input: z.object({
    ...clusterFields,
    interval: number.default(60),
    times: number.optional(),
    quick: z.boolean().default(false),
    cluster: clusterFields.profile,
    ...hookFields,
    metricsPort: portNumber.default(usualMetricsPort),
    metricsToken: metricsTokenOption.schema,
  }),
  async run(
    { interval, times, quick, cluster, webhook, command, metricsPort, metricsToken, ...given },
    context,
  ) {
    const { output, environment, listenForInterruption } = context
    const choice = clusterRequired({ ...given, profile: given.profile ?? cluster }, context, 'watch')
    const token = metricsToken === undefined ? undefined : tokenIn(metricsToken)
    const hooks = new FindingHooks({ webhook, command }, environment, output)
    const signal = listenForInterruption()
    await using working = await openWorkingCluster(choice, context, signal)
    let before: ClusterLook = { nodes: [], problems: [], unseen: [] }
    let metrics = await openMetrics([])
    let server: MetricsServer | undefined
    if (token !== undefined) {
      const door = { token, type: openMetricsType, text: () => Promise.resolve(metrics) }
      server = await serveMetrics(metricsPort, door, (error) => reportError(output, error))
      output.message(say('cli.metricsServed', { url: `http://127.0.0.1:${server.port}/metrics` }))
    }
    try {
      for (let look = 1; !output.isReaderGone; look += 1) {
        if (look > 1) await working.cluster.nodes.probe()
        const now = await unlessAborted(
          lookAtCluster(working, { compare: !quick, topic: false, signal, output }),
          signal,
        )
        if (now === undefined) break
        const changes = changesBetween(before, now, Date.now())
        printChanges(changes, output)
        hooks.tell(changes, working.cluster.profile.name)
        if (server !== undefined)
          metrics = (await unlessAborted(measured(working, now, signal), signal)) ?? metrics
        before = now
        if (look === times) break
        await wait(systemClock, interval * 1000, signal)
        if (signal.aborted) break
      }
    } finally {
      await hooks.end()
      await server?.stop()
    }
    return exitCodeOf(before)
  },
})

/** What was seen at one look, for whoever scrapes it. */
async function measured(
  { cluster, services }: WorkingCluster,
  { nodes, problems }: ClusterLook,
  signal: AbortSignal,
): Promise<string> {
  const isBrokerConnected = cluster.state.broker.state === 'connected'
  const storePercent = isBrokerConnected ? await services.brokers.storePercent(cluster, signal) : null
  const { name } = cluster.profile
  const now = Date.now()
  return openMetrics([
    { name, nodes, findings: problems, isBrokerConnected, storePercent, published: null, now },
  ])
}

/** Being interrupted is how it ends. */
async function unlessAborted<Value>(done: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
  try {
    return await done
  } catch (error) {
    if (signal.aborted) return undefined
    throw error
  }
}

function exitCodeOf({ problems }: ClusterLook): ExitCode {
  return problems.some(isOpen) ? exitCodes.no : exitCodes.ok
}
