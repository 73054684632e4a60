import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Incoming } from '../../../electron/engine/slave/receiver.ts'
import { object } from '../../support/catalog-changes.ts'
import { modified } from '../replica/world.ts'
import { encoded } from './encoded.ts'
import { message } from './node.ts'

/** Global settings as they are before anything was counted. */
export const settings = object('global', 'global', { updateSequence: '1' })

/** A message that says no more than that its master counted a change. */
export function counted(updateSequence: number): Incoming {
  return message(encoded(modified(settings, { updateSequence: String(updateSequence) })))
}

/** The count a slave below a path has in its file. */
export function countIn(path: string): string | undefined {
  return /<updateSequence>(\d+)</.exec(readFileSync(join(path, 'data/global.xml'), 'utf8'))?.[1]
}
