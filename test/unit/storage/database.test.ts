import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { damageOf } from '../../../electron/storage/database-check.ts'
import { databaseFailure } from '../../../electron/storage/database-failure.ts'
import type { Database } from '../../../electron/storage/database.ts'
import { openDatabase, openSnapshot, type Migration } from '../../../electron/storage/open-database.ts'
import { failingFileSystem } from '../../support/file-system-faults.ts'
import { failureOf } from '../../support/failures.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const notes: readonly Migration[] = ['CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT']
const noteRow = z.object({ id: z.number(), text: z.string() })
const holder = fileURLToPath(new URL('../../support/hold-database.ts', import.meta.url))

function newPath(): string {
  return join(temporaryDirectory(), 'node.db')
}

function open(path: string, migrations: readonly Migration[] = notes, options = {}) {
  const opened = openDatabase(path, migrations, options)
  onTestFinished(() => opened.database.close())
  return opened
}

function write(database: Database, ...texts: string[]): void {
  const insert = database.command('INSERT INTO note (text) VALUES (:text)')
  database.transaction(() => {
    for (const text of texts) insert.run({ text })
  })
}

function read(database: Database): string[] {
  return database
    .query('SELECT id, text FROM note ORDER BY id', noteRow)
    .all()
    .map((row) => row.text)
}

/** Starts a process that opens the database; returns it with the line it says. */
async function openElsewhere(
  path: string,
  options: SpawnOptions = {},
): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, [holder, path], { ...options, stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  if (child.stdout === null) throw new Error('The process has no output.')
  for await (const line of createInterface({ input: child.stdout })) return { child, line }
  throw new Error('The process ended without a word.')
}

describe('opening a database', () => {
  it('makes it, writable by this account alone, with every commit synced', () => {
    const path = newPath()
    const { database, setAside } = open(path)
    write(database, 'first')
    expect(setAside).toBeUndefined()
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(`${path}-wal`).mode & 0o777).toBe(0o600)
    const pragma = (name: string) =>
      database.query(`PRAGMA ${name}`, z.record(z.string(), z.unknown())).first()
    expect(pragma('journal_mode')).toEqual({ journal_mode: 'wal' })
    expect(pragma('synchronous')).toEqual({ synchronous: 2 })
    expect(pragma('foreign_keys')).toEqual({ foreign_keys: 1 })
    expect(pragma('user_version')).toEqual({ user_version: 1 })
  })

  it('makes the directories above it', () => {
    const path = join(temporaryDirectory(), 'nodes', 'one', 'node.db')
    open(path)
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
  })

  it('keeps what was written when it is closed and opened again', () => {
    const path = newPath()
    const first = open(path).database
    write(first, 'kept')
    first.close()
    first.close()
    expect(read(open(path).database)).toEqual(['kept'])
  })

  it('runs only the migrations that are new, in order', () => {
    const path = newPath()
    const first = open(path).database
    write(first, 'old')
    first.close()
    const { database } = open(path, [
      ...notes,
      "ALTER TABLE note ADD COLUMN label TEXT NOT NULL DEFAULT 'none'",
      (connection) => connection.exec("UPDATE note SET label = text || '!'"),
    ])
    const row = z.object({ text: z.string(), label: z.string() })
    expect(database.query('SELECT text, label FROM note', row).all()).toEqual([
      { text: 'old', label: 'old!' },
    ])
  })

  it('leaves the database in its old format when a migration fails, and opens it with the old ones', () => {
    const path = newPath()
    const first = open(path).database
    write(first, 'old')
    first.close()
    const broken = [...notes, 'CREATE TABLE half (id INTEGER); INSERT INTO nowhere VALUES (1)']
    const thrown = failureOf(() => openDatabase(path, broken))
    expect(thrown.code).toBe('PLB-STORAGE-MIGRATION-FAILED')
    expect(thrown.message).toContain('from format 1 to format 2')
    const { database } = open(path)
    expect(read(database)).toEqual(['old'])
    expect(
      database.query("SELECT name FROM sqlite_schema WHERE name = 'half'", z.unknown()).first(),
    ).toBeUndefined()
  })

  it('refuses a database of a newer version and does not change a byte of it', () => {
    const path = newPath()
    const newer = open(path, [...notes, 'CREATE TABLE future (id INTEGER)']).database
    newer.close()
    const before = readFileSync(path)
    const thrown = failureOf(() => openDatabase(path, notes))
    expect(thrown.code).toBe('PLB-STORAGE-DATABASE-NEWER')
    expect(thrown.message).toContain('format 2; this one knows up to 1')
    expect(readFileSync(path).equals(before)).toBe(true)
  })
})

describe('a database this version cannot use', () => {
  const at = { now: () => new Date('2026-03-04T05:06:07.890Z') }

  it('because its tables are others is refused, naming what is missing', () => {
    const path = newPath()
    open(path, ['CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT']).database.close()
    const thrown = failureOf(() => openDatabase(path, notes))
    expect(thrown.code).toBe('PLB-STORAGE-DATABASE-UNKNOWN')
    expect(thrown.message).toContain('note.text')
  })

  it('may hold more than this version needs', () => {
    const path = newPath()
    open(path, [`${notes.join('; ')}; CREATE TABLE more (id INTEGER)`]).database.close()
    expect(read(open(path).database)).toEqual([])
  })

  it.each<[string, readonly Migration[], readonly Migration[]]>([
    ['newer', [...notes, 'CREATE TABLE future (id INTEGER)'], notes],
    ['unknown', ['CREATE TABLE note (words TEXT)'], notes],
    ['unknown', ['CREATE TABLE other (id INTEGER)'], [...notes, 'ALTER TABLE note ADD COLUMN label TEXT']],
  ])('is set aside as %s when a new one may be begun', (why, made, known) => {
    const path = newPath()
    open(path, made).database.close()
    const before = readFileSync(path)
    const { database, setAside } = open(path, known, { ...at, replaceable: true })
    expect(setAside).toBe(`${path}.${why}-2026-03-04T05-06-07.890Z`)
    expect(readFileSync(setAside ?? '').equals(before)).toBe(true)
    write(database, 'new')
    expect(read(database)).toEqual(['new'])
  })
})

describe('a damaged database', () => {
  const at = { now: () => new Date('2026-03-04T05:06:07.890Z') }

  it.each<[string, (content: Buffer) => Buffer]>([
    ['is no database at all', () => Buffer.from('something else was written here\n'.repeat(400))],
    ['was cut off', (content) => content.subarray(0, content.length - 4096)],
    ['has a page of zeros', (content) => content.fill(0, 4096, 8192)],
    ['has a page of garbage', (content) => content.fill(0xa5, 3 * 4096, 4 * 4096)],
  ])('that %s is set aside under a dated name, and a new one is opened', (_, damage) => {
    const path = newPath()
    const first = open(path).database
    write(first, ...Array.from({ length: 500 }, (_unused, index) => `${index} ${'x'.repeat(100)}`))
    first.close()
    const damaged = damage(readFileSync(path))
    writeFileSync(path, damaged)
    const { database, setAside } = open(path, notes, at)
    expect(setAside).toBe(`${path}.damaged-2026-03-04T05-06-07.890Z`)
    expect(readFileSync(setAside ?? '').equals(damaged)).toBe(true)
    expect(read(database)).toEqual([])
    write(database, 'new')
    expect(read(database)).toEqual(['new'])
  })

  it('never overwrites one that was set aside before', () => {
    const path = newPath()
    const names = [1, 2, 3].map((number) => {
      writeFileSync(path, `damaged ${number} `.repeat(100))
      const { database, setAside } = open(path, notes, at)
      database.close()
      expect(readFileSync(setAside ?? '', 'utf8')).toContain(`damaged ${number}`)
      return basename(setAside ?? '')
    })
    expect(new Set(names).size).toBe(3)
  })

  it('takes its journal along, unchanged', () => {
    const path = newPath()
    const { database: first } = open(path)
    write(first, 'in the database')
    first.close()
    const { database: second } = open(path)
    write(second, 'in the journal')
    const journal = readFileSync(`${path}-wal`)
    second.close()
    const damaged = Buffer.from('not a database '.repeat(1000))
    writeFileSync(path, damaged)
    writeFileSync(`${path}-wal`, journal)
    const { database, setAside = '' } = open(path, notes, at)
    expect(readFileSync(setAside).equals(damaged)).toBe(true)
    expect(readFileSync(`${setAside}-wal`).equals(journal)).toBe(true)
    expect(read(database)).toEqual([])
  })

  it('whose file is missing leaves its journal, which is set aside too', () => {
    const path = newPath()
    writeFileSync(`${path}-wal`, 'what is left')
    const { database, setAside = '' } = open(path, notes, at)
    expect(readFileSync(`${setAside}-wal`, 'utf8')).toBe('what is left')
    expect(read(database)).toEqual([])
  })

  it('is reported as damaged when the damage shows only later', () => {
    const error = Object.assign(new Error('database disk image is malformed'), { errcode: 11 | (1 << 8) })
    expect(databaseFailure(error, '/data/node.db')).toMatchObject({ code: 'PLB-STORAGE-DATABASE-DAMAGED' })
  })

  it('is left where it is when it cannot be renamed', () => {
    const path = newPath()
    writeFileSync(path, 'not a database '.repeat(300))
    const fileSystem = failingFileSystem('EACCES', (call) => call.name === 'rename')
    const thrown = failureOf(() => openDatabase(path, notes, { fileSystem }))
    expect(thrown.code).toBe('PLB-STORAGE-ACCESS-DENIED')
    expect(thrown.message).toContain(path)
    expect(readFileSync(path, 'utf8')).toContain('not a database')
  })
})

describe('a place that cannot be written', () => {
  it('is named when the directory cannot be made', () => {
    const path = join(temporaryDirectory(), 'nodes', 'node.db')
    const fileSystem = failingFileSystem('EROFS', (call) => call.name === 'makeDirectory')
    const thrown = failureOf(() => openDatabase(path, notes, { fileSystem }))
    expect(thrown.code).toBe('PLB-STORAGE-ACCESS-DENIED')
    expect(thrown.message).toContain(dirname(path))
  })

  it('is named when a directory lies where the database should be', () => {
    const path = newPath()
    mkdirSync(path)
    const thrown = failureOf(() => openDatabase(path, notes))
    expect(thrown.code).toBe('PLB-STORAGE-DATABASE-UNAVAILABLE')
    expect(thrown.message).toContain(path)
  })

  it('is named when this account may only read the directory', async () => {
    const directory = temporaryDirectory()
    chmodSync(directory, 0o555)
    const path = join(directory, 'node.db')
    // The administrator may write anywhere, so that the process must run as somebody else.
    const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
    const { line } = await openElsewhere(path, nobody)
    chmodSync(directory, 0o755)
    expect(line).toContain('PLB-STORAGE-DATABASE-UNAVAILABLE')
    expect(line).toContain(path)
    expect(readdirSync(directory)).toEqual([])
  })
})

describe('errors of SQLite', () => {
  it.each([
    [5, 'PLB-STORAGE-DATABASE-BUSY'],
    [8, 'PLB-STORAGE-DATABASE-UNAVAILABLE'],
    [10, 'PLB-STORAGE-FAILED'],
    [13, 'PLB-STORAGE-FULL'],
    [14, 'PLB-STORAGE-DATABASE-UNAVAILABLE'],
    [26, 'PLB-STORAGE-DATABASE-DAMAGED'],
  ])('with code %i become %s, naming the database', (errcode, code) => {
    const mapped = databaseFailure(
      Object.assign(new Error('x'), { errcode: errcode | (3 << 8) }),
      '/data/node.db',
    )
    expect(mapped).toMatchObject({ code })
    expect(String(mapped)).toContain('/data/node.db')
  })

  it('about a broken constraint stay what they are', () => {
    const { database } = open(newPath())
    expect(() => database.command('INSERT INTO note (text) VALUES (NULL)').run()).toThrow(
      'NOT NULL constraint failed',
    )
  })

  it('about a full disk leave the database as it was', () => {
    const path = newPath()
    const { database } = open(path)
    write(database, 'kept')
    database.query('PRAGMA max_page_count = 3', z.unknown()).first()
    const thrown = failureOf(() => write(database, 'lost', 'x'.repeat(100_000)))
    expect(thrown.code).toBe('PLB-STORAGE-FULL')
    expect(read(database)).toEqual(['kept'])
  })
})

describe('a transaction', () => {
  it('keeps all of its changes or none', () => {
    const { database } = open(newPath())
    const insert = database.command('INSERT INTO note (text) VALUES (:text)')
    const fault = new Error('midway')
    expect(() =>
      database.transaction(() => {
        insert.run({ text: 'lost' })
        throw fault
      }),
    ).toThrow(fault)
    expect(database.transaction(() => insert.run({ text: 'kept' }).changes)).toBe(1)
    expect(read(database)).toEqual(['kept'])
  })

  it('refuses one inside another, and takes the outer one back', () => {
    const { database } = open(newPath())
    expect(() =>
      database.transaction(() => {
        write(database, 'inner')
      }),
    ).toThrow('inside another one')
    write(database, 'afterwards')
    expect(read(database)).toEqual(['afterwards'])
  })

  it('refuses an action that would go on after the commit', () => {
    const { database } = open(newPath())
    const insert = database.command("INSERT INTO note (text) VALUES ('late')")
    const late = (): unknown => Promise.resolve().then(() => 'later')
    expect(() =>
      database.transaction(() => {
        insert.run()
        return late()
      }),
    ).toThrow('must be synchronous')
    expect(read(database)).toEqual([])
  })

  it('is seen whole by other connections, and not before its end', () => {
    const path = newPath()
    const { database } = open(path)
    const other = new DatabaseSync(path, { readOnly: true })
    onTestFinished(() => other.close())
    const count = () => other.prepare('SELECT count(*) AS count FROM note').get()?.['count']
    database.transaction(() => {
      database.command("INSERT INTO note (text) VALUES ('a')").run()
      expect(count()).toBe(0)
    })
    expect(count()).toBe(1)
  })
})

describe('queries', () => {
  it('yield typed rows, all at once, the first one or one by one', () => {
    const { database } = open(newPath())
    write(database, 'a', 'b', 'c')
    const query = database.query('SELECT id, text FROM note WHERE id > :after ORDER BY id', noteRow)
    expect(query.all({ after: 1 })).toEqual([
      { id: 2, text: 'b' },
      { id: 3, text: 'c' },
    ])
    expect(query.first({ after: 2 })).toEqual({ id: 3, text: 'c' })
    expect(query.first({ after: 3 })).toBeUndefined()
    const seen: string[] = []
    for (const row of query.iterate({ after: 0 })) {
      seen.push(row.text)
      if (seen.length === 2) break
    }
    expect(seen).toEqual(['a', 'b'])
    expect([...query.iterate({ after: 0 })]).toHaveLength(3)
  })

  it('take each parameter by its name, wherever and however often it stands, and not in texts', () => {
    const { database } = open(newPath())
    write(database, 'a', 'b', 'c')
    const query = database.query(
      "SELECT id, text || ':id' || :text AS text FROM note WHERE text <> :text AND id >= :id AND (:none IS NULL OR id = :none)",
      noteRow,
    )
    expect(query.all({ none: null, text: 'c', id: 2 })).toEqual([{ id: 2, text: 'b:idc' }])
    expect(() => query.all({ text: 'c', id: 2 })).toThrow(':none')
    expect(query.first({ id: 1, none: 3, text: 'b' })).toEqual({ id: 3, text: 'c:idb' })
  })

  it('refuse a row of another shape without showing what it holds', () => {
    const { database } = open(newPath())
    write(database, 'secret')
    const query = database.query('SELECT id, text FROM note', z.object({ id: z.number(), text: z.number() }))
    const thrown = failureOf(() => query.all())
    expect(thrown.code).toBe('PLB-STORAGE-ROW-UNEXPECTED')
    expect(thrown.message).toContain('text: invalid_type')
    expect(thrown.message).not.toContain('secret')
  })
})

describe('a snapshot', () => {
  it('shows what a database held when it was first looked at, while its owner goes on', () => {
    const path = newPath()
    const { database } = open(path)
    write(database, 'before')
    const snapshot = openSnapshot(path, notes)
    onTestFinished(() => snapshot.close())
    expect(read(snapshot)).toEqual(['before'])
    write(database, 'after')
    expect(read(snapshot)).toEqual(['before'])
    const insert = snapshot.command("INSERT INTO note (text) VALUES ('x')")
    expect(failureOf(() => insert.run()).code).toBe('PLB-STORAGE-DATABASE-UNAVAILABLE')
  })

  it('is not taken of what is missing, of another version or damaged, and changes nothing', () => {
    const path = newPath()
    expect(failureOf(() => openSnapshot(path, notes)).code).toBe('PLB-STORAGE-FILE-MISSING')
    open(path, [...notes, 'CREATE TABLE future (id INTEGER)']).database.close()
    expect(failureOf(() => openSnapshot(path, notes)).code).toBe('PLB-STORAGE-DATABASE-NEWER')
    writeFileSync(path, 'not a database '.repeat(300))
    expect(failureOf(() => openSnapshot(path, notes)).code).toBe('PLB-STORAGE-DATABASE-DAMAGED')
    expect(readFileSync(path, 'utf8')).toContain('not a database')
  })
})

describe('the lock of a database', () => {
  it('refuses a second opener and names the process that has it', async () => {
    const path = newPath()
    const { child, line } = await openElsewhere(path)
    expect(line).toBe('open')
    const thrown = failureOf(() => openDatabase(path, notes))
    expect(thrown.code).toBe('PLB-STORAGE-DATABASE-IN-USE')
    expect(thrown.message).toContain(`process ${child.pid}`)
  })

  it('refuses a second opener in the same process', () => {
    const path = newPath()
    open(path)
    expect(failureOf(() => openDatabase(path, notes)).message).toContain(`process ${process.pid}`)
  })

  it('is free again when its owner was killed', async () => {
    const path = newPath()
    const { child } = await openElsewhere(path)
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    expect(read(open(path).database)).toEqual([])
  })

  it('is free again when its owner closed the database, or failed to open it', () => {
    const path = newPath()
    open(path).database.close()
    expect(() => openDatabase(path, [])).toThrow('newer')
    expect(read(open(path).database)).toEqual([])
  })

  it('goes to exactly one of several processes that start together', async () => {
    const path = newPath()
    const lines = (await Promise.all(Array.from({ length: 4 }, () => openElsewhere(path)))).map(
      ({ line }) => line,
    )
    expect(lines.filter((line) => line === 'open')).toHaveLength(1)
    expect(lines.filter((line) => line.startsWith('PLB-STORAGE-DATABASE-IN-USE'))).toHaveLength(3)
  })

  it('is not stopped by a lock file with garbage in it', () => {
    const path = newPath()
    writeFileSync(`${path}.lock`, 'garbage '.repeat(1000))
    open(path)
    expect(failureOf(() => openDatabase(path, notes)).code).toBe('PLB-STORAGE-DATABASE-IN-USE')
  })
})

describe('the check of a whole database', () => {
  const indexed = [...notes, 'CREATE INDEX note_by_text ON note (text)'] as const

  it('finds nothing in one that is sound, while it is open', () => {
    const path = newPath()
    write(open(path, indexed).database, 'one', 'two')
    expect(damageOf(path)).toBeUndefined()
  })

  it('finds what the check at the opening passes over', () => {
    const path = newPath()
    const first = open(path, indexed).database
    write(first, 'one', 'two')
    first.close()
    const other = new DatabaseSync(path, { defensive: false })
    other.exec(`PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = 'CREATE INDEX note_by_text ON note (text DESC)' WHERE name = 'note_by_text'`)
    other.close()
    expect(open(path, indexed).setAside).toBeUndefined()
    expect(damageOf(path)).toMatchObject({
      code: 'PLB-STORAGE-DATABASE-UNSOUND',
      message: expect.stringContaining('note_by_text') as string,
    })
  })

  it('is left to itself where the database is larger than is to be checked at the opening', () => {
    const path = newPath()
    const first = open(path).database
    write(first, ...Array.from({ length: 500 }, (_, at) => `${at} ${'x'.repeat(100)}`))
    first.close()
    const bytes = readFileSync(path).fill(0xa5, 5 * 4096, 6 * 4096)
    writeFileSync(path, bytes)
    const { database, setAside } = open(path, notes, { checkUpTo: bytes.length - 1 })
    expect(setAside).toBeUndefined()
    expect(damageOf(path)).toMatchObject({ code: 'PLB-STORAGE-DATABASE-UNSOUND' })
    database.close()
    expect(open(path, notes, { checkUpTo: bytes.length }).setAside).toContain('.damaged-')
  })

  it('says so of what is no database any more', () => {
    const path = newPath()
    writeFileSync(path, 'something else '.repeat(1000))
    expect(damageOf(path)).toMatchObject({ code: 'PLB-STORAGE-DATABASE-UNSOUND' })
  })
})
