import { everyMessage } from '../../electron/contract/features/messages.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MessageFilter, MessageRow } from '../../electron/contract/features/messages.ts'
import { english } from '../../electron/sentences/english.ts'
import type { Archive } from '../../electron/services/messages/archive/archive.ts'
import type { ArchivableMessage } from '../../electron/services/messages/archive/archivable-message.ts'
import { openedArchive, recordedMessages, workspaceMessage } from '../support/archive.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const senders = ['geo-1', 'geo-2', 'geo-3']
const authors = ['ada', 'bob']
const names = ['alpha', 'beta', 'betamax', 'gamma']
const start = 1_700_000_000_000
const recorded = recordedMessages()

/** Messages about few things from few senders, sent at times that go back and forth, some of them counting only. */
const draws = fc.array(
  fc.record({
    from: fc.oneof(fc.constantFrom(...names), fc.nat(recorded.length - 1)),
    sender: fc.constantFrom(...senders),
    author: fc.constantFrom(undefined, ...authors),
    at: fc.nat(1_000),
  }),
  { minLength: 1, maxLength: 80, size: 'max' },
)

function messageOf(
  {
    from,
    sender,
    author,
    at,
  }: { from: string | number; sender: string; author?: string | undefined; at: number },
  number: number,
): ArchivableMessage {
  const made =
    typeof from === 'string' ? workspaceMessage(0, { name: from, id: `id-${from}` }) : recorded[from]
  if (made === undefined) throw new Error(`There is no recorded message ${from}.`)
  const asked = author === undefined ? {} : { plumblineAuthor: author }
  const properties = { ...made.properties, instanceName: sender, ...asked }
  return { ...made, properties, messageId: `ID:${number}`, at: start + at }
}

/** Small enough that every table and block is one of several. */
const division = { words: 30, entries: 20 }

/** Mostly null, as filters that ask for everyMessage at once find nothing. */
const maybe = <Value>(values: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: values })
const filters: fc.Arbitrary<MessageFilter> = fc.record({
  text: fc.constantFrom('', '', 'alpha', 'beta', '"beta"', 'gamma workspace', 'nowhere'),
  kind: maybe(fc.constantFrom('workspace', 'layer', 'style', 'global')),
  workspace: fc.constant(null),
  node: maybe(fc.constantFrom(...senders, 'geo-9')),
  by: maybe(fc.constantFrom(...authors, 'nobody')),
  verb: maybe(fc.constantFrom('add', 'modify', 'remove')),
  state: fc.constant(null),
  slave: fc.constant(null),
  object: maybe(fc.constantFrom(...names.map((name) => `id-${name}`))),
  since: maybe(fc.nat(1_000).map((at) => start + at)),
  until: maybe(fc.nat(1_000).map((at) => start + at)),
  all: fc.boolean(),
})

/** What a filter means, told from rows one by one. */
function passes(filter: MessageFilter, row: MessageRow): boolean {
  const { kind, node, by, verb, object, since, until } = filter
  return (
    (kind === null || row.object?.kind === kind) &&
    (node === null || row.sender === node) &&
    (by === null || row.author === by) &&
    (verb === null || row.verb === verb) &&
    (object === null || row.object?.id === object) &&
    (since === null || row.at >= since) &&
    (until === null || row.at <= until)
  )
}

/** The words of made messages are in what they say; recorded ones hold none of them. */
function says({ text }: MessageFilter, row: MessageRow): boolean {
  const words = english(row.summary).split(/\W+/)
  return text
    .split(' ')
    .every((word) =>
      word.startsWith('"')
        ? words.includes(word.replaceAll('"', ''))
        : words.some((each) => (text.endsWith(word) ? each.startsWith(word) : each === word)),
    )
}

async function everyRow(archive: Archive): Promise<readonly MessageRow[]> {
  return (await archive.page({ ...everyMessage, all: true }, null, 1_000)).rows
}

async function pagedBackwards(archive: Archive, filter: MessageFilter, limit: number) {
  const rows: MessageRow[] = []
  let folded = 0
  for (let before: number | null = null; ;) {
    const page = await archive.page(filter, before, limit)
    rows.push(...page.rows)
    folded += page.folded
    before = page.rows.at(-1)?.sequence ?? null
    if (!page.more) return { rows, folded }
  }
}

async function pagedForwards(archive: Archive, filter: MessageFilter, limit: number) {
  const rows: MessageRow[] = []
  let folded = 0
  for (let after = 0; ;) {
    const page = await archive.page(filter, null, limit, after)
    rows.unshift(...page.rows)
    folded += page.folded
    after = page.rows[0]?.sequence ?? after
    if (!page.more) return { rows, folded }
  }
}

describe('the archive, whatever is in it and whatever is asked', () => {
  it('shows the messages that pass, page by page in both directions, and where each lies', async () => {
    await fc.assert(
      fc.asyncProperty(
        draws,
        fc.array(filters, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(300),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (drawn, asked, limit, oldest, fraction) => {
          const directory = temporaryDirectory()
          let archive = openedArchive({ directory, division })
          const stored = drawn.map(messageOf)
          const half = stored.length >> 1
          await archive.store(stored.slice(0, half))
          for (const stage of ['half', 'whole', 'cut']) {
            if (stage === 'whole') await archive.store(stored.slice(half))
            if (stage === 'cut') {
              await archive.retain({ oldest: start + oldest, bytes: Infinity })
              await archive.close()
              archive = openedArchive({ directory, division })
            }
            const rows = await everyRow(archive)
            for (const filter of asked) {
              const passing = rows.filter((row) => passes(filter, row))
              const hasText = filter.text !== ''
              const expected = passing.filter((row) =>
                hasText ? !row.isUpdateSequence && says(filter, row) : filter.all || !row.isUpdateSequence,
              )
              const folded = hasText || filter.all ? 0 : passing.length - expected.length
              expect(await pagedBackwards(archive, filter, limit)).toEqual({ rows: expected, folded })
              expect(await pagedForwards(archive, filter, limit)).toEqual({ rows: expected, folded })
              expect(await archive.position(filter, fraction)).toEqual({
                total: expected.length,
                sequence: expected[Math.round(fraction * (expected.length - 1))]?.sequence ?? null,
              })
            }
          }
          await archive.close()
        },
      ),
      { numRuns: 15 },
    )
  })
})
