import { serviceTypes } from '../../catalog/kinds/table.ts'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { requestId } from '../../contract/features/shared.ts'
import type { ArrivedObject } from '../../contract/features/configuration.ts'
import { allow, type ClusterNode } from '../../nodes/cluster-node.ts'
import { hasRole } from '../../nodes/facts.ts'
import { accountName } from '../../state/account.ts'
import { clusterFields, clusterGiven, clusterOptions, type ClusterGiven } from '../cluster-options.ts'
import { defineCommand, usageFailure, type CommandContext } from '../command.ts'
import { ask, canAsk } from '../confirm.ts'
import { editFrom, typedKind } from '../edit-input.ts'
import { findingLines, goingAlongLines, showPlan } from '../edit-plan.ts'
import { exitCodes } from '../exit-codes.ts'
import { bold, green, red, type Piece } from '../styled-text.ts'
import { readText } from '../text-input.ts'
import { openWorkingCluster, type WorkingCluster } from '../working-cluster.ts'
import { dataDirectory } from './parameters.ts'

/** Bytes of an object's description; its style body may have as many again. */
const longestInput = 8 * 1024 * 1024

export const editCommand = defineCommand({
  name: 'edit',
  summary: 'change the configuration through a running master',
  description:
    'Adds, modifies or removes an object of the catalog, or makes a workspace the default. The master running on ' +
    'the data directory accepts the change, writes it and publishes it, at the latest when its broker is back. ' +
    'Prints a line for each event published. ' +
    'What goes along with a removal is listed first, and the name of the object asked for: it cannot be undone as a ' +
    'whole. The body of a style is checked by its language. A GeoServer that is a master is changed over REST. ' +
    'Kinds: workspace, dataStore, coverageStore, wmsStore, wmtsStore, featureType, coverage, wmsLayer, wmtsLayer, ' +
    'layer, layerGroup, style, settings, service, global, logging, namespace. ' +
    'Names carry their workspace (topp:roads). A slave refuses all of this.',
  arguments: [
    { key: 'verb', syntax: '<verb>', description: 'add, modify, remove or default' },
    { key: 'kind', syntax: '<kind>', description: 'what kind of object, such as layer or data-store' },
    { key: 'name', syntax: '[name]', description: 'which one; for an added one, how it is to be called' },
  ],
  options: [
    dataDirectory.option,
    ...clusterOptions,
    {
      key: 'on',
      syntax: '--on <node>',
      description: 'without --data-dir: which node of the cluster (default: its only master)',
    },
    {
      key: 'wait',
      syntax: '--wait',
      description: 'of a GeoServer: look until its slaves have the change; exits with 1 when one has not',
    },
    {
      key: 'input',
      syntax: '--input <file>',
      description: 'its properties as XML or JSON, with the names of GeoServer; - for standard input',
    },
    {
      key: 'set',
      syntax: '--set <property=value>',
      description:
        'one property; a list may be given item by item, an entry as connectionParameters.host=…; ' +
        'other users of this machine can see it, so give passwords with --input',
      repeatable: true,
    },
    { key: 'body', syntax: '--body <file>', description: 'the rules of a style (SLD, CSS, …)' },
    { key: 'service', syntax: '--service <type>', description: `for a service: ${serviceTypes.join(', ')}` },
    {
      key: 'recurse',
      syntax: '--recurse',
      description: 'remove what depends on the object, too',
    },
    {
      key: 'request',
      syntax: '--request <id>',
      description: 'repeats the change of that id, which is made once only (default: a new id)',
    },
    {
      key: 'yes',
      syntax: '--yes <name>',
      description:
        'agree to a removal that takes others along, by the full name of the object (topp, topp:roads); asked for on ' +
        'a terminal, needed where nobody can be asked',
    },
    {
      key: 'publishAnyway',
      syntax: '--publish-anyway',
      description: 'publish a style although GeoServer cannot draw with its body; the history says so',
    },
    { key: 'dryRun', syntax: '--dry-run', description: 'only show what would be changed and published' },
    { key: 'author', syntax: '--author <name>', description: 'for the history (default: the current user)' },
  ],
  examples: [
    {
      line: 'edit add workspace topp --set uri=http://example.org/topp --data-dir master',
      does: 'add a workspace',
    },
    {
      line: 'edit modify layer topp:roads --set defaultStyle=line --data-dir master',
      does: 'give a layer another style',
    },
    {
      line: 'edit add data-store topp:db --input db.json --data-dir master',
      does: 'add a store with its password, from a file',
    },
    { line: 'edit add style motorway --body motorway.sld --data-dir master', does: 'add a style' },
    {
      line: 'edit remove workspace topp --recurse --dry-run --data-dir master',
      does: 'see what would go along with a workspace',
    },
    {
      line: 'edit remove workspace topp --recurse --yes topp --data-dir master',
      does: 'remove it and all in it, in a script',
    },
  ],
  input: z.object({
    verb: z.enum(['add', 'modify', 'remove', 'default'], 'must be add, modify, remove or default'),
    kind: typedKind,
    name: z.string().min(1, 'must not be empty').optional(),
    dataDir: dataDirectory.schema.optional(),
    ...clusterFields,
    on: z.string().min(1, 'must name a node').optional(),
    wait: z.boolean().default(false),
    input: z.string().min(1, 'must name a file').optional(),
    set: z.array(z.string().regex(/^[^=]+=/, 'must be of the form property=value')).default([]),
    body: z.string().min(1, 'must name a file').optional(),
    service: z
      .string()
      .min(1, `must be one of ${serviceTypes.join(', ')}`)
      .optional(),
    recurse: z.boolean().default(false),
    request: requestId.optional(),
    yes: z.string().min(1, 'must be the name of the object').optional(),
    publishAnyway: z.boolean().default(false),
    dryRun: z.boolean().default(false),
    author: z.string().min(1, 'must not be empty').optional(),
  }),
  async run(given, context) {
    const { output, listenForInterruption } = context
    const named = given.on ?? given.dataDir
    await using working = await workingClusterOf(given, context)
    const node = named === undefined ? onlyMasterOf(working) : working.node(named)
    allow(node, 'edit')
    const text = given.input === undefined ? undefined : await readText(given.input, longestInput)
    const styleBody = given.body === undefined ? undefined : await readText(given.body, longestInput)
    const request = {
      ...editFrom({ ...given, text }),
      ...(styleBody === undefined ? {} : { styleBody }),
      ...(given.recurse ? { recurse: true } : {}),
    }
    const plan = await node.configuration.plan(request)
    if (given.dryRun) return showPlan(plan, output)
    // Whoever has to say --recurse must know what that would take along.
    const whole =
      given.verb === 'remove' ? await node.configuration.plan({ ...request, recurse: true }) : plan
    for (const line of goingAlongLines(whole)) output.message(line)
    for (const line of findingLines(plan)) output.message(...line)
    const name = given.yes ?? (await typedName(plan.asksForName, listenForInterruption()))
    const agreed = {
      plan: plan.digest,
      ...(name === undefined ? {} : { name }),
      ...(given.publishAnyway ? { publishAnyway: true } : {}),
    }
    const author = given.author ?? accountName()
    const requestedAs = given.request ?? randomUUID()
    const { events, id } = await node.configuration.publish(request, agreed, author, requestedAs)
    if (!output.json) for (const event of events) output.line(event)
    const arrived = given.wait ? await arrivalOf(working, node, id, listenForInterruption()) : undefined
    if (output.json) output.document({ id, events, ...(arrived === undefined ? {} : { arrived }) })
    else for (const each of arrived ?? []) output.line(...arrivedLine(each))
    return (arrived ?? []).every(({ state }) => state === 'equal') ? exitCodes.ok : exitCodes.no
  },
})

/** @throws PLB-COMMAND-USAGE, PLB-COMMAND-NO-CLUSTER */
async function workingClusterOf(
  given: ClusterGiven & { readonly dataDir?: string | undefined },
  context: CommandContext,
): Promise<WorkingCluster> {
  const { dataDir } = given
  const choice =
    clusterGiven(given, context) ?? (dataDir === undefined ? undefined : { directories: [dataDir] })
  if (choice === undefined) throw usageFailure('--data-dir, --profile or --node is required', 'edit')
  return openWorkingCluster(choice, context)
}

/** What became of it at slaves that do not say themselves what they applied. */
async function arrivalOf(
  { services }: WorkingCluster,
  { instanceName }: ClusterNode,
  id: string,
  signal: AbortSignal,
): Promise<readonly ArrivedObject[]> {
  const call = { signal, progress: () => undefined }
  return (await services.configuration.arrival({ instanceName, id }, call)).objects
}

/** @throws PLB-COMMAND-USAGE */
function onlyMasterOf({ cluster: { nodes } }: WorkingCluster): ClusterNode {
  const masters = [...nodes.ofThisMachine, ...nodes.geoServers].filter(({ facts }) =>
    hasRole(facts, 'master'),
  )
  const [master, ...others] = masters
  if (master !== undefined && others.length === 0) return master
  const names = masters.map(({ instanceName }) => instanceName).join(', ') || 'none'
  throw usageFailure(`name the node to change with --on (masters: ${names})`, 'edit')
}

function arrivedLine({ instanceName, kind, title, state, properties }: ArrivedObject): readonly Piece[] {
  const word = state === 'equal' ? green(state) : red(state)
  const which = properties.length === 0 ? '' : `: ${properties.join(', ')}`
  return [bold(instanceName), '  ', word, `  ${kind} ${title}${which}`]
}

/** The name somebody at the terminal types where one is asked for; whether it is the right one the node says. */
async function typedName(asked: string | undefined, signal: AbortSignal): Promise<string | undefined> {
  if (asked === undefined || !canAsk()) return undefined
  return ask(`This cannot be undone as a whole. Type ${asked} to go on: `, signal)
}
