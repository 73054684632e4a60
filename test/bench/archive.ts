import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { DatabaseSync } from 'node:sqlite'
import type { MessageFilter } from '../../electron/contract/features/messages.ts'
import type { ArchivableMessage } from '../../electron/services/messages/archive/archivable-message.ts'
import { ArchiveWriter } from '../../electron/services/messages/archive/archive-writer.ts'
import type { MessageDescription } from '../../electron/services/messages/archive/describe-message.ts'
import { Names } from '../../electron/services/messages/archive/names.ts'
import { openArchive } from '../../electron/services/messages/archive/open-archive.ts'
import { archiveMigrations } from '../../electron/services/messages/archive/schema.ts'
import { WordTables } from '../../electron/services/messages/archive/word-tables.ts'
import { openDatabase } from '../../electron/storage/open-database.ts'
import { openSealer } from '../../electron/storage/secrets.ts'
import { masterMessages } from '../support/recorded-messages.ts'
import { median } from './measure.ts'

/**
 * How fast the archive is: taking messages in, and answering what the log asks of it with a million of them, each
 * measured at the face the service uses, thread included, and compared with the same question put to SQLite alone.
 *
 *     node test/bench/archive.ts [messages]
 */

const directory = mkdtempSync(join(tmpdir(), 'plumbline-archive-'))
const path = join(directory, 'archive.sqlite')
const keyFile = join(directory, 'archive.key')

const everything: MessageFilter = {
  text: '',
  kind: null,
  workspace: null,
  node: null,
  verb: null,
  state: null,
  slave: null,
  object: null,
  since: null,
  until: null,
  all: false,
}

const kinds = ['layer', 'featureType', 'style', 'dataStore', 'coverage', 'layerGroup', 'workspace'] as const
const verbs = ['modify', 'modify', 'modify', 'add', 'remove'] as const

/** Prints every measurement. @param total messages in the archive questions are put to */
export async function archiveSpeed(total = 1_000_000): Promise<void> {
  try {
    await measureIntake()
    fill(total)
    await measureQuestions(total)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Recorded messages through the thread, decoded, sealed and indexed, as the observer hands them over. */
async function measureIntake(): Promise<void> {
  const intake = mkdtempSync(join(tmpdir(), 'plumbline-intake-'))
  try {
    const archive = await openArchive({
      path: join(intake, 'archive.sqlite'),
      environment: {},
      mode: 'append',
    })
    const recorded = masterMessages()
    const batches = 40
    const size = 500
    await archive.store(messagesOf(recorded, 0, size))
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const processor = process.cpuUsage()
    const began = performance.now()
    // The next batch is on its way while the one before is being stored.
    let stored: Promise<unknown> = Promise.resolve()
    for (let batch = 1; batch <= batches; batch += 1) {
      const next = archive.store(messagesOf(recorded, batch * size, size))
      await stored
      stored = next
    }
    await stored
    const seconds = (performance.now() - began) / 1000
    delay.disable()
    const { user, system } = process.cpuUsage(processor)
    const work = (user + system) / 1e6
    print('intake', `${Math.round((batches * size) / work)} messages for each second of processor`)
    print('intake', `${Math.round((batches * size) / seconds)} messages/s in batches of ${size}`)
    print(
      'intake',
      `event loop delay at most ${(delay.max / 1e6).toFixed(1)} ms, 99 % ${(delay.percentile(99) / 1e6).toFixed(1)} ms`,
    )
    await archive.close()
  } finally {
    rmSync(intake, { recursive: true, force: true })
  }
}

function messagesOf(
  recorded: ReturnType<typeof masterMessages>,
  from: number,
  count: number,
): readonly ArchivableMessage[] {
  return Array.from({ length: count }, (_, index) => {
    const message = recorded[(from + index) % recorded.length]
    if (message === undefined) throw new Error('There are no recorded messages.')
    return {
      messageId: `ID:bench:${from + index}`,
      at: 1_700_000_000_000 + from + index,
      type: 'ActiveMQObjectMessage',
      properties: Object.fromEntries(message.properties),
      headers: {},
      body: message.body,
      problem: null,
    }
  })
}

/** A million messages of a cluster of middling size, described already, so that decoding need not be waited for. */
function fill(total: number): void {
  const { database } = openDatabase(path, archiveMigrations)
  const sealer = openSealer({ keyFile, environment: {} })
  const writer = new ArchiveWriter(database, sealer, new Names(database), new WordTables(database))
  const began = performance.now()
  const batch = 5_000
  for (let from = 0; from < total; from += batch) {
    writer.add(
      Array.from({ length: Math.min(batch, total - from) }, (_, index) => ({
        message: madeMessage(from + index),
        description: madeDescription(from + index),
      })),
    )
  }
  database.close()
  const seconds = (performance.now() - began) / 1000
  const megabytes = statSync(path).size / 1024 / 1024
  print('filled', `${total} messages in ${seconds.toFixed(0)} s, ${megabytes.toFixed(0)} MB`)
}

function madeMessage(number: number): ArchivableMessage {
  return {
    messageId: `ID:vm-46561-1795376146201-1:1:2:1:${number}`,
    at: 1_700_000_000_000 + number * 500,
    type: 'ActiveMQObjectMessage',
    properties: { instanceName: `geo-${number % 2}`, group: 'geoserver-cluster' },
    headers: {},
    body: `<org.geoserver.catalog.event.impl.CatalogModifyEventImpl><number>${number}</number></org.geoserver.catalog.event.impl.CatalogModifyEventImpl>`,
    problem: null,
  }
}

function madeDescription(number: number): MessageDescription {
  // A multiplier without common factors spreads what would otherwise repeat in step.
  const spread = (number * 7919) % 104_729
  const countsOnly = number % 2 === 1
  const kind = countsOnly ? 'global' : (kinds[spread % kinds.length] ?? 'layer')
  const workspace = `space${spread % 120}`
  const name = `object${spread % 20_000}`
  const objectId = countsOnly
    ? 'global'
    : `${kind}InfoImpl--${(spread % 20_000).toString(16)}:17f2c0a91d3:-7ffe`
  const title = countsOnly ? 'global' : `${workspace}:${name}`
  const verb = countsOnly ? 'modify' : (verbs[spread % verbs.length] ?? 'modify')
  const summary = countsOnly
    ? 'global settings modified: update sequence'
    : `${kind} ${title} ${verb === 'modify' ? 'modified: default style, title' : verb === 'add' ? 'added' : 'removed'}`
  return {
    eventId: null,
    sender: `geo-${number % 2}`,
    handler: 'JMSCatalogModifyEventHandlerSPI',
    verb,
    kind,
    objectId,
    title,
    workspace: countsOnly ? null : workspace,
    summary,
    countsOnly,
    proof: objectId,
    failure: null,
    searchText: `${summary} ${objectId} title Roads of ${name} abstract number${number} keywords features ${name} srs EPSG 4326 enabled true advertised true ${number.toString(16)} geo-${number % 2} geoserver-cluster tcp 127.0.0.1 61616`,
  }
}

async function measureQuestions(total: number): Promise<void> {
  const opening = performance.now()
  const archive = await openArchive({ path, environment: {}, mode: 'append' })
  print('opened', `in ${(performance.now() - opening).toFixed(0)} ms`)
  await archive.followSlaves(['geo-2', 'geo-3'])
  await archive.sawQueue('geo-2', {
    at: Date.now() + 1000,
    messageIds: [`ID:vm-46561-1795376146201-1:1:2:1:${total - 1}`],
    complete: true,
  })
  await archive.compared(
    'geo-2',
    Date.now() + 1000,
    new Map(
      Array.from({ length: 50 }, (_, index) => [
        `layerInfoImpl--${index.toString(16)}:17f2c0a91d3:-7ffe`,
        true,
      ]),
    ),
  )
  const raw = new DatabaseSync(path, { readOnly: true })
  const middle = Math.round(total / 2)
  const newest = 'FROM entry e JOIN content c ON c.sequence = e.sequence'
  const words = `words_${Math.floor((total - 1) / 100_000)}`
  await ask(
    'newest page',
    () => archive.page(everything, null, 100),
    `SELECT * ${newest} WHERE counts_only = 0 ORDER BY e.sequence DESC LIMIT 100`,
  )
  await ask(
    'jump to the middle',
    async () => {
      const { sequence } = await archive.position(everything, 0.5)
      return archive.page(everything, sequence, 100)
    },
    `SELECT * ${newest} WHERE counts_only = 0 AND e.sequence < ${middle} ORDER BY e.sequence DESC LIMIT 100`,
  )
  const filters: readonly (readonly [string, Partial<MessageFilter>])[] = [
    ['filter by kind', { kind: 'style' }],
    ['filter by kind and workspace', { kind: 'style', workspace: 'space7' }],
    ['filter nothing passes', { kind: 'style', workspace: 'space7', verb: 'unreadable' }],
    ['filter by the state missing', { state: 'missing', slave: 'geo-2' }],
    ['filter by the state verified', { state: 'verified', slave: 'geo-2' }],
    ['filter by the state pending', { state: 'pending' }],
    ['filter by time', { since: 1_700_000_000_000, until: 1_700_000_100_000 }],
    ['history of one object', { object: 'styleInfoImpl--2a:17f2c0a91d3:-7ffe' }],
    ['search for a rare word', { text: 'number123450' }],
    ['search for a common word', { text: 'modified' }],
    ['search for two words', { text: 'space7 object42' }],
    ['search while typing', { text: 'mod' }],
    ['search for a rare beginning', { text: 'number12345' }],
    ['search with a filter', { text: 'default style', kind: 'style', workspace: 'space7' }],
    ['search for what is not there', { text: 'nothinglikethis' }],
  ]
  for (const [name, filter] of filters) {
    const whole = { ...everything, ...filter }
    await ask(`${name}: page`, () => archive.page(whole, null, 100), undefined)
    await ask(`${name}: position`, () => archive.position(whole, 0.5), undefined)
  }
  await ask('raw: count of all', () => archive.statistics(), 'SELECT count(*) FROM entry')
  await ask(
    'raw: a word',
    () => archive.page({ ...everything, text: 'modified' }, null, 100),
    `SELECT rowid FROM ${words} WHERE ${words} MATCH 'modified' ORDER BY rowid DESC LIMIT 100`,
  )
  raw.close()
  await archive.close()

  async function ask(name: string, question: () => Promise<unknown>, sql: string | undefined): Promise<void> {
    const { wall, processor } = await timesOf(question)
    const compared = sql === undefined ? '' : comparedWith(wall, raw, sql)
    const over = wall.best > 100 ? '  OVER 100 ms' : ''
    const times = `best ${wall.best.toFixed(1)} ms, median ${wall.median.toFixed(1)} ms, processor ${processor.toFixed(1)} ms`
    print(name, times + compared + over)
  }
}

interface Times {
  readonly best: number
  readonly median: number
}

const rounds = 9

/** On a machine that is busy with other things the best time says most; the time of the processor says the same. */
async function timesOf(
  question: () => Promise<unknown>,
): Promise<{ readonly wall: Times; readonly processor: number }> {
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
  return { wall: { best: Math.min(...wall), median: median(wall) }, processor: median(processor) }
}

function comparedWith(own: Times, raw: DatabaseSync, sql: string): string {
  const statement = raw.prepare(sql)
  const times = Array.from({ length: rounds }, () => {
    const began = performance.now()
    statement.all()
    return performance.now() - began
  })
  const alone = Math.min(...times)
  return `; SQLite alone ${alone.toFixed(1)} ms, ratio ${(own.best / alone).toFixed(1)}`
}

function print(name: string, text: string): void {
  console.log(`${name.padEnd(42)} ${text}`)
}

if (import.meta.main) await archiveSpeed(Number(process.argv[2] ?? 1_000_000))
