import { join } from 'node:path'
import { z } from 'zod'
import { merged, moment, type Moment, type NodeSample, type Sample } from '../../contract/features/metrics.ts'
import { wording } from '../../contract/wording.ts'
import type { Database } from '../../storage/database.ts'
import type { FileSystem } from '../../storage/files.ts'
import { openDatabase } from '../../storage/open-database.ts'
import { parseJson } from '../../text/json.ts'

/** A ring of places for samples: the one that is a whole round old is written over. */
export interface Ring {
  readonly id: number
  /** Milliseconds from one place to the next. */
  readonly step: number
  readonly places: number
}

const minute = 60_000
export const fineRing: Ring = { id: 0, step: 10_000, places: (24 * 60 * minute) / 10_000 }
export const coarseRing: Ring = { id: 1, step: 5 * minute, places: (30 * 24 * 60 * minute) / (5 * minute) }

/** Nodes of one sample; of more than these, those count for which most waits. */
const mostNodes = 500
/** Names that were ever measured; when there are more, those that are no more go with their values. */
const mostNames = 1_000
const mostMoments = 2_000
const rowsAtOnce = 200

const migrations = [
  `
  CREATE TABLE node (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE sample (
    ring INTEGER NOT NULL,
    place INTEGER NOT NULL,
    at INTEGER NOT NULL,
    throughput REAL NOT NULL,
    store REAL,
    nodes TEXT NOT NULL,
    PRIMARY KEY (ring, place)
  ) STRICT;
  CREATE INDEX sample_by_time ON sample (ring, at);
  CREATE TABLE moment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    instance_name TEXT,
    severity TEXT NOT NULL,
    message TEXT NOT NULL
  ) STRICT;
`,
  // What was published is not known while the broker is away.
  `
  CREATE TABLE measured (
    ring INTEGER NOT NULL,
    place INTEGER NOT NULL,
    at INTEGER NOT NULL,
    throughput REAL,
    store REAL,
    nodes TEXT NOT NULL,
    PRIMARY KEY (ring, place)
  ) STRICT;
  INSERT INTO measured SELECT ring, place, at, throughput, store, nodes FROM sample;
  DROP TABLE sample;
  ALTER TABLE measured RENAME TO sample;
  CREATE INDEX sample_by_time ON sample (ring, at);
`,
]

const value = z.number().nonnegative().nullable()
const nodesText = z
  .string()
  .transform((text): unknown => parseJson(text))
  .pipe(z.array(z.tuple([z.number(), value, value, value])))
const sampleRow = z.object({
  at: z.number(),
  throughput: z.number().nullable(),
  store: z.number().nullable(),
  nodes: nodesText,
})
const nameRow = z.object({ id: z.number(), name: z.string() })
const beginRow = z.object({ at: z.number().nullable() })
const momentRow = z
  .object({
    at: z.number(),
    instance_name: z.string().nullable(),
    severity: moment.shape.severity,
    message: z
      .string()
      .transform((text): unknown => parseJson(text))
      .pipe(wording),
  })
  .transform(({ instance_name: instanceName, ...rest }): Moment => ({ ...rest, instanceName }))

/** What was measured of a cluster, in a file that does not grow beyond what a full round of its rings takes. */
export class MetricsFile {
  readonly #database: Database
  readonly #ids = new Map<string, number>()

  /**
   * @param directory the cluster's own
   * @throws PLB-STORAGE-…
   */
  constructor(directory: string, fileSystem: FileSystem) {
    const path = join(directory, 'metrics.sqlite')
    this.#database = openDatabase(path, migrations, { fileSystem, replaceable: true }).database
    this.#readNames()
  }

  /** Keeps a sample in both rings. @throws PLB-STORAGE-… */
  keep(sample: Sample): void {
    const place = this.#database.command(
      `INSERT OR REPLACE INTO sample (ring, place, at, throughput, store, nodes)
       VALUES (:ring, :place, :at, :throughput, :store, :nodes)`,
    )
    this.#write(() => {
      this.#makeRoomForNames(sample)
      for (const ring of [fineRing, coarseRing]) {
        const before = this.#inPlace(ring, sample.at)
        const { at, throughput, storePercent, nodes } = before === undefined ? sample : merged(before, sample)
        place.run({
          ...{ ring: ring.id, place: placeOf(ring, at), at, throughput, store: storePercent },
          nodes: JSON.stringify(this.#withIds(nodes)),
        })
      }
    })
  }

  /** Keeps what happened. @throws PLB-STORAGE-… */
  mark({ at, instanceName, severity, message }: Moment): void {
    this.#write(() => {
      const { lastInsertRowid } = this.#database
        .command(
          'INSERT INTO moment (at, instance_name, severity, message) VALUES (:at, :instanceName, :severity, :message)',
        )
        .run({ at, instanceName, severity, message: JSON.stringify(message) })
      this.#database
        .command('DELETE FROM moment WHERE id <= :last')
        .run({ last: Number(lastInsertRowid) - mostMoments })
    })
  }

  /**
   * The samples of a ring, some at a time; oldest first.
   * @throws PLB-STORAGE-…
   */
  *since(at: number, ring: Ring): Generator<readonly Sample[], void, undefined> {
    const names = new Map([...this.#ids].map(([name, id]) => [id, name]))
    const query = this.#database.query(
      `SELECT at, throughput, store, nodes FROM sample WHERE ring = :ring AND at >= :at ORDER BY at LIMIT ${rowsAtOnce}`,
      sampleRow,
    )
    let from = at
    for (;;) {
      const rows = query.all({ ring: ring.id, at: from })
      const last = rows.at(-1)
      if (last === undefined) return
      yield rows.map((row) => sampleOf(row, names))
      from = last.at + 1
    }
  }

  /** When the first sample that is kept was taken. @throws PLB-STORAGE-… */
  begin(): number | undefined {
    return this.#database.query('SELECT min(at) AS at FROM sample', beginRow).first({})?.at ?? undefined
  }

  moments(since: number): Moment[] {
    return this.#database
      .query(
        'SELECT at, instance_name, severity, message FROM moment WHERE at >= :since ORDER BY id',
        momentRow,
      )
      .all({ since })
  }

  close(): void {
    this.#database.close()
  }

  /** A power cut may take the last of them: that is a gap, and said as one. */
  #write(action: () => void): void {
    this.#database.lightly(() => this.#database.transaction(action))
  }

  #inPlace(ring: Ring, at: number): Sample | undefined {
    const row = this.#database
      .query(
        'SELECT at, throughput, store, nodes FROM sample WHERE ring = :ring AND place = :place',
        sampleRow,
      )
      .first({ ring: ring.id, place: placeOf(ring, at) })
    if (row === undefined || Math.floor(row.at / ring.step) !== Math.floor(at / ring.step)) return undefined
    return sampleOf(row, new Map([...this.#ids].map(([name, id]) => [id, name])))
  }

  #withIds(nodes: readonly NodeSample[]) {
    const most = nodes
      .toSorted((left, right) => (right.waiting ?? -1) - (left.waiting ?? -1))
      .slice(0, mostNodes)
    return most.map(({ instanceName, waiting, oldest, drift }) => [
      this.#idOf(instanceName),
      ...[waiting, oldest === null ? null : Math.round(oldest), drift],
    ])
  }

  #idOf(name: string): number {
    const known = this.#ids.get(name)
    if (known !== undefined) return known
    const { lastInsertRowid } = this.#database.command('INSERT INTO node (name) VALUES (:name)').run({ name })
    const id = Number(lastInsertRowid)
    this.#ids.set(name, id)
    return id
  }

  #makeRoomForNames({ nodes }: Sample): void {
    if (this.#ids.size <= mostNames) return
    const present = new Set(nodes.map(({ instanceName }) => instanceName))
    const remove = this.#database.command('DELETE FROM node WHERE id = :id')
    for (const [name, id] of [...this.#ids]) {
      if (present.has(name)) continue
      remove.run({ id })
      this.#ids.delete(name)
    }
  }

  #readNames(): void {
    for (const { id, name } of this.#database.query('SELECT id, name FROM node', nameRow).all())
      this.#ids.set(name, id)
  }
}

function placeOf({ step, places }: Ring, at: number): number {
  return Math.floor(at / step) % places
}

function sampleOf(
  { at, throughput, store, nodes }: z.output<typeof sampleRow>,
  names: ReadonlyMap<number, string>,
): Sample {
  return {
    ...{ at, throughput, storePercent: store },
    nodes: nodes.flatMap(([id, waiting, oldest, drift]) => {
      const instanceName = names.get(id)
      return instanceName === undefined ? [] : [{ instanceName, waiting, oldest, drift }]
    }),
  }
}
