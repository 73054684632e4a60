import { z } from 'zod'
import { Node } from '../../engine/node/node.ts'
import { checkJournal } from '../../nodes/check-journal.ts'
import type { Activity } from '../../engine/node/status.ts'
import { activityLine } from '../activity-line.ts'
import { defineCommand } from '../command.ts'
import { ControlServer } from '../../nodes/control/server.ts'
import { exitCodes } from '../exit-codes.ts'
import { configuredRoles, warningsAbout, workOf } from '../node-description.ts'
import type { Output } from '../output.ts'
import { problemData, problemLine, unreadFirst } from '../problem-line.ts'
import { green } from '../styled-text.ts'
import { aborted } from '../../scheduler/aborted.ts'
import { dataDirectory, portNumber, words } from '../parameters.ts'
import { say } from '../../sentences/say.ts'

export const nodeCommand = defineCommand({
  name: 'node',
  arguments: {},
  options: { ...dataDirectory.option, broker: '--broker <url>', brokerPort: '--broker-port <port>' },
  examples: [
    'node --data-dir /srv/geoserver/slave',
    'node --data-dir ./slave --broker "failover:(stomp://a:61613,stomp://b:61613)"',
  ],
  input: z.object({
    dataDir: dataDirectory.schema,
    broker: words('beBrokerUrl').optional(),
    brokerPort: portNumber.optional(),
  }),
  async run({ dataDir, broker, brokerPort }, { output, environment, listenForInterruption }) {
    const interrupted = listenForInterruption()
    const node = await Node.open({
      dataDirectory: dataDir,
      environment,
      checkJournal,
      ...(broker === undefined ? {} : { brokerUrl: broker }),
      ...(brokerPort === undefined ? {} : { embeddedBrokerPort: brokerPort }),
    })
    const stopping = new AbortController()
    const stop = AbortSignal.any([interrupted, stopping.signal])
    let server: ControlServer | undefined
    try {
      introduce(node, output)
      node.watch(reporter(output))
      // Before the broker is there, so that the node can be asked what it waits for.
      server = await ControlServer.start(node, () => {
        stopping.abort()
      })
      try {
        await node.start(stop)
      } catch (error) {
        if (stopping.signal.aborted && !interrupted.aborted) return exitCodes.ok
        throw error
      }
      sayReady(node, output)
      await aborted(stop)
      if (!output.json) output.message(say('cli.stopping'))
      return exitCodes.ok
    } finally {
      await server?.stop()
      await node.stop()
      if (output.json) output.record({ type: 'stopped', at: Date.now() })
      else output.message(say('cli.stopped'))
    }
  },
})

function introduce({ configuration, problems, journalSetAside, status }: Node, output: Output): void {
  const { instanceName, group, topicName, clusterConfigDirectory } = configuration
  if (output.json) {
    output.record({
      type: 'node',
      instanceName,
      group,
      topicName,
      roles: status.roles,
      dataDirectory: status.dataDirectory,
      objects: status.objects,
      problems: problems.map(problemData),
      ...(journalSetAside === undefined ? {} : { journalSetAside }),
      warnings: warningsAbout(configuration),
    })
    return
  }
  output.message(say('cliNodes.nodeIs', { node: instanceName, roles: configuredRoles(configuration, group) }))
  output.message(say('cliNodes.dataDirectory', { path: status.dataDirectory, count: status.objects }))
  output.message(say('cliNodes.configuration', { path: `${clusterConfigDirectory}/cluster.properties` }))
  for (const problem of unreadFirst(problems)) {
    const line = problemLine(problemData(problem))
    if (problem.effect === 'unread') output.warning(...line)
    else output.message(...line)
  }
  if (journalSetAside !== undefined) {
    output.warning(say('cliNodes.journalSetAside', { path: journalSetAside }))
  }
  for (const warning of warningsAbout(configuration)) output.warning(warning)
}

function sayReady({ configuration, status }: Node, output: Output): void {
  const { instanceName } = configuration
  if (output.json) {
    output.record({ type: 'ready', at: Date.now(), instanceName, broker: status.broker })
    return
  }
  output.line(green(say('cliNodes.isReady', { node: instanceName })), ': ', ...workOf(configuration))
}

/** Prints what the node does. Attempts to connect are told once until something else happens. */
function reporter(output: Output): (activity: Activity) => void {
  let last = ''
  return (activity) => {
    if (output.json) {
      output.record({ type: 'activity', ...activity })
      return
    }
    const { direction, state, reason } = activity
    const isAttempt = direction === 'node' && (state === 'connecting' || state === 'lost')
    const same = JSON.stringify([state, reason])
    if (isAttempt && (state === 'connecting' ? last !== '' : last === same)) return
    last = isAttempt ? same : ''
    output.line(...activityLine({ ...activity, from: activity.from, reason }, output))
  }
}
