import { z } from 'zod'
import { compareCatalogs, type Drift } from '../../catalog/diff.ts'
import type { StyleBodies } from '../../catalog/digest.ts'
import { readStyleBody } from '../../catalog/style-body.ts'
import { isFailure, type Failure } from '../../errors/failure.ts'
import { readClusterConfiguration } from '../../engine/configuration/cluster-configuration.ts'
import { defineCommand, type CommandContext } from '../command.ts'
import { openDataDirectory, type DataDirectoryInput } from '../data-directory-input.ts'
import { driftLines } from '../drift-lines.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { tellProvedEqual } from '../proved-equal.ts'
import { red } from '../styled-text.ts'

/** Something one of the directories holds and that could not be read, so that it was not compared. */
interface UnreadPlace {
  readonly directory: string
  readonly path: string
  readonly failure: Failure
}

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
  options: [],
  examples: [
    { line: 'diff /srv/geoserver/master /srv/geoserver/slave', does: 'see in what a slave has drifted' },
    { line: 'diff --json master slave | jq .entries', does: 'read the differences with a program' },
  ],
  input: z.object({
    left: z.string().min(1, 'must name a directory'),
    right: z.string().min(1, 'must name a directory'),
  }),
  async run({ left: leftPath, right: rightPath }, { output, environment }) {
    const at = Date.now()
    const left = openDataDirectory(leftPath, output)
    const right = openDataDirectory(rightPath, output)
    if (left.root.path === right.root.path) output.warning('both are the same directory')
    const unread = [...problemsOf(left), ...problemsOf(right)]
    const drift = compareCatalogs(left.catalog, right.catalog, {
      bodies: { left: bodiesOf(left, unread), right: bodiesOf(right, unread) },
    })
    if (output.json) output.document(document(left, right, drift, unread))
    else print(drift, unread, output)
    const isEqual = drift.equal && unread.length === 0
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

function problemsOf({ root, problems }: DataDirectoryInput): readonly UnreadPlace[] {
  return problems.map((problem) => ({ directory: root.path, ...problem }))
}

/** Reads the rules of styles; those that cannot be read are added to `unread`. */
function bodiesOf({ root, catalog }: DataDirectoryInput, unread: UnreadPlace[]): StyleBodies {
  return (style) => {
    try {
      return readStyleBody(root, catalog, style)
    } catch (error) {
      if (!isFailure(error)) throw error
      unread.push({ directory: root.path, path: 'styles', failure: error })
      return undefined
    }
  }
}

function document(
  left: DataDirectoryInput,
  right: DataDirectoryInput,
  drift: Drift,
  unread: readonly UnreadPlace[],
): unknown {
  return {
    left: left.root.path,
    right: right.root.path,
    ...drift,
    equal: drift.equal && unread.length === 0,
    problems: unread.map(({ directory, path, failure: { code, message, remedy } }) => ({
      directory,
      path,
      code,
      message,
      remedy,
    })),
  }
}

function print(drift: Drift, unread: readonly UnreadPlace[], output: Output): void {
  for (const { directory, path, failure } of unread) {
    const place = path === '' ? directory : `${directory}/${path}`
    output.line(red('not read'), ` ${place}: ${failure.message} (${failure.code})`)
  }
  for (const line of driftLines(drift, unread.length)) output.line(...line)
}
