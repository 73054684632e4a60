import { z } from 'zod'
import { allow } from '../../nodes/face/cluster-node.ts'
import { say } from '../../sentences/say.ts'
import { exportDirectory } from '../../services/configuration/as-directory/export.ts'
import { localFileSystem } from '../../storage/files.ts'
import { clusterFields, clusterOptions } from '../cluster-options.ts'
import { defineCommand } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { dataDirectory, words } from '../parameters.ts'
import { onlyMasterOf } from '../publish-edit.ts'
import { workingClusterOf } from '../working-node.ts'

export const exportCommand = defineCommand({
  name: 'export',
  arguments: { directory: '<directory>' },
  options: {
    ...dataDirectory.option,
    ...clusterOptions,
    from: '--from <node>',
    workspace: '--workspace <name>',
  },
  examples: ['export ./configuration --profile Maps', 'export ./topp --workspace topp --data-dir master'],
  input: z.object({
    directory: words('nameDirectory'),
    dataDir: dataDirectory.schema.optional(),
    ...clusterFields,
    from: words('nameNode').optional(),
    workspace: words('notBeEmpty').optional(),
  }),
  async run(given, context) {
    const { output } = context
    await using working = await workingClusterOf(given, context, 'export')
    const named = given.from ?? given.dataDir
    const node = named === undefined ? onlyMasterOf(working, 'export') : working.node(named)
    allow(node, 'read')
    const { directory, workspace } = given
    const view = await node.configuration.view()
    const objects = await exportDirectory(view, directory, { workspace, fileSystem: localFileSystem })
    if (output.json) output.document({ directory, objects })
    else output.line(say('cliChanges.exported', { count: objects, path: directory }))
    return exitCodes.ok
  },
})
