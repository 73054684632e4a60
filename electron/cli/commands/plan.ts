import { z } from 'zod'
import { allow, type CatalogView } from '../../nodes/face/cluster-node.ts'
import { changeTo } from '../../services/configuration/as-directory/plan.ts'
import { wantedBy } from '../../services/configuration/as-directory/wanted.ts'
import { clusterFields, clusterOptions } from '../cluster-options.ts'
import { defineCommand } from '../command.ts'
import { openDataDirectory } from '../data-directory-input.ts'
import { isNothingToChange, showPlan } from '../edit-plan.ts'
import { exitCodes } from '../exit-codes.ts'
import { problemData, problemLine } from '../problem-line.ts'
import { dataDirectory, words } from '../parameters.ts'
import { onlyMasterOf, publish } from '../publish-edit.ts'
import { workingClusterOf } from '../working-node.ts'
import type { Output } from '../output.ts'

export const planCommand = defineCommand({
  name: 'plan',
  arguments: { directory: '<directory>' },
  options: {
    ...dataDirectory.option,
    ...clusterOptions,
    on: '--on <node>',
    workspace: '--workspace <name>',
    remove: '--remove',
    apply: '--apply',
    reason: '--reason <text>',
    yes: '--yes <name>',
    author: '--author <name>',
  },
  examples: [
    'plan ./configuration --profile Maps --on geo-1',
    'plan ./topp --workspace topp --remove --data-dir master --json',
    'plan ./configuration --apply --reason "release 12" --data-dir master',
  ],
  input: z.object({
    directory: words('nameDirectory'),
    dataDir: dataDirectory.schema.optional(),
    ...clusterFields,
    on: words('nameNode').optional(),
    workspace: words('notBeEmpty').optional(),
    remove: z.boolean().default(false),
    apply: z.boolean().default(false),
    reason: words('notBeEmpty').optional(),
    yes: words('beObjectName').optional(),
    author: words('notBeEmpty').optional(),
  }),
  async run(given, context) {
    const { output } = context
    const wanted = directoryView(given.directory, output)
    await using working = await workingClusterOf(given, context, 'plan')
    const named = given.on ?? given.dataDir
    const node = named === undefined ? onlyMasterOf(working, 'plan') : working.node(named)
    allow(node, 'edit')
    const { workspace, remove: removes } = given
    const request = changeTo(wanted, await node.configuration.view(), { workspace, removes })
    const plan = request && (await node.configuration.plan(request))
    if (isNothingToChange(plan, node.instanceName, output) || request === undefined || plan === undefined)
      return exitCodes.ok
    if (!given.apply) {
      showPlan(plan, output)
      return plan.problems.length === 0 ? exitCodes.no : exitCodes.error
    }
    const { events } = await publish(context, node, request, { ...given, plan, cluster: working.savedAs })
    if (output.json) output.document({ events })
    else for (const event of events) output.line(event)
    return exitCodes.ok
  },
})

/** @throws PLB-COMMAND-DIRECTORY-UNREAD when not all of it can be read, since nobody knows what that says */
function directoryView(path: string, output: Output): CatalogView {
  const { root, catalog, problems } = openDataDirectory(path, output)
  for (const problem of problems)
    if (problem.effect === 'unread') output.warning(...problemLine(problemData(problem)))
  return wantedBy(root, { catalog, problems })
}
