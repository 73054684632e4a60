import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { z } from 'zod'
import { consumerQueue } from '../../electron/broker/destinations.ts'
import { BrokerSession } from '../../electron/broker/sessions/session.ts'
import type { ReceivedMessage } from '../../electron/broker/sessions/subscription.ts'
import type { EditRequest } from '../../electron/engine/master/master.ts'
import type { Node } from '../../electron/engine/node/node.ts'
import { stateDirectoryOf } from '../../electron/engine/node/node-options.ts'
import { LogFile } from '../../electron/services/logging/log-file.ts'
import { archivable } from '../../electron/services/messages/archive/archivable-message.ts'
import { Archive } from '../../electron/services/messages/archive/archive.ts'
import { parseBrokerUrl } from '../../electron/broker/broker-url.ts'
import { brokerKinds, eventually, TestCluster, type TestBroker } from '../support/cluster.ts'
import { editAsPlanned } from '../support/edit-as-planned.ts'
import { sld } from '../support/styles.ts'

export interface GrowthOptions {
  readonly messages: number
  /** What a journal keeps of each kind; more than that many rows of a table are too many. */
  readonly kept: number
  readonly onSample?: (messages: number, values: ReadonlyMap<string, number>) => void
}

export interface GrowthResult {
  readonly messages: number
  /** Of each thing, its values from sample to sample. */
  readonly values: ReadonlyMap<string, readonly number[]>
  readonly faults: readonly string[]
}

const samples = 10
const megabyte = 1024 * 1024
const archiveBytes = 3 * megabyte
const logBytes = megabyte
const logFiles = 5

// What V8 has not cleared away yet is no growth.
setFlagsFromString('--expose-gc')

/**
 * A master, a slave, their broker, an archive and a log in one process, over as many messages as asked. Whatever is kept
 * of what is finished has a bound: rows of every table, files, open handles and memory are looked at while it runs, and
 * judged by what settings allow and by whether the last third is larger than the one before.
 */
export async function runGrowth({ messages, kept, onSample }: GrowthOptions): Promise<GrowthResult> {
  const cluster = await Grown.start(kept)
  try {
    const values = new Map<string, number[]>()
    const faults: string[] = []
    for (let sample = 1; sample <= samples; sample += 1) {
      await cluster.publish(Math.round((messages * sample) / samples))
      await cluster.rest().catch((error: unknown) => faults.push(String(error)))
      const seen = cluster.look()
      onSample?.(cluster.published, seen)
      for (const [name, value] of seen) values.set(name, [...(values.get(name) ?? []), value])
    }
    for (const [name, all] of values) faults.push(...faultsOf(name, all, kept))
    return { messages: cluster.published, values, faults }
  } finally {
    await cluster.stop()
  }
}

/** Rows that are kept of what is finished, beside what a step that removes them leaves until the next. */
const keptRows = (kept: number): readonly (readonly [RegExp, number])[] => [
  [/ (outbox|history) rows$/, kept + 20],
  // Cleared away after every thousand messages.
  [/ inbox rows$/, kept + 1_100],
  // What can be taken back, of the 5,000 latest events, a tenth more until the next clearing.
  [/ placed rows$/, 5_500],
  [/ undo rows$/, 6 * 5_500],
  // What was removed here, which late events are told by.
  [/ grave rows$/, 100_000],
  [/^log bytes$/, logBytes * logFiles],
]

/** What may vary however long something runs: pages, buffers and what V8 has not cleared away. */
const slackOf: readonly (readonly [RegExp, number])[] = [
  [/ rows$/, 200],
  [/ bytes$/, 4 * megabyte],
  [/^memory/, 24 * megabyte],
  [/^handles$/, 4],
]

function faultsOf(name: string, values: readonly number[], kept: number): readonly string[] {
  const third = Math.floor(values.length / 3)
  const before = Math.max(...values.slice(third, -third))
  const last = Math.max(...values.slice(-third))
  const of = (table: readonly (readonly [RegExp, number])[]) => table.find(([each]) => each.test(name))?.[1]
  const bound = of(keptRows(kept)) ?? before * 1.1 + (of(slackOf) ?? 0)
  return last <= bound ? [] : [`${name} grows: ${values.map((value) => value.toFixed(0)).join(', ')}`]
}

const nameRow = z.object({ name: z.string() })
const countRow = z.object({ rows: z.number() })

class Grown {
  #made = 0
  #published = 0
  #received = 0
  #archived = 0
  readonly #arrived: ReceivedMessage[] = []
  #storing: Promise<unknown> = Promise.resolve()
  readonly #kept: number
  readonly #cluster: TestCluster
  readonly #broker: TestBroker
  readonly #archive: Archive
  readonly #log: LogFile
  readonly #session: BrokerSession
  readonly #master: Node
  readonly #slave: Node

  static async start(kept: number): Promise<Grown> {
    const [kind] = brokerKinds
    if (kind === undefined) throw new Error('There is no broker.')
    const broker = await kind.start()
    const cluster = new TestCluster(broker)
    const start = async (name: string, isMaster: boolean): Promise<Node> => {
      const directory = cluster.makeDirectory(name, {
        toggleMaster: String(isMaster),
        toggleSlave: String(!isMaster),
      })
      const retention = { changes: kept, days: 365, events: kept, messages: kept }
      const node = await cluster.open(directory, { retention, upkeepInterval: 1_000 })
      await node.start()
      return node
    }
    const url = parseBrokerUrl(broker.url)
    if (url.kind !== 'network') throw new Error('The broker is not on the network.')
    const session = new BrokerSession(url)
    await session.connect()
    const archive = new Archive({
      path: join(cluster.directory, 'archive.sqlite'),
      environment: {},
      mode: 'append',
      division: { words: 5_000, entries: 1_024 },
    })
    const [slave, master] = [await start('slave', false), await start('master', true)]
    const grown = new Grown({ cluster, broker, session, archive, master, slave, kept })
    master.watch(({ direction }) => (grown.#published += direction === 'published' ? 1 : 0))
    slave.watch(({ direction }) => (grown.#received += direction === 'received' ? 1 : 0))
    const queue = consumerQueue('archive', master.configuration.topicName)
    await session.subscribe({ destination: queue, concurrency: 100 }, (message) => grown.#take(message))
    return grown
  }

  private constructor(parts: {
    readonly cluster: TestCluster
    readonly broker: TestBroker
    readonly session: BrokerSession
    readonly archive: Archive
    readonly master: Node
    readonly slave: Node
    readonly kept: number
  }) {
    this.#cluster = parts.cluster
    this.#broker = parts.broker
    this.#session = parts.session
    this.#archive = parts.archive
    this.#master = parts.master
    this.#slave = parts.slave
    this.#kept = parts.kept
    this.#log = new LogFile(parts.cluster.directory, { largestFile: logBytes })
  }

  /** Messages the broker has taken so far. */
  get published(): number {
    return this.#published
  }

  /** Archives a message with those that came while others were stored, as the app does. */
  async #take(message: ReceivedMessage): Promise<void> {
    this.#arrived.push(message)
    await this.#storing
    const arrived = this.#arrived.splice(0)
    if (arrived.length === 0) return
    const now = Date.now()
    this.#storing = this.#archive.store(arrived.map((each) => archivable(each, now)))
    await this.#storing
    this.#archived += arrived.length
    for (const each of arrived) each.ack()
  }

  /** Has the master publish until there are that many, no faster than its slave and the archive take them. */
  async publish(total: number): Promise<void> {
    while (this.#published < total) {
      for (let each = 0; each < 20; each += 1) this.#change()
      this.#log.write('info', `${this.#made} changes. ${'.'.repeat(1_000)}`)
      await eventually('what was changed is taken', () => this.#isTaken)
    }
  }

  /** Waits until nothing is on its way, and what is finished is cleared away. */
  async rest(): Promise<void> {
    await eventually('what was changed is taken', () => this.#isTaken)
    await this.#archive.retain({ oldest: 0, bytes: archiveBytes })
    await eventually('what need not be kept is cleared away', () => {
      const rows = rowsOf(journalOf(this.#master))
      return ['outbox', 'history'].every((table) => (rows.get(table) ?? 0) <= this.#kept)
    })
  }

  /** How much there is of everything that could grow. */
  look(): ReadonlyMap<string, number> {
    runInNewContext('gc()')
    const { heapUsed, external } = process.memoryUsage()
    const values = new Map([
      ['memory heap', heapUsed],
      ['memory external', external],
      ['log bytes', bytesIn(join(this.#cluster.directory, 'logs'))],
      ...handles(),
    ])
    for (const [name, path] of this.#databases) {
      values.set(`${name} bytes`, sizeOf(path))
      for (const [table, rows] of rowsOf(path)) {
        // Tables of words come and go, a number each.
        const key = `${name} ${table.replace(/^words_\d+/, 'words')} rows`
        values.set(key, (values.get(key) ?? 0) + rows)
      }
    }
    return values
  }

  async stop(): Promise<void> {
    await this.#session.close()
    await this.#archive.close()
    await this.#cluster.close()
    await this.#broker.stop()
  }

  get #databases(): readonly (readonly [string, string])[] {
    return [
      ['master', journalOf(this.#master)],
      ['slave', journalOf(this.#slave)],
      ['archive', join(this.#cluster.directory, 'archive.sqlite')],
    ]
  }

  get #isTaken(): boolean {
    const { accepted, applied } = this.#master.status.outbox
    return accepted + applied === 0 && Math.min(this.#received, this.#archived) >= this.#published
  }

  /** Adds, changes and removes styles and workspaces of a few names, and changes what is always there. */
  #change(): void {
    const number = this.#made++
    const [name, body] = [`n${Math.floor(number / 6) % 30}`, sld(`colour-${number}`)]
    const input = JSON.stringify({ name })
    const changes: readonly EditRequest[] = [
      { verb: 'add', kind: 'style', input, styleBody: body },
      { verb: 'modify', kind: 'style', name, styleBody: body },
      { verb: 'add', kind: 'workspace', input },
      { verb: 'modify', kind: 'global', input: JSON.stringify({ featureTypeCacheSize: number }) },
      { verb: 'remove', kind: 'workspace', name, recurse: true },
      { verb: 'remove', kind: 'style', name },
    ]
    const change = changes[number % changes.length]
    if (change !== undefined) editAsPlanned(this.#master, change, 'campaign')
  }
}

function journalOf({ configuration }: Node): string {
  return join(stateDirectoryOf(configuration), 'node.sqlite')
}

/** Rows of each table of a database that others have open. */
function rowsOf(path: string): ReadonlyMap<string, number> {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    const tables = z
      .array(nameRow)
      .parse(
        database
          .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
          .all(),
      )
    return new Map(
      tables.map(({ name }) => {
        const counted = database.prepare(`SELECT count(*) AS rows FROM "${name}"`).get()
        return [name, countRow.parse(counted).rows]
      }),
    )
  } finally {
    database.close()
  }
}

function sizeOf(path: string): number {
  return ['', '-wal'].reduce(
    (sum, end) => sum + (statSync(`${path}${end}`, { throwIfNoEntry: false })?.size ?? 0),
    0,
  )
}

function bytesIn(directory: string): number {
  return readdirSync(directory).reduce((sum, name) => sum + statSync(join(directory, name)).size, 0)
}

/** Open files, where the system lists them. */
function handles(): readonly (readonly [string, number])[] {
  const list = '/proc/self/fd'
  return existsSync(list) ? [['handles', readdirSync(list).length]] : []
}
