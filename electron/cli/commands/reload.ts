import { z } from 'zod'
import { allow } from '../../nodes/face/cluster-node.ts'
import { defineCommand } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { fileProblem, problemLine, unreadFirst } from '../problem-line.ts'
import { profileOption } from '../profile-nodes.ts'
import { openWorkingCluster } from '../working-cluster.ts'
import { dataDirectory } from '../parameters.ts'
import { say } from '../../sentences/say.ts'

export const reloadCommand = defineCommand({
  name: 'reload',
  arguments: {},
  options: { ...dataDirectory.option, ...profileOption.option },
  examples: ['reload --data-dir /srv/geoserver/slave'],
  input: z.object({ dataDir: dataDirectory.schema, profile: profileOption.schema }),
  async run(given, context) {
    const { output } = context
    const { profile, dataDir } = given
    await using working = await openWorkingCluster({ profile, directories: [dataDir] }, context)
    const node = working.node(dataDir)
    allow(node, 'reload')
    const problems = unreadFirst((await node.reload()).map(fileProblem))
    const unread = problems.filter(({ effect }) => effect === 'unread').length
    if (output.json) output.document({ problems })
    else {
      for (const problem of problems) output.line(...problemLine(problem))
      output.message(
        unread === 0 ? say('cliNodes.reloaded') : say('cliNodes.reloadedButUnread', { count: unread }),
      )
    }
    return unread === 0 ? exitCodes.ok : exitCodes.no
  },
})
