import type { MessageFilter, MessageRow } from '../../contract/features/messages.ts'
import type { MessageDetails } from '../../services/messages/archive/details.ts'
import type { Archive } from '../../services/messages/archive/archive.ts'
import { counted } from '../counted.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { bold, dim, red, type Piece } from '../styled-text.ts'
import type { Wording } from '../../sentences/sentence.ts'

/** Says what an archive holds. */
export async function describeArchive(archive: Archive, output: Output): Promise<ExitCode> {
  const statistics = await archive.statistics()
  const facets = await archive.facets()
  if (output.json) {
    output.document({ ...statistics, ...facets })
    return exitCodes.ok
  }
  const { messages, bytes, oldestAt, newestAt } = statistics
  output.line('messages:   ', String(messages))
  output.line('size:       ', `${(bytes / 1024 / 1024).toFixed(1)} MB`)
  if (oldestAt !== null) output.line('oldest:     ', timestamp(oldestAt))
  if (newestAt !== null) output.line('newest:     ', timestamp(newestAt))
  for (const [label, values] of [
    ['senders:    ', facets.senders],
    ['kinds:      ', facets.kinds],
    ['workspaces: ', facets.workspaces],
  ] as const) {
    if (values.length > 0) output.line(label, values.join(', '))
  }
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
    output.message(`${counted(total, 'message')} match; --before ${oldest.sequence} shows older ones`)
  }
  if (oldest === undefined) output.message('no message matches')
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
  output.line('message id: ', messageId)
  output.line('handler:    ', handler === '' ? 'none' : handler)
  if (row.object !== null) output.line('object id:  ', row.object.id)
  output.line('size:       ', counted(row.size, 'byte'))
  if (failure !== null) output.line('problem:    ', red(failure))
  section(
    'changed',
    properties.filter(({ changed }) => changed),
    ({ name, before, after }) => [`${name}: ${before ?? 'nothing'} → ${after ?? 'nothing'}`],
  )
  section('delivery', delivery, ({ instanceName, state, at, reason }) => [
    `${instanceName}: ${state}`,
    ...(at === null ? [] : [dim(` (${timestamp(at)})`)]),
    ...(reason === null ? [] : [' — ', reason]),
  ])
  section('headers', headers, ({ name, value }) => [`${name}: ${value}`])
  if (withBody)
    section<Wording>('body', typeof body === 'string' ? body.split('\n') : [body], (line) => [line])

  function section<Item>(
    title: string,
    items: readonly Item[],
    pieces: (item: Item) => readonly Piece[],
  ): void {
    if (items.length === 0) return
    output.line(bold(`${title}:`))
    for (const item of items) output.line('  ', ...pieces(item))
  }
}

/** A message in one line. */
export function rowLine({
  sequence,
  at,
  sender,
  summary,
  verb,
  delivery = {},
}: Omit<MessageRow, 'delivery'> & Partial<Pick<MessageRow, 'delivery'>>): readonly Piece[] {
  const states = Object.entries(delivery).map(([slave, state]) => `${slave} ${state}`)
  return [
    bold(String(sequence).padStart(7)),
    dim(`  ${timestamp(at)}  `),
    `${sender.padEnd(12)}  `,
    verb === 'unreadable' ? red(summary) : summary,
    ...(states.length === 0 ? [] : [dim(` (${states.join(', ')})`)]),
  ]
}

function timestamp(at: number): string {
  return new Date(at).toISOString()
}
