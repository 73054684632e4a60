import type { MessageFilter, MessageRow } from '../../contract/features/messages.ts'
import type { MessageDetails } from '../../services/messages/archive/details.ts'
import type { Archive } from '../../services/messages/archive/archive.ts'
import { dayAndTime } from '../activity-line.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { bold, dim, red, type Piece } from '../styled-text.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { stateWord } from '../state-word.ts'
import { say } from '../../sentences/say.ts'

/** Says what an archive holds. */
export async function describeArchive(archive: Archive, output: Output): Promise<ExitCode> {
  const statistics = await archive.statistics()
  const facets = await archive.facets()
  if (output.json) {
    output.document({ ...statistics, ...facets })
    return exitCodes.ok
  }
  const { messages, bytes, oldestAt, newestAt } = statistics
  const lists = (['senders', 'authors', 'kinds', 'workspaces'] as const).filter(
    (name) => facets[name].length > 0,
  )
  output.fields([
    [say('cliMessages.messages'), String(messages)],
    [say('cliMessages.size'), say('cliMessages.ofSize', { octets: bytes })],
    ...(oldestAt === null ? [] : [[say('cliMessages.oldest'), dayAndTime(oldestAt)] as const]),
    ...(newestAt === null ? [] : [[say('cliMessages.newest'), dayAndTime(newestAt)] as const]),
    ...lists.map((name) => [say(`cliMessages.${name}`), facets[name].join(', ')] as const),
  ])
  return exitCodes.ok
}

/** Lists the newest messages that match, oldest of them first; exits with 1 when there is none. */
export async function listMessages(
  archive: Archive,
  { filter, before, limit }: { filter: MessageFilter; before: number | null; limit: number },
  output: Output,
): Promise<ExitCode> {
  const { rows, more } = await archive.page(filter, before, limit)
  for (const row of rows.toReversed()) {
    if (output.json) output.record(row)
    else output.line(...rowLine(row))
  }
  const oldest = rows.at(-1)
  if (more && oldest !== undefined) {
    const { total } = await archive.position(filter, 0)
    output.message(say('cliMessages.older', { count: total, first: oldest.sequence }))
  }
  if (oldest === undefined) output.message(say('cliMessages.noneMatches'))
  return oldest === undefined ? exitCodes.no : exitCodes.ok
}

/** @throws PLB-ARCHIVE-MESSAGE-GONE */
export function showMessage(
  archive: Archive,
  { sequence, withBody }: { sequence: number; withBody: boolean },
  output: Output,
): ExitCode {
  const details = archive.details(sequence)
  printMessage(details, withBody, output)
  return exitCodes.ok
}

/** All of one message. */
export function printMessage(details: MessageDetails, withBody: boolean, output: Output): void {
  if (output.json) {
    output.document(details)
    return
  }
  const { row, messageId, handler, properties, headers, delivery, failure, body } = details
  output.line(...rowLine(row))
  output.fields([
    ...(row.author === null ? [] : [[say('cliMessages.by'), row.author] as const]),
    [say('cliMessages.messageId'), messageId],
    [say('cliMessages.handler'), handler === '' ? say('cliMessages.none') : handler],
    ...(row.object === null ? [] : [[say('cliMessages.objectId'), row.object.id] as const]),
    [say('cliMessages.size'), say('cliMessages.bytes', { count: row.size })],
    ...(failure === null ? [] : [[say('cliMessages.problem'), red(failure)] as const]),
  ])
  const nothing = say('cliMessages.nothing')
  section(
    'changed',
    properties.filter(({ changed }) => changed),
    ({ name, before, after }) => [
      say('cliMessages.change', { name, before: before ?? nothing, after: after ?? nothing }),
    ],
  )
  section('delivery', delivery, ({ instanceName, state, at, reason }) => [
    `${instanceName}: `,
    stateWord(state),
    ...(at === null ? [] : [dim(` (${dayAndTime(at)})`)]),
    ...(reason === null ? [] : [' — ', reason]),
  ])
  section('headers', headers, ({ name, value }) => [`${name}: ${value}`])
  if (withBody)
    section<Wording>('body', typeof body === 'string' ? body.split('\n') : [body], (line) => [line])

  function section<Item>(
    title: 'changed' | 'delivery' | 'headers' | 'body',
    items: readonly Item[],
    pieces: (item: Item) => readonly Piece[],
  ): void {
    if (items.length === 0) return
    output.line(bold(say(`cliMessages.${title}`)))
    for (const item of items) output.line('  ', ...pieces(item))
  }
}

/** A message in one line. */
export function rowLine({
  sequence,
  at,
  sender,
  author,
  summary,
  verb,
  delivery = {},
}: Omit<MessageRow, 'delivery'> & Partial<Pick<MessageRow, 'delivery'>>): readonly Piece[] {
  const said = author === null ? summary : say('edits.byAuthor', { event: summary, author })
  const states = Object.entries(delivery).flatMap(([slave, state], at) => [
    dim(`${at === 0 ? ' (' : ', '}${slave} `),
    dim(stateWord(state)),
  ])
  return [
    bold(String(sequence).padStart(7)),
    dim(`  ${dayAndTime(at)}  `),
    `${sender.padEnd(12)}  `,
    verb === 'unreadable' ? red(said) : said,
    ...(states.length === 0 ? [] : [...states, dim(')')]),
  ]
}
