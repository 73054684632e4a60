import { resolve } from 'node:path'
import { z } from 'zod'
import { parseBrokerUrl } from '../../broker/broker-url.ts'
import { failure } from '../../errors/failure.ts'
import { checkBroker } from '../../services/broker-check/check-broker.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { openJolokia } from '../../services/brokers/jolokia.ts'
import { defaultStateDirectory } from '../../state/state-directory.ts'
import type { TestStep } from '../../services/broker-check/step.ts'
import { accessWith, withAccess } from '../../services/cluster/cluster-broker.ts'
import { clusterFields, clusterOptions, clusterRequired } from '../cluster-options.ts'
import { isOpen, lookAtCluster, printProblem, severityMark } from '../cluster-look.ts'
import { defineCommand, usageFailure, type CommandContext } from '../command.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { readLogin } from '../login-file.ts'
import type { Output } from '../output.ts'
import { dim, green } from '../styled-text.ts'
import { managementGiven } from '../management-options.ts'
import { findProfile } from '../profile-nodes.ts'
import { openWorkingCluster } from '../working-cluster.ts'
import { words } from '../parameters.ts'
import { say } from '../../sentences/say.ts'

/** What stock GeoServers use. */
const standardTopic = 'VirtualTopic.geoserver'

export const doctorCommand = defineCommand({
  name: 'doctor',
  arguments: { broker: '[broker]' },
  options: { ...clusterOptions, topic: '--topic <name>', quick: '--quick' },
  examples: [
    'doctor --profile Maps',
    'doctor --node gs1:8080 gs2:8080 --login admin.login --json',
    'doctor tcp://broker:61616 --login broker.login',
  ],
  input: z.object({
    broker: words('beBrokerUrl').optional(),
    topic: words('nameTopic').optional(),
    quick: z.boolean().default(false),
    ...clusterFields,
  }),
  async run({ broker: first, topic, quick, ...options }, context) {
    const { output, environment, listenForInterruption } = context
    // `watch` takes the name of a saved cluster there, too.
    const isSaved =
      first !== undefined && findProfile(first, defaultStateDirectory(environment), 'doctor') !== undefined
    const broker = isSaved ? undefined : first
    const given = isSaved ? { ...options, profile: options.profile ?? first } : options
    if (broker !== undefined) {
      if (given.profile !== undefined || given.node !== undefined || quick || given.user !== undefined)
        throw usageFailure(say('usage.brokerAlone'), 'doctor')
      return lookAtBroker({ ...given, broker, topic }, context)
    }
    if (topic !== undefined) throw usageFailure(say('usage.topicOfBroker'), 'doctor')
    const choice = clusterRequired(given, context, 'doctor')
    const signal = listenForInterruption()
    await using working = await openWorkingCluster(choice, context, signal)
    const { nodes, problems, unseen } = await lookAtCluster(working, {
      compare: !quick,
      topic: true,
      signal,
      output,
    })
    if (output.json) output.document([...problems, ...unseen.map(asUnseen)])
    else {
      for (const each of problems) printProblem(each, output)
      const mark = `${output.words(say('cliStates.unseen'))} `.padEnd(10)
      for (const each of unseen) output.line(dim(mark), each)
    }
    if (!output.json && problems.length === 0) {
      const names = nodes.map(({ instanceName }) => instanceName)
      output.line(green(say('cliNodes.foundIn', { what: say('cliNodes.nothingWrong'), nodes: names })))
    }
    return problems.some(isOpen) ? exitCodes.no : exitCodes.ok
  },
})

/** What was not looked for, among what was found: a script must not take it for well. */
function asUnseen(message: Wording, index: number) {
  return {
    ...{ id: `unseen-${index}`, severity: 'unseen', node: null, message },
    ...{ cause: null, evidence: [], remedy: null, note: null, known: false },
  }
}

/** Tries a broker, and says step by step what came of it. */
async function lookAtBroker(
  given: {
    readonly broker: string
    readonly topic: string | undefined
    readonly login?: string | undefined
    readonly authority?: string | undefined
    readonly jolokia?: string | undefined
    readonly jolokiaLogin?: string | undefined
  },
  { output, listenForInterruption }: CommandContext,
): Promise<ExitCode> {
  const url = parseBrokerUrl(given.broker)
  if (url.kind === 'embedded') throw failure('PLB-BROKER-URL-UNSUPPORTED', { scheme: 'vm://' })
  const login = given.login === undefined ? undefined : readLogin(given.login)
  const trust = given.authority === undefined ? undefined : { authority: resolve(given.authority) }
  const access = accessWith(login?.user ?? null, login?.password, trust, undefined)
  const management = managementGiven(given)
  const steps = await checkBroker(withAccess(url, access), {
    topicName: given.topic ?? standardTopic,
    openManagement: management && (() => openJolokia(management, management.password, access)),
    signal: listenForInterruption(),
    onStep: (step) => {
      output.progress(step)
    },
  })
  if (output.json) output.document(steps)
  else for (const each of steps) printStep(each, output)
  return steps.every(({ outcome }) => outcome === 'ok' || outcome === 'untried') ? exitCodes.ok : exitCodes.no
}

function printStep({ name, outcome, message, remedy, code }: TestStep, output: Output): void {
  const shown = outcome === 'ok' || code === undefined ? [] : [dim(`  ${code}`)]
  const severity = outcome === 'warning' ? 'attention' : outcome === 'untried' ? 'unknown' : outcome
  output.line(severityMark(severity, output), name, ': ', message, ...shown)
  if (remedy !== null) output.line('  ', say('cliDrift.tryThis'), ' ', remedy)
}
