import { z } from 'zod'
import type { DriftForm } from '../../contract/features/shared.ts'
import { placeOf } from '../../nodes/cluster-node.ts'
import { say } from '../../sentences/say.ts'
import { defineCommand } from '../command.ts'
import { driftLines, neverSent } from '../drift-lines.ts'
import { exitCodes } from '../exit-codes.ts'
import { fileForm, problemLine, unreadFirst } from '../problem-line.ts'
import { profileOption } from '../profile-nodes.ts'
import { openWorkingCluster } from '../working-cluster.ts'

export const diffCommand = defineCommand({
  name: 'diff',
  summary: 'compare two data directories',
  description:
    'Compares what two data directories hold, object by object and property by property. ' +
    'Exits with 0 when nothing differs and with 1 when something does or could not be read. ' +
    'Passwords are compared but never shown. Nodes that run on the directories of a master and its slave, and say that ' +
    'events may be missing, hear when nothing differs.',
  arguments: [
    { key: 'left', syntax: '<directory-a>', description: 'what it should be, usually of the master' },
    { key: 'right', syntax: '<directory-b>', description: 'what it is, usually of a slave' },
  ],
  options: [profileOption.option],
  examples: [
    { line: 'diff /srv/geoserver/master /srv/geoserver/slave', does: 'see in what a slave has drifted' },
    { line: 'diff --json master slave | jq .entries', does: 'read the differences with a program' },
  ],
  input: z.object({
    left: z.string().min(1, 'must name a directory'),
    right: z.string().min(1, 'must name a directory'),
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
function placesOf({ problems }: DriftForm, places: Readonly<Record<'reference' | 'slave', string>>) {
  return unreadFirst(problems.map((each) => ({ directory: places[each.side], ...fileForm(each) })))
}
