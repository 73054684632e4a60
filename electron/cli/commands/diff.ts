import { z } from 'zod'
import { readClusterConfiguration } from '../../engine/configuration/cluster-configuration.ts'
import { compareStates, type StateComparison } from '../../engine/resync/compare.ts'
import { isFailure } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import { defineCommand, type CommandContext } from '../command.ts'
import { openNodeState, type NodeStateInput } from '../data-directory-input.ts'
import { driftLines, neverSent } from '../drift-lines.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { problemForm, problemLine, unreadFirst, type ProblemForm } from '../problem-line.ts'
import { tellProvedEqual } from '../node-on-directory.ts'
import { directoryNamed, profileOption } from '../profile-nodes.ts'

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
  async run(given, context) {
    const { output, environment } = context
    const leftPath = directoryNamed(given.left, given, context)
    const rightPath = directoryNamed(given.right, given, context)
    const at = Date.now()
    const left = await openNodeState(leftPath, output)
    const right = await openNodeState(rightPath, output)
    if (left.root.path === right.root.path) output.warning('both are the same directory')
    const drift = compareStates(left, right)
    if (output.json) output.document(document(left, right, drift))
    else print(left, right, drift, output)
    const isEqual = drift.equal && drift.unread.length === 0
    // Two slaves that miss the same events are alike, too.
    if (isEqual && (isMaster(leftPath, environment) || isMaster(rightPath, environment)))
      await tellProvedEqual([leftPath, rightPath], at, environment)
    return isEqual ? exitCodes.ok : exitCodes.no
  },
})

function isMaster(dataDirectory: string, environment: CommandContext['environment']): boolean {
  try {
    return readClusterConfiguration({ dataDirectory, environment })?.toggleMaster === true
  } catch (error) {
    // A directory that belongs to no node is compared all the same.
    if (isFailure(error)) return false
    throw error
  }
}

interface Place extends ProblemForm {
  readonly directory: string
}

/** Everything there is to say of the two directories themselves: what could not be read first. */
function placesOf(left: NodeStateInput, right: NodeStateInput): readonly Place[] {
  return unreadFirst(
    [left, right].flatMap(({ root, problems, unreadBodies }) =>
      [...problems, ...(unreadBodies?.values() ?? [])].map((problem) => ({
        directory: root.path,
        ...problemForm(problem),
      })),
    ),
  )
}

function document(left: NodeStateInput, right: NodeStateInput, drift: StateComparison): unknown {
  const { equal, compared, entries, unknowable, unread, unsent } = drift
  return {
    left: left.root.path,
    right: right.root.path,
    equal: equal && unread.length === 0,
    compared,
    entries,
    unknowable: [
      ...unknowable,
      ...unsent.map((each) => ({ what: say(`unsent.${each.area}`), reason: neverSent, ...each })),
    ],
    problems: placesOf(left, right),
  }
}

function print(left: NodeStateInput, right: NodeStateInput, drift: StateComparison, output: Output): void {
  for (const place of placesOf(left, right)) output.line(...problemLine(place, place.directory))
  for (const line of driftLines(drift, drift.unread.length)) output.line(...line)
}
