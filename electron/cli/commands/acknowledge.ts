import { z } from 'zod'
import { ControlClient } from '../../nodes/control/client.ts'
import { defineCommand } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { dataDirectory, must, wholeNumber } from '../parameters.ts'
import { say } from '../../sentences/say.ts'

export const acknowledgeCommand = defineCommand({
  name: 'acknowledge',
  arguments: { conflicts: '<number...>' },
  options: { ...dataDirectory.option },
  examples: ['acknowledge 3 --data-dir /srv/geoserver/master'],
  input: z.object({
    dataDir: dataDirectory.schema,
    conflicts: z.array(wholeNumber({ from: 0 })).min(1, must(say('must.beGiven'))),
  }),
  async run({ dataDir, conflicts }, { output, environment }) {
    const node = ControlClient.find(dataDir, environment)
    const known = new Set((await node.call('status', {})).conflicts.map(({ id }) => id))
    const acknowledged = conflicts.filter((conflict) => known.has(conflict))
    for (const conflict of acknowledged) await node.call('acknowledge', { conflict })
    if (output.json) output.document({ acknowledged })
    else output.message(say('cliNodes.acknowledged', { count: acknowledged.length }))
    return acknowledged.length === conflicts.length ? exitCodes.ok : exitCodes.no
  },
})
