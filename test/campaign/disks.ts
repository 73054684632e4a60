import { randomUUID } from 'node:crypto'
import { rmSync, statSync, truncateSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Node } from '../../electron/engine/node/node.ts'
import { stateDirectoryOf } from '../../electron/engine/node/node-options.ts'
import { isFailure } from '../../electron/errors/failure.ts'
import { english } from '../../electron/sentences/english.ts'
import { seededRandom } from '../simulation/random.ts'
import { brokerKinds, driftBetween, eventually, TestCluster, type TestBroker } from '../support/cluster.ts'
import { editAsPlanned } from '../support/edit-as-planned.ts'
import { disturbedFileSystem, systemError, type FileSystemCall } from '../support/file-system-faults.ts'
import type { Random } from './damage.ts'
import { Wanted, type Change } from './wanted.ts'

export interface DisksOptions {
  readonly rounds: number
  readonly seed: number
  readonly onRound?: (what: string, number: number) => void
}

/** What the rounds came to. */
export interface DisksResult {
  /** Changes the master said it had accepted. */
  readonly accepted: number
  readonly faults: readonly string[]
}

const errnos = ['ENOSPC', 'EIO', 'EROFS', 'EACCES', 'EDQUOT', 'EMFILE'] as const
const reading: readonly FileSystemCall['name'][] = [
  'readStart',
  'hold',
  'holdIn',
  'open',
  'statIn',
  'names',
  'namesIn',
]
const writing: readonly FileSystemCall['name'][] = [
  ...(['create', 'write', 'setMode', 'sync', 'rename', 'link', 'removeFile'] as const),
  ...(['removeEmptyDirectory', 'makeDirectory', 'syncDirectory'] as const),
]

/** The disk of one node, and its clock. */
class Machine {
  /** What fails at the moment, and how. */
  fault: { readonly errno: string; readonly calls: readonly FileSystemCall['name'][] } | undefined
  /** How far its clock is ahead, in milliseconds. */
  ahead = 0
  readonly fileSystem = disturbedFileSystem((call) => {
    if (this.fault?.calls.includes(call.name) !== true) return
    throw systemError(this.fault.errno, call)
  })
}

/** A node that is stopped and opened again, on a machine that may fail. */
class Member {
  readonly name: string
  readonly machine = new Machine()
  readonly dataDirectory: string
  readonly #cluster: TestCluster
  #node: Node | undefined

  constructor(cluster: TestCluster, name: string) {
    this.name = name
    this.#cluster = cluster
    const isMaster = name === 'master'
    this.dataDirectory = cluster.makeDirectory(name, {
      toggleMaster: String(isMaster),
      toggleSlave: String(!isMaster),
    })
  }

  get node(): Node {
    if (this.#node === undefined) throw new Error(`${this.name} does not run.`)
    return this.#node
  }

  async start(): Promise<void> {
    const { fileSystem } = this.machine
    const now = () => Date.now() + this.machine.ahead
    this.#node = await this.#cluster.open(this.dataDirectory, { fileSystem, now, fileInterval: 100 })
    await this.#node.start()
  }

  async stop(): Promise<void> {
    await this.#cluster.stop(this.node)
    this.#node = undefined
  }

  /** Whether nothing is on its way in it. */
  get isAtRest(): boolean {
    const { inbox, outbox, broker } = this.node.status
    return broker.state === 'connected' && inbox.received + outbox.accepted + outbox.applied === 0
  }

  /** How many events it has done with. */
  get finished(): number {
    const { applied, ignored, parked, failed } = this.node.status.inbox
    return applied + ignored + parked + failed
  }

  /** Why it is not well, in words. */
  get reasons(): readonly string[] {
    return this.node.status.reasons.map(english)
  }
}

/**
 * A master and two slaves whose disks fail in every way a disk can while changes are made, whose clocks are set, whose
 * files are torn and taken away under them and whose journals are cut off. A node must say why it does not get on, get
 * on by itself once it can, and what was lost must be told and found by a comparison. In the end of every round the
 * directories are judged by what the master accepted.
 */
export async function runDisks({ rounds, seed, onRound }: DisksOptions): Promise<DisksResult> {
  const [kind] = brokerKinds
  if (kind === undefined) throw new Error('There is no broker.')
  const broker = await kind.start()
  const campaign = new Disks(broker, seed)
  try {
    await campaign.start()
    const faults: string[] = []
    for (let number = 1; number <= rounds; number += 1) {
      const what = await campaign.round()
      onRound?.(what.title, number)
      faults.push(...what.faults.map((each) => `round ${number}, ${what.title}: ${each}`))
      // What comes after a fault says nothing new.
      if (faults.length > 0) break
    }
    return { accepted: campaign.accepted, faults }
  } finally {
    await campaign.stop()
    await broker.stop()
  }
}

interface Round {
  readonly title: string
  readonly faults: readonly string[]
}

class Disks {
  readonly #cluster: TestCluster
  readonly #random: Random
  readonly #master: Member
  readonly #slaves: readonly Member[]
  readonly #wanted: Wanted
  /** How often the master told whoever asked that it cannot make a change now. */
  #refused = 0

  constructor(broker: TestBroker, seed: number) {
    this.#cluster = new TestCluster(broker)
    this.#random = seededRandom(seed)
    this.#master = new Member(this.#cluster, 'master')
    this.#slaves = ['slave-1', 'slave-2'].map((name) => new Member(this.#cluster, name))
    this.#wanted = new Wanted(this.#random, (change) => this.#ask(change))
  }

  get accepted(): number {
    return this.#wanted.accepted
  }

  async start(): Promise<void> {
    for (const member of this.#members) await member.start()
  }

  async stop(): Promise<void> {
    for (const { machine } of this.#members) machine.fault = undefined
    await this.#cluster.close()
  }

  /** Something befalls somebody, and passes. */
  async round(): Promise<Round> {
    const choice = this.#random(10)
    const round =
      choice < 6
        ? await this.#failingDisk()
        : choice === 6
          ? await this.#setClock()
          : choice === 7
            ? await this.#damagedFile()
            : choice === 8
              ? await this.#cutJournal()
              : await this.#secondProcess()
    return { ...round, faults: [...round.faults, ...(await this.#faultsAtRest())] }
  }

  get #members(): readonly Member[] {
    return [this.#master, ...this.#slaves]
  }

  #one<Item>(of: readonly Item[]): Item {
    const item = of[this.#random(of.length)]
    if (item === undefined) throw new Error('There is nothing to choose from.')
    return item
  }

  async #failingDisk(): Promise<Round> {
    const victim = this.#one(this.#members)
    const errno = this.#one(errnos)
    const calls = this.#one([
      writing,
      [...writing, ...reading],
      reading,
      [this.#one(writing)],
      [this.#one(reading)],
    ])
    const title = `${errno} at ${calls.join(', ')} of ${victim.name}`
    const { machine } = victim
    machine.fault = { errno, calls }
    const sentBefore = this.#sent
    const finishedBefore = victim.finished
    let isDone = false
    const changing = this.#change(4 + this.#random(8)).then(() => (isDone = true))
    // What fails may never be asked for; where it is, the node has to say so, or to get on in another way.
    const isThrough = () =>
      isDone &&
      this.#master.isAtRest &&
      victim.isAtRest &&
      (victim === this.#master || victim.finished - finishedBefore >= this.#sent - sentBefore)
    const what = `${victim.name} says why it does not get on, or does`
    const refusedBefore = this.#refused
    const isTold = () => victim.reasons.length > 0 || this.#refused > refusedBefore
    const faults = await eventually(what, () => isTold() || isThrough(), 60_000).then(
      () => [],
      (error: unknown) => [String(error)],
    )
    machine.fault = undefined
    await changing
    return { title, faults }
  }

  async #setClock(): Promise<Round> {
    const victim = this.#one(this.#members)
    victim.machine.ahead = this.#random(4 * day) - 2 * day
    await this.#change(5)
    return {
      title: `the clock of ${victim.name} ${Math.round(victim.machine.ahead / 3_600_000)} h ahead`,
      faults: [],
    }
  }

  /** A file of a slave is torn or taken away; what differs is found, and mended by a resync. */
  async #damagedFile(): Promise<Round> {
    await this.#rest()
    const victim = this.#one(this.#slaves)
    const files = ['styles/point.sld', 'styles/line.xml', 'global.xml', 'wms.xml', 'workspaces/default.xml']
    const present = files.filter((file) => sizeOf(join(victim.dataDirectory, file)) > 0)
    const file = this.#one(present)
    const path = join(victim.dataDirectory, file)
    const isTorn = this.#random(2) === 0
    if (isTorn) truncateSync(path, this.#random(sizeOf(path)))
    else rmSync(path)
    const title = `${file} of ${victim.name} ${isTorn ? 'torn' : 'gone'}`
    await victim.node.reload()
    if (driftBetween(this.#master.dataDirectory, victim.dataDirectory).equal)
      return { title, faults: ['no comparison finds it'] }
    return { title, faults: await this.#resync(victim) }
  }

  /** A journal is cut off, or gone, while its node does not run; it says so, and a comparison makes it good. */
  async #cutJournal(): Promise<Round> {
    await this.#rest()
    const victim = this.#one(this.#members)
    const journal = join(stateDirectoryOf(victim.node.configuration), 'node.sqlite')
    await victim.stop()
    const what = this.#damageJournal(journal)
    const title = `the journal of ${victim.name} ${what}`
    await victim.start()
    const isTold = victim.reasons.length > 0
    const faults = isTold ? [] : ['it says it is well, although it cannot know what it missed']
    if (victim !== this.#master) return { title, faults: [...faults, ...(await this.#resync(victim))] }
    await this.#change(1)
    await this.#rest()
    this.#proveEqual()
    return { title, faults }
  }

  #damageJournal(journal: string): string {
    const choice = this.#random(4)
    if (choice < 2) {
      const to = this.#random(sizeOf(journal))
      truncateSync(journal, to)
      return `cut off at ${to} bytes`
    }
    rmSync(journal)
    if (choice === 2) return 'gone'
    rmSync(join(dirname(journal), 'time'), { force: true })
    return 'gone with the time beside it'
  }

  /** Says to whoever misses something that a comparison found all equal, if one does. */
  #proveEqual(): void {
    const at = Date.now() + 5 * day
    const isEqual = ({ dataDirectory }: Member) =>
      driftBetween(this.#master.dataDirectory, dataDirectory).equal
    if (!this.#slaves.every(isEqual)) return
    for (const { node } of this.#members) node.provedEqual(at)
  }

  async #secondProcess(): Promise<Round> {
    const victim = this.#one(this.#members)
    const title = `a second process on the directory of ${victim.name}`
    try {
      await this.#cluster.open(victim.dataDirectory)
      return { title, faults: ['it was let in'] }
    } catch (error) {
      const isTold = isFailure(error) && error.code === 'PLB-STORAGE-DATABASE-IN-USE'
      return { title, faults: isTold ? [] : [String(error)] }
    }
  }

  /** Makes that many changes. */
  async #change(count: number): Promise<void> {
    const enough = new AbortController()
    const changing = this.#wanted.changeUntil(enough.signal)
    await this.#wanted.accepts(count)
    enough.abort()
    await changing
  }

  /** Asks for one change until the master has made it. */
  async #ask(change: Change): Promise<void> {
    const requestId = randomUUID()
    for (;;) {
      try {
        editAsPlanned(this.#master.node, change, 'campaign', requestId)
        return
      } catch (error) {
        if (!isFailure(error)) throw error
        this.#refused += 1
        await delay(50)
      }
    }
  }

  async #resync(victim: Member): Promise<readonly string[]> {
    const { verified } = await this.#cluster.resync(this.#master.node, victim.node)
    if (!verified) return ['a resync does not prove it equal']
    await this.#rest()
    this.#proveEqual()
    return []
  }

  /** How many events the master's broker has. */
  get #sent(): number {
    return this.#master.node.status.outbox.sent
  }

  /** Waits until everything that was accepted has arrived. */
  async #rest(): Promise<void> {
    await eventually('nothing is on its way', async () => {
      const before = this.#sent
      for (let looks = 0; looks < 3; looks += 1) {
        if (!this.#members.every(({ isAtRest }) => isAtRest)) return false
        await delay(100)
      }
      return this.#sent === before
    })
  }

  /** What is not as it should be once all is well again. */
  async #faultsAtRest(): Promise<readonly string[]> {
    const wrong = (): readonly string[] =>
      this.#members.flatMap(({ name, dataDirectory, reasons }) => [
        ...reasons.map((reason) => `${name} says: ${reason}`),
        ...this.#wanted.faultsOf(name, dataDirectory),
        ...driftBetween(this.#master.dataDirectory, dataDirectory).entries.map(
          (each) => `${name}: ${JSON.stringify(each)}`,
        ),
      ])
    const isWell = async (): Promise<boolean> => {
      await this.#rest()
      // Whether one was lost between a comparison and the first event after it, only another comparison tells.
      if (this.#members.some(({ node }) => node.status.health === 'gap')) this.#proveEqual()
      return wrong().length === 0
    }
    await eventually('all is well', isWell).catch(() => undefined)
    return wrong()
  }
}

const day = 86_400_000

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
