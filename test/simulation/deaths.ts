import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { filesBelow } from '../support/data-directories.ts'
import { UnreliableDisk, VolatileDisk, type CrashPoint } from '../support/file-system-faults.ts'
import { seedDirectory } from '../support/master.ts'
import { before, type Edit } from './edits.ts'
import { Peer } from './peers.ts'

/** Something a node is at when its process dies. */
type Act = (peer: Peer) => void

/**
 * A master dies, at one change of a file after the other, while it takes back a change of its own for an earlier one of
 * another master, and applies it again; every second time the power goes with it. Then it starts and takes the message.
 * @param directory an empty one
 * @returns what ends otherwise than where nobody died
 */
export function deathsInARollback(
  directory: string,
  [earlier, later]: readonly [Edit, Edit],
): readonly string[] {
  const [first, a, b] = [
    new Peer(seedDirectory(join(directory, 'c')), 'c', 1),
    new Peer(seedDirectory(join(directory, 'a')), 'a', 0),
    new Peer(seedDirectory(join(directory, 'b')), 'b', 500),
  ]
  for (const edit of before) first.edit(edit(first.replica.catalog))
  const shared = first.published()
  for (const peer of [a, b]) peer.receiver.take(shared)
  a.edit(earlier(a.replica.catalog))
  b.edit(later(b.replica.catalog))
  b.published()
  const messages = a.published()
  for (const peer of [first, a, b]) peer.close()
  return atEveryDeath(join(directory, 'b'), (peer) => peer.receiver.take(messages), {
    losesAt: (after) => (after % 2 === 0 ? 'process' : 'power'),
    goOn: (path, act) => [atStart(path, act)],
  })
}

/**
 * A node dies, at one change of a file after the other, while it makes an edit, or several at once, or takes them as
 * messages; the next process finishes that, and then the power goes.
 * @param directory an empty one
 * @returns what ends otherwise than where nobody died
 */
export function deathsBeforeAPowerCut(
  directory: string,
  edit: Edit | readonly Edit[],
  role: 'master' | 'slave',
): readonly string[] {
  const node = new Peer(seedDirectory(join(directory, 'b')), 'b', 500)
  for (const each of before) node.edit(each(node.replica.catalog))
  node.published()
  node.close()
  const make: Act = (peer) =>
    typeof edit === 'function'
      ? peer.edit(edit(peer.replica.catalog))
      : peer.editTogether(edit.map((each) => each(peer.replica.catalog)))
  const nothing: Act = () => undefined
  return atEveryDeath(join(directory, 'b'), role === 'master' ? make : asMessage(directory, make), {
    losesAt: () => 'process',
    goOn(path, _, machine) {
      const finished = atStart(path, nothing, new UnreliableDisk(() => undefined, machine))
      machine.crash('power')
      return [finished, atStart(path, nothing)]
    },
  })
}

/** Takes what is made on another node. */
function asMessage(directory: string, make: Act): Act {
  const path = join(directory, 'a')
  cpSync(join(directory, 'b'), path, { recursive: true })
  const master = new Peer(path, 'a', 0)
  make(master)
  const messages = master.published()
  master.close()
  return (peer) => peer.receiver.take(messages)
}

/**
 * @param path a node before it acts
 * @param options.losesAt what is lost with the death at a change
 * @param options.goOn goes on at a path where somebody died; @returns how things are by then
 */
function atEveryDeath(
  path: string,
  act: Act,
  options: {
    readonly losesAt: (after: number) => CrashPoint['loses']
    readonly goOn: (path: string, act: Act, machine: VolatileDisk) => readonly End[]
  },
): readonly string[] {
  const inCopy = <Result>(use: (copy: string) => Result): Result => {
    const copy = mkdtempSync(`${path}-`)
    try {
      cpSync(path, copy, { recursive: true })
      return use(copy)
    } finally {
      rmSync(copy, { recursive: true })
    }
  }
  const wanted = inCopy((copy) => atStart(copy, act))
  const faults: string[] = []
  for (let after = 0; ; after += 1) {
    const isOver = inCopy((copy) => {
      const machine = new VolatileDisk()
      const disk = dies(copy, act, { after, loses: options.losesAt(after) }, machine)
      for (const end of options.goOn(copy, act, machine)) {
        const differing = differences(end, wanted)
        if (differing.length > 0) faults.push(`dead at change ${after}: ${differing.join('; ')}`)
      }
      return !disk.isDead
    })
    if (isOver) return after === 0 ? ['it changes no file'] : faults
  }
}

function dies(path: string, act: Act, { after, loses }: Required<CrashPoint>, machine: VolatileDisk) {
  const disk: UnreliableDisk = new UnreliableDisk(() => peer.close(), machine)
  disk.loses = loses
  const peer = new Peer(path, 'b', 500, disk.fileSystem)
  disk.crashAfter(after ?? 0)
  try {
    act(peer)
  } catch (error) {
    // What a process makes of its own death is heard by nobody.
    if (!disk.isDead) throw error
  }
  peer.close()
  return disk
}

/** What a node came to. */
type End = ReadonlyMap<string, unknown>

/** How things are once a node started and acted. What was done twice may have left one more copy of rules that went. */
function atStart(path: string, act: Act, disk?: UnreliableDisk): End {
  const peer = new Peer(path, 'b', 500, disk?.fileSystem)
  act(peer)
  const { received, parked, failed } = peer.inbox.counts()
  const end = new Map<string, unknown>([
    ...[...filesBelow(peer.dataDirectory)].filter(([name]) => !name.includes('.sld.bak')),
    ['unfinished messages', received + parked + failed],
    ['conflicts', peer.conflicts.all.map(({ id: _, foundAt: __, ...conflict }) => conflict)],
    ['published', peer.outbox.entries('applied').map(({ handler }) => handler)],
  ])
  peer.close()
  return end
}

function differences(end: End, wanted: End): readonly string[] {
  return [...new Set([...end.keys(), ...wanted.keys()])]
    .filter((name) => !isDeepStrictEqual(end.get(name), wanted.get(name)))
    .map((name) => `${name} is ${JSON.stringify(end.get(name))}, not ${JSON.stringify(wanted.get(name))}`)
}
