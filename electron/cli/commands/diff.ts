import { z } from 'zod'
import type { DriftData } from '../../contract/shared.ts'
import { placeOf } from '../../nodes/face/cluster-node.ts'
import { say } from '../../sentences/say.ts'
import { defineCommand } from '../command.ts'
import { driftLines, neverSent } from '../drift-lines.ts'
import { exitCodes } from '../exit-codes.ts'
import { fileProblem, problemLine, unreadFirst } from '../problem-line.ts'
import { profileOption } from '../profile-nodes.ts'
import { openWorkingCluster } from '../working-cluster.ts'
import { words } from '../parameters.ts'

export const diffCommand = defineCommand({
  name: 'diff',
  arguments: { left: '<directory-a>', right: '<directory-b>' },
  options: { ...profileOption.option },
  examples: ['diff /srv/geoserver/master /srv/geoserver/slave', 'diff --json master slave | jq .entries'],
  input: z.object({
    left: words('nameDirectory'),
    right: words('nameDirectory'),
    profile: profileOption.schema,
  }),
  async run({ left, right, profile }, context) {
    const { output, listenForInterruption } = context
    await using working = await openWorkingCluster({ profile, directories: [left, right] }, context)
    const [reference, slave] = [working.node(left), working.node(right)]
    const drift = await working.services.comparisons.between(reference, slave, {
      signal: listenForInterruption(),
      onProgress: (message) => output.progress(message),
    })
    const places = placesOf(drift, { reference: placeOf(reference), slave: placeOf(slave) })
    if (output.json) {
      const { problems: _, unknowable, unsent = [], ...found } = drift
      output.document({
        ...{ left: placeOf(reference), right: placeOf(slave), ...found },
        unknowable: [
          ...unknowable,
          ...unsent.map((each) => ({ what: say(`unsent.${each.area}`), reason: neverSent, ...each })),
        ],
        problems: places,
      })
    } else {
      for (const place of places) output.line(...problemLine(place, place.directory))
      for (const line of driftLines(drift)) output.line(...line)
    }
    return drift.equal ? exitCodes.ok : exitCodes.no
  },
})

/** Everything there is to say of the two directories themselves: what could not be read first. */
function placesOf({ problems }: DriftData, places: Readonly<Record<'reference' | 'slave', string>>) {
  return unreadFirst(problems.map((each) => ({ directory: places[each.side], ...fileProblem(each) })))
}
