import { statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it, onTestFinished } from 'vitest'
import type { Sample } from '../../../../electron/contract/features/metrics.ts'
import { say } from '../../../../electron/sentences/say.ts'
import { coarseRing, fineRing, MetricsFile } from '../../../../electron/services/metrics/metrics-file.ts'
import { localFileSystem } from '../../../../electron/storage/files.ts'
import { temporaryDirectory } from '../../../support/temporary-directory.ts'

const day = 24 * 60 * 60_000

function opened(directory: string): MetricsFile {
  const file = new MetricsFile(directory, localFileSystem)
  onTestFinished(() => file.close())
  return file
}

function sample(at: number, waiting: number | null, nodes = ['geo-2']): Sample {
  return {
    at,
    nodes: nodes.map((instanceName) => ({ instanceName, waiting, oldest: 1.4, drift: null })),
    throughput: 0.5,
    storePercent: 3,
  }
}

it('has what was kept again when it is opened the next time, with the peaks of five minutes', () => {
  const directory = temporaryDirectory()
  const first = new MetricsFile(directory, localFileSystem)
  first.keep(sample(day, 3))
  first.keep(sample(day + fineRing.step, 9))
  first.close()
  const again = opened(directory)
  again.keep(sample(day + 2 * fineRing.step, null))
  const values = (ring: typeof fineRing) =>
    [...again.since(0, ring)].flat().map(({ at, nodes }) => [at - day, nodes[0]?.waiting, nodes[0]?.oldest])
  expect(values(fineRing)).toEqual([
    [0, 3, 1],
    [fineRing.step, 9, 1],
    [2 * fineRing.step, null, 1],
  ])
  expect(values(coarseRing)).toEqual([[2 * fineRing.step, 9, 1]])
})

it('keeps that nothing is known of what was published, also in a file of before, and the peak of five minutes', () => {
  const directory = temporaryDirectory()
  const old = new DatabaseSync(join(directory, 'metrics.sqlite'))
  old.exec(`
    CREATE TABLE node (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE sample (ring INTEGER NOT NULL, place INTEGER NOT NULL, at INTEGER NOT NULL, throughput REAL NOT NULL,
      store REAL, nodes TEXT NOT NULL, PRIMARY KEY (ring, place)) STRICT;
    CREATE INDEX sample_by_time ON sample (ring, at);
    CREATE TABLE moment (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, instance_name TEXT,
      severity TEXT NOT NULL, message TEXT NOT NULL) STRICT;
    INSERT INTO sample VALUES (0, ${(day / fineRing.step) % fineRing.places}, ${day}, 2.5, NULL, '[]');
    INSERT INTO sample VALUES (1, ${(day / coarseRing.step) % coarseRing.places}, ${day}, 2.5, NULL, '[]');
    PRAGMA user_version = 1`)
  old.close()
  const file = opened(directory)
  file.keep({ ...sample(day + fineRing.step, null), throughput: null })
  const rates = (ring: typeof fineRing) => [...file.since(0, ring)].flat().map(({ throughput }) => throughput)
  expect(rates(fineRing)).toEqual([2.5, null])
  expect(rates(coarseRing)).toEqual([2.5])
})

it('writes over what is a day old, so that it grows no more after the first round', () => {
  const directory = temporaryDirectory()
  const file = opened(directory)
  const names = Array.from({ length: 20 }, (_, index) => `geo-${index}`)
  const kept = () => [...file.since(0, fineRing)].flat()
  for (let at = 0; at < day; at += fineRing.step * 40) file.keep(sample(at, 1, names))
  const first = kept().length
  for (let at = day; at < 2 * day; at += fineRing.step * 40) file.keep(sample(at, 2, names))
  expect(kept()).toHaveLength(first)
  expect(kept().every(({ nodes }) => nodes.every(({ waiting }) => waiting === 2))).toBe(true)
  file.keep(sample(40 * day, 1))
  expect([...file.since(40 * day - 60_000, coarseRing)].flat()).toHaveLength(1)
  expect(statSync(join(directory, 'metrics.sqlite')).mode & 0o777).toBe(0o600)
})

it('keeps the nodes for which most waits when there are more than it has room for', () => {
  const file = opened(temporaryDirectory())
  const nodes = Array.from({ length: 700 }, (_, index) => ({
    ...{ instanceName: `geo-${index}`, waiting: index, oldest: null, drift: null },
  }))
  file.keep({ at: day, nodes, throughput: 0, storePercent: null })
  const [kept] = [...file.since(0, fineRing)].flat()
  expect(kept?.nodes).toHaveLength(500)
  expect(Math.min(...(kept?.nodes ?? []).map(({ waiting }) => waiting ?? 0))).toBe(200)
})

it('forgets names of nodes that are no more, and a node of any name is a node', () => {
  const file = opened(temporaryDirectory())
  for (let round = 0; round < 4; round += 1) {
    const names = Array.from({ length: 400 }, (_, index) => `old-${round}-${index}`)
    file.keep(sample(day + round * fineRing.step, 1, names))
  }
  file.keep(sample(day + 5 * fineRing.step, 1, ['__proto__']))
  const all = [...file.since(0, fineRing)].flat()
  expect(all.at(-1)?.nodes).toEqual([{ instanceName: '__proto__', waiting: 1, oldest: 1, drift: null }])
  const names = new Set(all.flatMap(({ nodes }) => nodes.map(({ instanceName }) => instanceName)))
  expect([...names].filter((name) => name.startsWith('old-0'))).toEqual([])
  expect(names.size).toBeLessThan(1_000)
})

it('keeps the newest of what happened', () => {
  const file = opened(temporaryDirectory())
  const moment = (at: number) => ({
    ...{ at, instanceName: 'geo-2', severity: 'attention' as const },
    message: say('cluster.did', { node: 'geo-2', what: 'x' }),
  })
  for (let at = 1; at <= 2_100; at += 1) file.mark(moment(at))
  const moments = file.moments(0)
  expect(moments).toHaveLength(2_000)
  expect(moments.at(-1)).toEqual(moment(2_100))
  expect(file.moments(2_099).map(({ at }) => at)).toEqual([2_099, 2_100])
})
