import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { everyMessage, messages, type MessageFilter } from '../../electron/contract/features/messages.ts'
import { openArchive, type OpenedArchive } from '../../electron/services/messages/archive/open-archive.ts'
import { openDatabase } from '../../electron/storage/open-database.ts'
import { messagesFrom, objectIdOf } from './archive-content.ts'
import { median } from './measure.ts'

/**
 * How fast the archive is: taking messages in, opening, and answering what the log asks of it, each measured where the
 * service asks, thread included, and checked by the contract's schema. Every answer is to come within 100 ms.
 *
 *     node test/bench/archive.ts [messages] [directory]
 *
 * Making the million messages questions are put to takes some minutes; in a directory that is named they are kept for
 * the next time.
 */
export async function archiveSpeed(total = 1_000_000, kept?: string): Promise<void> {
  const directory = kept ?? mkdtempSync(join(tmpdir(), 'plumbline-archive-'))
  try {
    print(
      'load of the machine before',
      loadavg()
        .map((each) => each.toFixed(1))
        .join(' '),
    )
    const path = join(directory, `${total}.sqlite`)
    if (!existsSync(path)) fill(path, total)
    await measureQuestions(path, total)
    await measureIntake()
    print(
      'load of the machine after',
      loadavg()
        .map((each) => each.toFixed(1))
        .join(' '),
    )
  } finally {
    if (kept === undefined) rmSync(directory, { recursive: true, force: true })
  }
}

const batches = 40
const batchSize = 500

/** Recorded messages through the thread, decoded, sealed and indexed, as the observer hands them over. */
async function measureIntake(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'plumbline-intake-'))
  try {
    const archive = await openArchive({ path: join(directory, 'a.sqlite'), environment: {}, mode: 'append' })
    await archive.store(messagesFrom(0, batchSize))
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const rates = await ratesOf(async () => {
      // The next batch is on its way while the one before is being stored.
      let stored: Promise<unknown> = Promise.resolve()
      for (let batch = 1; batch <= batches; batch += 1) {
        const next = archive.store(messagesFrom(batch * batchSize, batchSize))
        await stored
        stored = next
      }
      await stored
    })
    delay.disable()
    await archive.close()
    const floor = await ratesOf(() => Promise.resolve(insertAlone(join(directory, 'floor.sqlite'))))
    for (const [clock, name] of [
      ['wall', 'a second'],
      ['processor', 'a second of processor'],
    ] as const) {
      const ratio = (rates[clock] / floor[clock]).toFixed(2)
      print(
        `intake, messages ${name}`,
        `${rates[clock].toFixed(0)}; SQLite alone ${floor[clock].toFixed(0)}, ratio ${ratio}`,
      )
    }
    print('intake, longest delay of the caller', `${(delay.max / 1e6).toFixed(1)} ms`)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

async function ratesOf(
  store: () => Promise<void>,
): Promise<{ readonly wall: number; readonly processor: number }> {
  const before = process.cpuUsage()
  const began = performance.now()
  await store()
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(before)
  return { wall: (batches * batchSize) / seconds, processor: (batches * batchSize) / ((user + system) / 1e6) }
}

/** The floor: the same bytes in batches of the same size, synced as often, and nothing else. */
function insertAlone(path: string): void {
  const { database } = openDatabase(path, ['CREATE TABLE message (id TEXT PRIMARY KEY, body TEXT) STRICT'])
  const insert = database.command('INSERT INTO message (id, body) VALUES (:id, :body)')
  for (let batch = 1; batch <= batches; batch += 1) {
    database.transaction(() => {
      for (const { messageId: id, body } of messagesFrom(batch * batchSize, batchSize))
        insert.run({ id, body })
    })
  }
  database.close()
}

function fill(path: string, total: number): void {
  mkdirSync(join(path, '..'), { recursive: true })
  const began = performance.now()
  // In a process of its own, so that its memory is not counted.
  execFileSync(process.execPath, [
    fileURLToPath(new URL('archive-content.ts', import.meta.url)),
    path,
    String(total),
  ])
  const megabytes = statSync(path).size / 1024 / 1024
  print(`making ${total} messages`, `${seconds(began)} s, ${megabytes.toFixed(0)} MB`)
}

async function measureQuestions(path: string, total: number): Promise<void> {
  const before = process.memoryUsage().rss
  const began = performance.now()
  const archive = await openArchive({ path, environment: {}, mode: 'append' })
  print('opening the database', `${seconds(began)} s, all of it checked`)
  await askPage(archive, everyMessage, null)
  print('first page after the start', `${seconds(began)} s`)
  await archive.statistics()
  print('everything read', `${seconds(began)} s`)
  await settleDeliveries(archive, total)
  for (const [name, filter] of filtersFor(total))
    await measureFilter(archive, name, { ...everyMessage, ...filter })
  const grown = (process.memoryUsage().rss - before) / 1024 / 1024
  print('memory of the thread', `${grown.toFixed(0)} MB after all questions`)
  await archive.close()
}

/** Two slaves: of one everything is known, of the other nothing was seen yet. */
async function settleDeliveries(archive: OpenedArchive, total: number): Promise<void> {
  await archive.followSlaves(['geo-2', 'geo-3'])
  const at = Date.now() + 1_000
  await archive.sawQueue('geo-2', {
    at,
    messageIds: [messagesFrom(total - 1, 1)[0]?.messageId ?? ''],
    complete: true,
  })
  const differing = Array.from({ length: 50 }, (_, index) => [objectIdOf(index), true] as const)
  await archive.compared('geo-2', at, new Map(differing))
}

function filtersFor(total: number): readonly (readonly [string, Partial<MessageFilter>])[] {
  const [oldest] = messagesFrom(0, 1)
  const since = oldest?.at ?? 0
  const rare = `roads${Math.round(total / 10) % 20_000}`
  return [
    ['all of the log', {}],
    ['events that only count, too', { all: true }],
    ['a kind', { kind: 'style' }],
    ['a kind and a workspace', { kind: 'style', workspace: 'space7' }],
    ['what nothing passes', { kind: 'style', workspace: 'space7', verb: 'unreadable' }],
    ['missing at a slave', { state: 'missing', slave: 'geo-2' }],
    ['verified at a slave', { state: 'verified', slave: 'geo-2' }],
    ['pending at any slave', { state: 'pending' }],
    ['the oldest hours', { since, until: since + 100_000 }],
    ['the history of an object', { object: objectIdOf(42) }],
    ['a rare word', { text: rare }],
    ['a common word', { text: 'modified' }],
    ['a word in every message', { text: 'geoserver' }],
    ['a word half typed', { text: 'mod' }],
    ['two words', { text: 'space7 style' }],
    ['a phrase', { text: '"default style"' }],
    ['a word that is nowhere', { text: 'nothinglikethis' }],
    ['a common word and a filter', { text: 'modified', kind: 'style', workspace: 'space7' }],
    ['a common word, missing at a slave', { text: 'modified', state: 'missing', slave: 'geo-2' }],
    ['a word in every message and a filter', { text: 'enabled', kind: 'style', workspace: 'space7' }],
    ['a common word and an object', { text: 'modified', object: objectIdOf(42) }],
  ]
}

/** The newest page, a jump to the middle of the list, the page there, and the bars over time. */
async function measureFilter(archive: OpenedArchive, name: string, filter: MessageFilter): Promise<void> {
  const newest = await timesOf(() => askPage(archive, filter, null))
  const jump = await timesOf(() => askMiddle(archive, filter))
  const middle = await askMiddle(archive, filter)
  const there = await timesOf(() => askPage(archive, filter, middle))
  const bars = await timesOf(() => askBars(archive, filter))
  const texts = [newest, jump, there, bars].map(({ first, best, processor }) => {
    const times = [first, best, processor].map((each) => each.toFixed(1)).join('/')
    return best > 100 ? `${times} OVER 100 ms` : times
  })
  print(name, `newest ${texts[0]}, position ${texts[1]}, middle ${texts[2]}, bars ${texts[3]}`)
}

async function askPage(archive: OpenedArchive, filter: MessageFilter, before: number | null): Promise<void> {
  const { page } = messages
  const asked = page.input.parse({ filter, before, limit: 100 })
  page.output.parse(await archive.page(asked.filter, asked.before, asked.limit, asked.after))
}

async function askMiddle(archive: OpenedArchive, filter: MessageFilter): Promise<number | null> {
  const { position } = messages
  const asked = position.input.parse({ filter, fraction: 0.5 })
  return position.output.parse(await archive.position(asked.filter, asked.fraction)).sequence
}

async function askBars(archive: OpenedArchive, filter: MessageFilter): Promise<void> {
  const { histogram } = messages
  const asked = histogram.input.parse({ filter, buckets: 60 })
  histogram.output.parse(await archive.histogram(asked.filter, asked.buckets))
}

const rounds = 7

/**
 * In milliseconds: the first time and the best by the wall, and the median of processor. Where much else runs, the best
 * says most; the first has nothing to remember yet.
 */
interface Times {
  readonly first: number
  readonly best: number
  readonly processor: number
}

async function timesOf(question: () => Promise<unknown>): Promise<Times> {
  const wall: number[] = []
  const processor: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const before = process.cpuUsage()
    const began = performance.now()
    await question()
    wall.push(performance.now() - began)
    const { user, system } = process.cpuUsage(before)
    processor.push((user + system) / 1000)
  }
  return { first: wall[0] ?? 0, best: Math.min(...wall), processor: median(processor) }
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1)
}

function print(name: string, text: string): void {
  console.log(`  ${name.padEnd(38)} ${text}`)
}

if (import.meta.main) await archiveSpeed(Number(process.argv[2] ?? 1_000_000), process.argv[3])
