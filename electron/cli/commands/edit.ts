import { z } from 'zod'
import { requestId } from '../../contract/shared.ts'
import type { ArrivedObject } from '../../contract/features/configuration.ts'
import type { EditRequest } from '../../engine/master/master.ts'
import { allow, type ClusterNode } from '../../nodes/face/cluster-node.ts'
import { clusterFields, clusterOptions } from '../cluster-options.ts'
import { defineCommand, usageFailure } from '../command.ts'
import { editFrom, typedKind } from '../edit-input.ts'
import { duplicateFrom, ofEachNamed, severalFrom } from '../edit-set.ts'
import type { Kind } from '../../catalog/kinds/property.ts'
import { isNothingToChange, showPlan } from '../edit-plan.ts'
import { onlyMasterOf, publish } from '../publish-edit.ts'
import { workingClusterOf } from '../working-node.ts'
import { restoringRequestOf, showHistory } from '../edit-history.ts'
import { exitCodes } from '../exit-codes.ts'
import { bold, green, red, type Piece } from '../styled-text.ts'
import { readText } from '../text-input.ts'
import type { WorkingCluster } from '../working-cluster.ts'
import { dataDirectory, must, oneOf, wholeNumber, words } from '../parameters.ts'
import { property, say } from '../../sentences/say.ts'
import { stateWord } from '../state-word.ts'
import { titleOf } from '../drift-lines.ts'

/** Bytes of an object's description; its style body may have as many again. */
const longestInput = 8 * 1024 * 1024

const input = z.object({
  verb: oneOf(['add', 'modify', 'remove', 'default', 'duplicate', 'several', 'history', 'undo', 'again']),
  kind: typedKind.optional(),
  name: words('notBeEmpty').optional(),
  dataDir: dataDirectory.schema.optional(),
  ...clusterFields,
  on: words('nameNode').optional(),
  wait: z.boolean().default(false),
  input: words('nameFile').optional(),
  set: z.array(z.string().regex(/^[^=]+=/, must(say('must.beProperty')))).default([]),
  change: wholeNumber({ from: 1 }).optional(),
  whole: z.boolean().default(false),
  body: words('nameFile').optional(),
  service: words('notBeEmpty').optional(),
  as: words('notBeEmpty').optional(),
  reason: words('notBeEmpty').optional(),
  recurse: z.boolean().default(false),
  request: requestId.optional(),
  yes: words('beObjectName').optional(),
  publishAnyway: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  author: words('notBeEmpty').optional(),
})
type Typed = z.output<typeof input>

export const editCommand = defineCommand({
  name: 'edit',
  arguments: { verb: '<verb>', kind: '[kind]', name: '[name]' },
  options: {
    ...dataDirectory.option,
    ...clusterOptions,
    on: '--on <node>',
    wait: '--wait',
    input: '--input <file>',
    set: '--set <property=value>',
    change: '--change <number>',
    whole: '--whole',
    body: '--body <file>',
    service: '--service <type>',
    as: '--as <name>',
    reason: '--reason <text>',
    recurse: '--recurse',
    request: '--request <id>',
    yes: '--yes <name>',
    publishAnyway: '--publish-anyway',
    dryRun: '--dry-run',
    author: '--author <name>',
  },
  repeatable: ['set'],
  examples: [
    'edit add workspace topp --set uri=http://example.org/topp --data-dir master',
    'edit modify layer topp:roads --set defaultStyle=line --data-dir master',
    'edit add data-store topp:db --input db.json --data-dir master',
    'edit add style motorway --body motorway.sld --data-dir master',
    'edit remove workspace topp --recurse --dry-run --data-dir master',
    'edit remove workspace topp --recurse --yes topp --data-dir master',
    'edit undo layer-group streets --profile Maps',
    'edit duplicate layer topp:roads --as paths --data-dir master',
    'edit modify feature-type topp:* --set enabled=false --reason maintenance --data-dir master',
    'edit several --input changes.json --data-dir master',
  ],
  input,
  async run(given, context) {
    const { output, listenForInterruption } = context
    const named = given.on ?? given.dataDir
    if (goesByHistory(given.verb) && given.node !== undefined && given.profile === undefined)
      throw usageFailure(say('usage.keptWithProfile'), 'edit')
    await using working = await workingClusterOf(given, context, 'edit')
    const node = named === undefined ? onlyMasterOf(working, 'edit') : working.node(named)
    if (given.verb === 'history') {
      allow(node, 'read')
      return showHistory(node.configuration, subjectOf(given), output)
    }
    allow(node, 'edit')
    const request = await requestOf(given, node)
    const plan = await node.configuration.plan(request)
    if (isNothingToChange(plan, node.instanceName, output)) return exitCodes.ok
    if (given.dryRun) return showPlan(plan, output)
    const { events, id } = await publish(context, node, request, { ...given, plan, cluster: working.savedAs })
    if (!output.json) for (const event of events) output.line(event)
    const arrived = given.wait ? await arrivalOf(working, node, id, listenForInterruption()) : undefined
    if (output.json) output.document({ id, events, ...(arrived === undefined ? {} : { arrived }) })
    else for (const each of arrived ?? []) output.line(...arrivedLine(each))
    return (arrived ?? []).every(({ state }) => state === 'equal') ? exitCodes.ok : exitCodes.no
  },
})

function goesByHistory(verb: Typed['verb']): verb is 'history' | 'undo' | 'again' {
  return verb === 'history' || verb === 'undo' || verb === 'again'
}

/** @throws PLB-COMMAND-USAGE, PLB-EDIT-HISTORY-EMPTY, PLB-EDIT-CHANGED-SINCE */
async function requestOf(typed: Typed, { configuration }: ClusterNode): Promise<EditRequest> {
  const { verb } = typed
  if (verb === 'several') {
    if (typed.input === undefined) throw usageFailure(say('usage.required', { options: '--input' }), 'edit')
    return severalFrom(await readText(typed.input, longestInput))
  }
  const given = { ...typed, kind: kindOf(typed) }
  if (verb === 'duplicate') return duplicateFrom(await configuration.view(), given)
  if (goesByHistory(verb)) {
    const state = verb === 'again' ? 'again' : 'before'
    const { change, whole } = given
    return restoringRequestOf(configuration, subjectOf(given), { state, change, whole })
  }
  const text = given.input === undefined ? undefined : await readText(given.input, longestInput)
  const styleBody = given.body === undefined ? undefined : await readText(given.body, longestInput)
  const request = {
    ...editFrom({ ...given, verb, text }),
    ...(styleBody === undefined ? {} : { styleBody }),
    ...(given.recurse ? { recurse: true } : {}),
  }
  return given.name?.includes('*') ? ofEachNamed(request, (await configuration.view()).catalog) : request
}

/** @throws PLB-COMMAND-USAGE */
function kindOf({ kind }: Pick<Typed, 'kind'>): Kind {
  if (kind === undefined) throw usageFailure(say('usage.required', { options: '[kind]' }), 'edit')
  return kind
}

/** @throws PLB-COMMAND-USAGE */
function subjectOf({ name, service, ...given }: Pick<Typed, 'kind' | 'name' | 'service'>) {
  const kind = kindOf(given)
  const named = name ?? service ?? (kind === 'global' || kind === 'logging' ? kind : undefined)
  if (named === undefined) throw usageFailure(say('usage.required', { options: '[name]' }), 'edit')
  return { kind, name: named }
}

/** What became of it at slaves that do not say themselves what they applied. */
async function arrivalOf(
  { services }: WorkingCluster,
  { instanceName }: ClusterNode,
  id: string,
  signal: AbortSignal,
): Promise<readonly ArrivedObject[]> {
  const call = { signal, progress: () => undefined }
  return (await services.configuration.service.arrival({ instanceName, id }, call)).objects
}

function arrivedLine({ instanceName, kind, title, state, properties }: ArrivedObject): readonly Piece[] {
  const word = state === 'equal' ? green(stateWord(state)) : red(stateWord(state))
  const which = properties.flatMap((name, at) => [at === 0 ? ': ' : ', ', property(name)])
  return [bold(instanceName), '  ', word, '  ', titleOf(kind, title), ...which]
}
