import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesBelow } from '../support/data-directories.ts'
import { UnreliableDisk, VolatileDisk } from '../support/file-system-faults.ts'
import { seedDirectory } from '../support/master.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { before, pairs, type Edit } from './edits.ts'
import { Peer } from './peers.ts'

/** Changes that move, remove, write over, and do several of these in one. */
const edits = {
  'a rename of a store': pairs['remove and rename'][1],
  'a rename of a workspace': pairs['two workspaces renamed to one name'][0],
  'a removal of a workspace': pairs['remove and remove'][0],
  'an addition of a workspace': pairs['two workspaces of one name'][0],
  'a removal of a style': pairs['remove of a style and change of its body'][0],
  'a rename of a style': pairs['rename of a style and change of its body'][0],
  'a change of a body': pairs['the body of a style'][0],
  'another default': pairs['two defaults'][1],
  'a change of the global settings': pairs['different properties of global'][0],
} satisfies Readonly<Record<string, Edit>>

/** What a slave does at once; everything else it writes down before it does it. */
const moves = [
  'a rename of a store',
  'a removal of a workspace',
  'a removal of a style',
  'a rename of a style',
] as const

/** A node that holds what the edits are about. */
function prepared(): string {
  const path = temporaryDirectory()
  const peer = new Peer(seedDirectory(join(path, 'node')), 'node', 0)
  for (const edit of before) peer.edit(edit(peer.replica.catalog))
  peer.published()
  peer.close()
  return join(path, 'node')
}

/** The files as they are in the end; what was done twice may have left one more copy of rules that went. */
function endOf({ dataDirectory }: Peer): ReadonlyMap<string, unknown> {
  return new Map([...filesBelow(dataDirectory)].filter(([path]) => !path.includes('.sld.bak')))
}

/**
 * Has a node's process die at every change of a file; the next one finishes, and then the power goes.
 * @param act what the node is at; who starts behind it finds out by itself what was left
 */
function outliveDeaths(path: string, act: (peer: Peer) => void): number {
  const copyOf = (): string => {
    const copy = temporaryDirectory()
    cpSync(path, copy, { recursive: true })
    return copy
  }
  const untouched = new Peer(copyOf(), 'node', 0)
  act(untouched)
  const wanted = endOf(untouched)
  const unchanged = endOf(new Peer(copyOf(), 'node', 0))
  untouched.close()
  for (let after = 0; ; after += 1) {
    const copy = copyOf()
    const machine = new VolatileDisk()
    const disk: UnreliableDisk = new UnreliableDisk(() => peer.close(), machine)
    const peer = new Peer(copy, 'node', 0, disk.fileSystem)
    disk.crashAfter(after)
    try {
      act(peer)
    } catch (error) {
      // What a process makes of its own death is heard by nobody.
      if (!disk.isDead) throw error
    }
    peer.close()
    const again = new Peer(copy, 'node', 0, new UnreliableDisk(() => undefined, machine).fileSystem)
    const finished = endOf(again)
    again.close()
    machine.crash('power')
    const last = new Peer(copy, 'node', 0)
    expect({ after, files: finished }).toEqual({ after, files: wanted })
    expect({ after, files: endOf(last) }).toEqual({ after, files: wanted })
    last.close()
    if (!disk.isDead) return after
    expect(wanted).not.toEqual(unchanged)
  }
}

describe('what a process that died left to the next outlives a power cut as soon as it is finished', () => {
  it.each(Object.entries(edits))('on a master: %s', (_, edit) => {
    expect(outliveDeaths(prepared(), (peer) => peer.edit(edit(peer.replica.catalog)))).toBeGreaterThan(0)
  })

  it.each(moves)('on a slave: %s', (name) => {
    const edit = edits[name]
    const path = prepared()
    const copy = temporaryDirectory()
    cpSync(path, copy, { recursive: true })
    const master = new Peer(copy, 'other', 0)
    master.edit(edit(master.replica.catalog))
    const messages = master.published()
    master.close()
    outliveDeaths(path, (peer) => peer.receiver.take(messages))
  })
})
