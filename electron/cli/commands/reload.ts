import { z } from 'zod'
import { defineCommand } from '../command.ts'
import { ControlClient } from '../control/client.ts'
import { counted } from '../counted.ts'
import { exitCodes } from '../exit-codes.ts'
import { red } from '../styled-text.ts'
import { dataDirectory } from './parameters.ts'

export const reloadCommand = defineCommand({
  name: 'reload',
  summary: 'let a running slave read its data directory again',
  description:
    'Lets the slave running on a data directory read it again, after someone changed files by hand. A master is ' +
    'never reloaded: what it would find was never published. ' +
    'Exits with 0 when everything could be read, with 1 when something could not.',
  arguments: [],
  options: [dataDirectory.option],
  examples: [{ line: 'reload --data-dir /srv/geoserver/slave', does: 'reload a slave' }],
  input: z.object({ dataDir: dataDirectory.schema }),
  async run({ dataDir }, { output, environment }) {
    const problems = await ControlClient.find(dataDir, environment).call('reload', {})
    if (output.json) output.document({ problems })
    else {
      for (const { path, message } of problems) output.line(red('not read'), ` ${path}: ${message}`)
      output.message(
        `reloaded${problems.length === 0 ? '' : `, but ${counted(problems.length, 'problem')}; resync the slave to mend that`}`,
      )
    }
    return problems.length === 0 ? exitCodes.ok : exitCodes.no
  },
})
