import { z } from 'zod'
import { ControlClient } from '../../nodes/control/client.ts'
import { defineCommand } from '../command.ts'
import { counted } from '../counted.ts'
import { exitCodes } from '../exit-codes.ts'
import { problemLine, unreadFirst } from '../problem-line.ts'
import { directoryNamed, profileOption } from '../profile-nodes.ts'
import { dataDirectory } from './parameters.ts'

export const reloadCommand = defineCommand({
  name: 'reload',
  summary: 'let a running slave read its data directory again',
  description:
    'Lets the slave running on a data directory read it again, after someone changed files by hand. A master is ' +
    'never reloaded: what it would find was never published. ' +
    'Exits with 0 when everything could be read, with 1 when something could not.',
  arguments: [],
  options: [dataDirectory.option, profileOption.option],
  examples: [{ line: 'reload --data-dir /srv/geoserver/slave', does: 'reload a slave' }],
  input: z.object({ dataDir: dataDirectory.schema, profile: profileOption.schema }),
  async run(given, context) {
    const { output, environment } = context
    const directory = directoryNamed(given.dataDir, given, context)
    const problems = unreadFirst(await ControlClient.find(directory, environment).call('reload', {}))
    const unread = problems.filter(({ effect }) => effect === 'unread').length
    if (output.json) output.document({ problems })
    else {
      for (const problem of problems) output.line(...problemLine(problem))
      output.message(
        `reloaded${unread === 0 ? '' : `, but ${counted(unread, 'place')} could not be read; resync the slave to mend that`}`,
      )
    }
    return unread === 0 ? exitCodes.ok : exitCodes.no
  },
})
