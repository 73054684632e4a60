import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { Database, type Command, type Query } from '../../storage/database.ts'
import { openDatabase, type OpenedDatabase } from '../../storage/open-database.ts'
import { openSealer, type Sealer } from '../../storage/secrets.ts'
import { MessageShelf, octetBytes, octetsOfBytes } from './message-shelf.ts'
import type { LostMessages } from './broker-event.ts'
import type { Message } from './message.ts'
import type { Octets } from './octets.ts'
import { storeMigrations, temporaryTables } from './store-schema.ts'

/** A queue of messages that survives a restart: a queue, or what a durable subscription has not consumed. */
export interface StoredQueue {
  readonly id: number
  readonly kind: 'queue' | 'durable subscription'
  /** The queue's name, or the subscription's. */
  readonly name: string
  /** Of a durable subscription, whose it is; else ''. */
  readonly clientId: string
  /** Of a durable subscription, the topic it subscribes to; else ''. */
  readonly topic: string
  /** Of a durable subscription, its selector; else ''. */
  readonly selector: Octets
}

/** Where a message of a queue is kept. */
export interface Entry {
  readonly message: number
  readonly shelf: MessageShelf
}

/** How many published messages are told from others that come again. */
const remembered = 50_000

/**
 * Messages come and go, and most are gone before their pages are moved out of the write-ahead log, when it may grow to
 * 32 MB; what is deleted is found in memory.
 */
const settings = ['PRAGMA wal_autocheckpoint = 8000', 'PRAGMA cache_size = -4000']

/** Room for the newest messages where the process does other things than to deliver them, in bytes. */
export const sharedMemory = 4 * 1024 * 1024

/** Of those nobody may wait for, only what is about to be delivered. */
const passingRoom = 2 * 1024 * 1024

const queueRow = z.object({
  id: z.number(),
  kind: z.enum(['queue', 'durable subscription']),
  name: z.string(),
  client_id: z.string(),
  topic: z.string(),
  selector: z.instanceof(Uint8Array),
})
const entryRow = z.object({ message: z.number(), kept: z.number() })
const depthRow = z.object({ queue: z.number(), depth: z.number() })
const newestRow = z.object({ newest: z.number().nullable() })
const orphanRow = z.object({ queue: z.number() })

/**
 * The broker's messages, in one SQLite database: persistent ones in tables on disk, the others in temporary tables.
 * What is written takes part in one transaction that stays open until `commit` or `rollBack`, so that everything
 * asked for in one turn of the event loop costs one synchronous write.
 */
export class MessageStore {
  readonly #path: string
  readonly #room: number
  #opened: OpenedStore
  #open = false
  #canWait = true

  /**
   * Opens the database, making it when it is missing.
   * @param path its file, or ':memory:' for one that ends with the process
   * @param room bytes of the newest persistent messages that stay in memory
   * @throws PLB-STORAGE-… when it cannot be opened, or another process has it open
   */
  constructor(path: string, room = sharedMemory) {
    this.#path = path
    this.#room = room
    this.#opened = openStore(path, room)
  }

  /** What went missing when it was opened; undefined when nothing did. */
  get loss(): StoreLoss | undefined {
    return this.#opened.loss
  }

  /** Persistent messages in queues that survive a restart. */
  get lasting(): MessageShelf {
    return this.#opened.lasting
  }

  /** Messages that end with the process. */
  get passing(): MessageShelf {
    return this.#opened.passing
  }

  /** Whether something was written that is not committed. */
  get isDirty(): boolean {
    return this.#open
  }

  /** Whether nothing is uncommitted but that messages were consumed: lost, that does no more than bring them again. */
  get canWait(): boolean {
    return this.#open && this.#canWait
  }

  /** Starts the transaction that all writes take part in, unless it is open already. */
  begin(): void {
    if (this.#open) return
    this.#opened.begin.run()
    this.#open = true
    this.#canWait = true
  }

  /**
   * Proves that what is written would be found and read again by the next start.
   * @throws PLB-STORAGE-DATABASE-GONE, PLB-STORAGE-KEY-…
   */
  prove(): void {
    const { database, sealer } = this.#opened
    database.checkPlace()
    sealer?.prove()
  }

  /** Ends the open transaction, if there is one: what was written is on the disk when this returns. */
  commit(): void {
    if (!this.#open) return
    this.prove()
    this.#settle()
    this.#opened.commit.run()
    this.#open = false
  }

  /** Undoes what the open transaction wrote, if there is one. */
  rollBack(): void {
    if (!this.#open) return
    this.#open = false
    this.lasting.forget()
    this.passing.forget()
    // SQLite has rolled back by itself after some errors, such as a full disk.
    if (this.#opened.database.isInTransaction) this.#opened.rollBack.run()
  }

  queues(): StoredQueue[] {
    return this.#opened.database
      .query('SELECT id, kind, name, client_id, topic, selector FROM queues ORDER BY id', queueRow)
      .all()
      .map(({ client_id: clientId, selector, ...row }) => ({
        ...row,
        clientId,
        selector: octetsOfBytes(selector),
      }))
  }

  addQueue(queue: Omit<StoredQueue, 'id'>): StoredQueue {
    this.#canWait = false
    const { lastInsertRowid } = this.#opened.insertQueue.run({
      ...queue,
      selector: octetBytes(queue.selector),
    })
    return { ...queue, id: Number(lastInsertRowid) }
  }

  /** Forgets a queue. Its messages stay until they are purged. */
  removeQueue(id: number): void {
    this.#canWait = false
    this.#opened.deleteQueue.run({ id })
  }

  /**
   * Keeps a message: on disk for the queues that survive a restart when it is persistent, else until the process ends.
   * @param lasting the numbers of queues that survive a restart
   * @param passing the numbers of those that do not
   */
  add(message: Message, lasting: readonly number[], passing: readonly number[]): void {
    this.#canWait = false
    const onDisk = message.persistent ? lasting : []
    const temporary = message.persistent ? passing : [...lasting, ...passing]
    if (onDisk.length > 0) this.lasting.add(message, onDisk)
    if (temporary.length > 0) this.passing.add(message, temporary)
  }

  /**
   * Notes that a message was published, durably with what else is written.
   * @returns false when it was published to this destination before, as far back as is remembered
   */
  remember(destination: Octets, messageId: Octets): boolean {
    this.#canWait = false
    const key = createHash('sha256').update(`${destination}\n${messageId}`, 'latin1').digest()
    const { changes, lastInsertRowid } = this.#opened.remember.run({ key })
    if (changes === 0) return false
    this.#opened.forget.run({ upTo: Number(lastInsertRowid) - remembered })
    return true
  }

  /** The next messages of a queue after one, in order. */
  entriesAfter(queue: number, after: number, limit: number): Entry[] {
    this.#settle()
    return this.#opened.entriesAfter.all({ queue, after, limit }).map(({ message, kept }) => ({
      message,
      shelf: kept === 1 ? this.lasting : this.passing,
    }))
  }

  /** How many messages each queue holds. */
  depths(): Map<number, number> {
    this.#settle()
    const rows = this.#opened.database
      .query(
        `SELECT queue, count(*) AS depth FROM
           (SELECT queue FROM main.entries UNION ALL SELECT queue FROM temp.entries) GROUP BY queue`,
        depthRow,
      )
      .all()
    return new Map(rows.map(({ queue, depth }) => [queue, depth]))
  }

  /** The highest number a message has; 0 when there is none. */
  newestMessage(): number {
    this.#settle()
    const row = this.#opened.database
      .query(
        'SELECT max(id) AS newest FROM (SELECT id FROM main.messages UNION ALL SELECT id FROM temp.messages)',
        newestRow,
      )
      .first()
    return row?.newest ?? 0
  }

  /** Numbers of queues that are gone but still hold messages. */
  leftoverQueues(): number[] {
    this.#settle()
    return this.#opened.database
      .query(
        `SELECT DISTINCT queue FROM (SELECT queue FROM main.entries UNION ALL SELECT queue FROM temp.entries)
         WHERE queue NOT IN (SELECT id FROM queues)`,
        orphanRow,
      )
      .all()
      .map(({ queue }) => queue)
  }

  /**
   * Takes out up to so many messages of a queue from each shelf.
   * @returns whether there may be more
   */
  purge(queue: number, limit: number): boolean {
    this.#canWait = false
    return [this.lasting, this.passing].map((shelf) => shelf.purge(queue, limit)).includes(limit)
  }

  /** Has the database say what it holds. */
  #settle(): void {
    this.lasting.settle()
    this.passing.settle()
  }

  close(): void {
    try {
      this.rollBack()
    } finally {
      this.#opened.database.close()
    }
  }

  /**
   * Opens the database anew in place of the one that can no longer be used. What was not committed is undone.
   * @throws as the constructor
   */
  reopen(): void {
    this.#open = false
    // Closing again is no error, and what a broken one says about being closed changes nothing.
    this.#opened.database.close()
    this.#opened = openStore(this.#path, this.#room)
  }
}

/** What the broker began without: of a damaged database, where it lies now and what could be read of it. */
export interface StoreLoss {
  readonly path: string | undefined
  readonly lost: readonly LostMessages[] | undefined
}

interface OpenedStore {
  readonly database: Database
  readonly sealer: Sealer | undefined
  readonly loss: StoreLoss | undefined
  readonly lasting: MessageShelf
  readonly passing: MessageShelf
  readonly begin: Command
  readonly commit: Command
  readonly rollBack: Command
  readonly insertQueue: Command
  readonly deleteQueue: Command
  readonly remember: Command
  readonly forget: Command
  readonly entriesAfter: Query<z.infer<typeof entryRow>>
}

function openStore(path: string, room: number): OpenedStore {
  const { database, setAside, wasGone } =
    path === ':memory:' ? inMemory() : openDatabase(path, storeMigrations)
  let sealer: Sealer | undefined
  try {
    if (path !== ':memory:') sealer = sealAll(database, path)
  } catch (error) {
    database.close()
    throw error
  }
  const isLost = setAside !== undefined || wasGone === true
  for (const statement of temporaryTables) database.command(statement).run()
  for (const setting of settings) database.command(setting).run()
  return {
    database,
    sealer,
    loss: isLost
      ? { path: setAside, lost: setAside === undefined ? undefined : whatIsIn(setAside) }
      : undefined,
    lasting: new MessageShelf(database, 'main', sealer, room),
    passing: new MessageShelf(database, 'temp', sealer, passingRoom),
    begin: database.command('BEGIN IMMEDIATE'),
    commit: database.command('COMMIT'),
    rollBack: database.command('ROLLBACK'),
    insertQueue: database.command(
      `INSERT INTO queues (kind, name, client_id, topic, selector)
       VALUES (:kind, :name, :clientId, :topic, :selector)`,
    ),
    deleteQueue: database.command('DELETE FROM queues WHERE id = :id'),
    remember: database.command('INSERT INTO published (key) VALUES (:key) ON CONFLICT DO NOTHING'),
    forget: database.command('DELETE FROM published WHERE number <= :upTo'),
    entriesAfter: database.query(
      `SELECT message, 1 AS kept FROM main.entries WHERE queue = :queue AND message > :after
       UNION ALL SELECT message, 0 FROM temp.entries WHERE queue = :queue AND message > :after
       ORDER BY message LIMIT :limit`,
      entryRow,
    ),
  }
}

const bodyRow = z.object({ id: z.number(), body: z.instanceof(Uint8Array) })

/**
 * Makes sure that every body is sealed, those an earlier version stored included, with a key in a file beside the
 * database or in PLUMBLINE_KEY. There never is a new key while bodies wait that were sealed with another.
 * @throws PLB-STORAGE-… when the key is missing, exposed or another
 */
function sealAll(database: Database, path: string): Sealer {
  const firstOf = (sealed: 0 | 1) =>
    database.query(`SELECT id, body FROM main.messages WHERE sealed = ${sealed} LIMIT 1`, bodyRow)
  const sealed = firstOf(1).first()
  const sealer = openSealer({
    keyFile: `${path}.key`,
    environment: process.env,
    sealed: sealed?.body,
  })
  const clear = firstOf(0)
  if (clear.first() === undefined) return sealer
  const update = database.command('UPDATE main.messages SET body = :body, sealed = 1 WHERE id = :id')
  for (let row = clear.first(); row !== undefined; row = clear.first()) {
    update.run({ id: row.id, body: sealer.sealBytes(row.body) })
  }
  // What was overwritten would otherwise stay in free pages and in the write-ahead log.
  database.command('VACUUM').run()
  database.command('PRAGMA wal_checkpoint(TRUNCATE)').run()
  return sealer
}

const lostRow = z.object({ queue: z.string(), messages: z.number() })

/** What a damaged database held, as far as it can be read. */
function whatIsIn(path: string): readonly LostMessages[] | undefined {
  try {
    const connection = new DatabaseSync(path, { readOnly: true })
    try {
      return connection
        .prepare(
          `SELECT q.name AS queue, count(*) AS messages FROM entries e JOIN queues q ON q.id = e.queue
           GROUP BY q.name ORDER BY q.name`,
        )
        .all()
        .map((row) => lostRow.parse(row))
    } finally {
      connection.close()
    }
  } catch {
    // It was set aside for being damaged: that it cannot be read is what the answer says.
    return undefined
  }
}

function inMemory(): OpenedDatabase {
  const connection = new DatabaseSync(':memory:')
  for (const migration of storeMigrations) {
    if (typeof migration === 'string') connection.exec(migration)
    else migration(connection)
  }
  return { database: new Database(':memory:', connection, { release: () => undefined }) }
}
