import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Incoming } from '../../electron/engine/slave/receiver.ts'
import { filesBelow } from '../support/data-directories.ts'
import { UnreliableDisk, type CrashPoint } from '../support/file-system-faults.ts'
import { seedDirectory } from '../support/master.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { before, pairs, type Edit } from './edits.ts'
import { Peer } from './peers.ts'

/** A master that made its change later than another whose change it has not heard of, and what will tell it. */
function unheard([earlier, later]: readonly [Edit, Edit]): { path: string; messages: readonly Incoming[] } {
  const path = temporaryDirectory()
  const [first, a, b] = [
    new Peer(seedDirectory(join(path, 'c')), 'c', 1),
    at(path, 'a', 0),
    at(path, 'b', 500),
  ]
  for (const edit of before) first.edit(edit(first.replica.catalog))
  const shared = first.published()
  for (const peer of [a, b]) peer.receiver.take(shared)
  a.edit(earlier(a.replica.catalog))
  b.edit(later(b.replica.catalog))
  b.published()
  const messages = a.published()
  for (const peer of [first, a, b]) peer.close()
  return { path: join(path, 'b'), messages }
}

function at(path: string, name: string, clock: number): Peer {
  return new Peer(seedDirectory(join(path, name)), name, clock)
}

/** What a node came to. What was done twice may have left one more copy of rules that went. */
function endOf(peer: Peer) {
  const { received, parked, failed } = peer.inbox.counts()
  return {
    files: new Map([...filesBelow(peer.dataDirectory)].filter(([path]) => !path.includes('.sld.bak'))),
    unfinished: received + parked + failed,
    conflicts: peer.conflicts.all.map(({ id: _, foundAt: __, ...conflict }) => conflict),
    published: peer.published().map(({ properties }) => properties.get('JMSEventHandlerSPI')),
  }
}

/** Of the pairs those that together need the ways of taking back, and of merging. */
const taken = [
  'two keys of one map',
  'rename and add of that name',
  'remove and rename of a workspace',
  'remove and add of a child',
  'remove of a style and change of its body',
  'two styles of one name',
  'two defaults',
] as const

describe('amid taking back, merging and applying again', () => {
  it.each(taken)('a master that dies at any write ends as one that does not: %s', (title) => {
    const { path, messages } = unheard(pairs[title])
    const start = (): string => {
      const copy = temporaryDirectory()
      cpSync(path, copy, { recursive: true })
      return copy
    }
    const untouched = new Peer(start(), 'b', 500)
    untouched.receiver.take(messages)
    const wanted = endOf(untouched)
    untouched.close()
    for (let after = 0; ; after += 1) {
      const copy = start()
      const isOver = diesAfter(after, after % 2 === 0 ? 'process' : 'power', copy, messages)
      const again = new Peer(copy, 'b', 500)
      again.receiver.take(messages)
      expect({ after, ...endOf(again) }).toEqual({ after, ...wanted })
      again.close()
      if (isOver) break
    }
  })
})

/** @returns whether it came to its end before it died */
function diesAfter(
  changes: number,
  loses: CrashPoint['loses'],
  path: string,
  messages: readonly Incoming[],
): boolean {
  const disk: UnreliableDisk = new UnreliableDisk(() => peer.close())
  disk.loses = loses
  const peer = new Peer(path, 'b', 500, disk.fileSystem)
  disk.crashAfter(changes)
  try {
    peer.receiver.take(messages)
  } catch (error) {
    // What a process makes of its own death is heard by nobody.
    if (!disk.isDead) throw error
  }
  peer.close()
  return !disk.isDead
}
