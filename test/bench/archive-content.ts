import { english } from '../../electron/sentences/english.ts'
import { dirname, join } from 'node:path'
import type { ArchivableMessage } from '../../electron/services/messages/archive/archivable-message.ts'
import {
  ArchiveWriter,
  type DescribedMessage,
} from '../../electron/services/messages/archive/archive-writer.ts'
import { MessageDescriber } from '../../electron/services/messages/archive/describe-message.ts'
import { Names } from '../../electron/services/messages/archive/names.ts'
import { archiveMigrations, usualDivision } from '../../electron/services/messages/archive/schema.ts'
import { SealedBlocks } from '../../electron/services/messages/archive/sealed-blocks.ts'
import { WordTables } from '../../electron/services/messages/archive/word-tables.ts'
import { openDatabase } from '../../electron/storage/open-database.ts'
import { openSealer } from '../../electron/storage/secrets.ts'
import { masterMessages } from '../support/recorded-messages.ts'

/** Messages for measurements: recorded ones of a real master, again and again, as if of a larger cluster. */

const start = 1_700_000_000_000
const recorded = masterMessages().map(({ properties, body }) => ({
  properties: Object.fromEntries(properties),
  body,
}))

/** As many messages as wanted, from a number on. */
export function messagesFrom(first: number, count: number): readonly ArchivableMessage[] {
  return Array.from({ length: count }, (_, index) => messageOf(first + index))
}

function messageOf(number: number): ArchivableMessage {
  const template = recorded[number % recorded.length]
  if (template === undefined) throw new Error('There are no recorded messages.')
  return {
    messageId: `ID:vm-46561-1795376146201-1:1:2:1:${number}`,
    at: start + number * 500,
    type: 'ActiveMQObjectMessage',
    properties: template.properties,
    headers: {},
    body: template.body,
    problem: null,
  }
}

/**
 * Makes an archive of so many messages about 20,000 objects in 120 workspaces. Each recorded message is decoded once,
 * and its text is varied from then on, since decoding a million would take most of the time.
 */
function fillArchive(path: string, total: number): void {
  const { database } = openDatabase(path, archiveMigrations)
  const sealer = openSealer({ keyFile: join(dirname(path), 'archive.key'), environment: {} })
  const blocks = new SealedBlocks(database, sealer)
  const writer = new ArchiveWriter(
    database,
    blocks,
    new Names(database),
    new WordTables(database, usualDivision.words),
  )
  const describer = new MessageDescriber()
  const described = messagesFrom(0, recorded.length).map((message) => ({
    message,
    description: describer.describe(message),
  }))
  const batch = 5_000
  for (let first = 0; first < total; first += batch) {
    const count = Math.min(batch, total - first)
    writer.add(Array.from({ length: count }, (_, index) => variant(described, first + index)))
  }
  database.close()
}

/** The id of the layer that is the object of that number. */
export function objectIdOf(object: number): string {
  return `LayerInfoImpl--16df35f6:${cluster(object)}:-7ff8`
}

const cluster = (object: number): string => (0x1a2_0000_0000 + object).toString(16)

function variant(described: readonly DescribedMessage[], number: number): DescribedMessage {
  const template = described[number % described.length]
  if (template === undefined) throw new Error('There are no recorded messages.')
  // A multiplier without common factors spreads what would otherwise repeat in step.
  const object = Math.floor((number * 7919) / described.length) % 20_000
  const vary = (text: string): string =>
    text
      .replaceAll('1a204c1d70c', cluster(object))
      .replaceAll('topp', `space${object % 120}`)
      .replaceAll('cities', `roads${object}`)
  const { message, description } = template
  const maybe = (text: string | null): string | null => (text === null ? null : vary(text))
  const { countsOnly } = description
  return {
    message: { ...messageOf(number), body: countsOnly ? message.body : maybe(message.body) },
    description: countsOnly
      ? description
      : {
          ...description,
          title: maybe(description.title),
          workspace: maybe(description.workspace),
          objectId: maybe(description.objectId),
          proof: maybe(description.proof),
          summary: vary(english(description.summary)),
          searchText: vary(description.searchText),
        },
  }
}

if (import.meta.main) fillArchive(process.argv[2] ?? '', Number(process.argv[3]))
