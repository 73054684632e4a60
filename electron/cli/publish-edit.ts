import { randomUUID } from 'node:crypto'
import type { Accepted, EditRequest } from '../engine/master/master.ts'
import type { EditPlan } from '../engine/master/plan.ts'
import type { ClusterNode } from '../nodes/face/cluster-node.ts'
import { hasRole } from '../nodes/face/facts.ts'
import { say } from '../sentences/say.ts'
import { defaultStateDirectory, operatorName } from '../state/state-directory.ts'
import { audited } from './audited.ts'
import { listed, usageFailure, type CommandContext } from './command.ts'
import { ask, canAsk } from './confirm.ts'
import { findingLines, goingAlongLines } from './edit-plan.ts'
import type { Output } from './output.ts'
import type { WorkingCluster } from './working-cluster.ts'

/** What whoever publishes a change on the command line gives with it. */
interface Given {
  readonly plan: EditPlan
  readonly name?: string | undefined
  /** The name a change that cannot be taken back is agreed to by. */
  readonly yes?: string | undefined
  readonly publishAnyway?: boolean | undefined
  readonly reason?: string | undefined
  readonly author?: string | undefined
  readonly request?: string | undefined
  /** The name of the saved cluster the node is of. */
  readonly cluster?: string | undefined
}

/** Publishes a change, after what goes along was shown and the name of what cannot be taken back was given. */
export async function publish(
  context: CommandContext,
  node: ClusterNode,
  request: EditRequest,
  given: Given,
): Promise<Accepted> {
  const { output, listenForInterruption } = context
  const { plan } = given
  // Whoever has to say --recurse must know what that would take along.
  const whole = request.verb === 'remove' ? await node.configuration.plan(recursive(request)) : plan
  for (const line of goingAlongLines(whole)) output.message(line)
  for (const line of findingLines(plan)) output.message(...line)
  const name = given.yes ?? (await typedName(plan.asksForName, output, listenForInterruption()))
  const agreed = {
    plan: plan.digest,
    ...(name === undefined ? {} : { name }),
    ...(given.publishAnyway === true ? { publishAnyway: true } : {}),
    ...(given.reason === undefined ? {} : { reason: given.reason }),
  }
  const { instanceName } = node
  const draft = { verb: request.verb, kind: request.kind, id: given.name ?? null }
  return audited(
    context,
    {
      action: 'configuration.publish',
      input: { instanceName, draft, agreed },
      cluster: given.cluster,
    },
    async () =>
      node.configuration.publish(
        request,
        agreed,
        given.author ?? operatorName(defaultStateDirectory(context.environment), context.environment),
        given.request ?? randomUUID(),
      ),
  )
}

/** @throws PLB-COMMAND-USAGE */
export function onlyMasterOf(
  { cluster: { nodes } }: WorkingCluster,
  command: 'edit' | 'export' | 'plan',
): ClusterNode {
  const masters = [...nodes.ofThisMachine, ...nodes.geoServers].filter(({ facts }) =>
    hasRole(facts, 'master'),
  )
  const [master, ...others] = masters
  if (master !== undefined && others.length === 0) return master
  const names = masters.map(({ instanceName }) => instanceName)
  throw usageFailure(say('usage.nameMaster', { masters: listed(names) }), command)
}

function recursive(request: EditRequest): EditRequest {
  return { ...request, recurse: true, others: request.others?.map(recursive) }
}

/** The name somebody at the terminal types where one is asked for; whether it is the right one the node says. */
async function typedName(
  asked: string | undefined,
  output: Output,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (asked === undefined || !canAsk()) return undefined
  const question = say('cliChanges.cannotBeUndone')
  return ask(say('cli.typeToGoOn', { question, asked }), output, signal)
}
