import { z } from 'zod'
import { ControlClient } from '../../nodes/control/client.ts'
import { defineCommand } from '../command.ts'
import { counted } from '../counted.ts'
import { exitCodes } from '../exit-codes.ts'
import { dataDirectory } from './parameters.ts'

export const acknowledgeCommand = defineCommand({
  name: 'acknowledge',
  summary: 'say that conflicts of a master were seen',
  description:
    'Says that somebody has seen that changes of the master running on a data directory do not stand, because another ' +
    'master changed the same at the same time; `plumbline status` lists them with their numbers. What was changed ' +
    'stays in the history of the master, from where it can be published again.',
  arguments: [
    {
      key: 'conflicts',
      syntax: '<number...>',
      description: 'numbers of conflicts, as `plumbline status` lists them',
    },
  ],
  options: [dataDirectory.option],
  examples: [
    { line: 'acknowledge 3 --data-dir /srv/geoserver/master', does: 'say that the third one was seen' },
  ],
  input: z.object({
    dataDir: dataDirectory.schema,
    conflicts: z
      .array(
        z
          .string()
          .regex(/^\d{1,15}$/, 'must be a number')
          .transform(Number),
      )
      .min(1, 'are required'),
  }),
  async run({ dataDir, conflicts }, { output, environment }) {
    const node = ControlClient.find(dataDir, environment)
    const known = new Set((await node.call('status', {})).conflicts.map(({ id }) => id))
    const acknowledged = conflicts.filter((conflict) => known.has(conflict))
    for (const conflict of acknowledged) await node.call('acknowledge', { conflict })
    if (output.json) output.document({ acknowledged })
    else output.message(`acknowledged ${counted(acknowledged.length, 'conflict')}`)
    return acknowledged.length === conflicts.length ? exitCodes.ok : exitCodes.no
  },
})
