import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  deliveryState,
  everyMessage,
  type MessageFilter,
  type MessageRow,
} from '../../../../electron/contract/features/messages.ts'
import { openedArchive, recordedMessages, workspaceMessage } from '../../../support/archive.ts'
import { eventually } from '../../../support/cluster.ts'
import { failureOf } from '../../../support/failures.ts'
import { temporaryDirectory } from '../../../support/temporary-directory.ts'
import { archiveMigrations } from '../../../../electron/services/messages/archive/schema.ts'
import { openDatabase } from '../../../../electron/storage/open-database.ts'
import { english } from '../../../../electron/sentences/english.ts'

const spaces = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => workspaceMessage(from + index))

const sequences = (rows: readonly MessageRow[]) => rows.map(({ sequence }) => sequence)

describe('the archive', () => {
  it('describes what a real master published, folding what only counts changes', async () => {
    const archive = openedArchive()
    expect(await archive.store(recordedMessages())).toEqual({ stored: 127 })
    const page = await archive.page(everyMessage, null, 500)
    expect(page).toMatchObject({ more: false, folded: 64 })
    expect(page.rows).toHaveLength(63)
    expect(page.rows.every(({ verb }) => verb !== 'unreadable')).toBe(true)
    expect(page.rows.map(({ summary }) => english(summary))).toContain(
      'layer topp:cities modified: path, queryable, default style, styles',
    )
    expect((await archive.page({ ...everyMessage, all: true }, null, 500)).rows).toHaveLength(127)
  })

  it('keeps a message once, whether it comes again by its own id or its sender’s', async () => {
    const archive = openedArchive()
    await archive.store([workspaceMessage(1, { eventId: 'e1' }), workspaceMessage(2)])
    expect(await archive.store([workspaceMessage(2), workspaceMessage(3, { eventId: 'e1' })])).toEqual({
      stored: 0,
    })
    expect(await archive.statistics()).toMatchObject({ messages: 2 })
  })

  it('says which numbered events never came from the topic, and takes no imported ones for them', async () => {
    let now = 1_000
    const archive = openedArchive({ now: () => now })
    const numbered = (number: number, changes: Readonly<Record<string, string>> = {}) => {
      const message = workspaceMessage(number, { eventId: `e${number}` })
      const numbering = { plumblineEpoch: 'e', plumblineNumber: String(number), ...changes }
      return { ...message, properties: { ...message.properties, ...numbering } }
    }
    // The archive began later than its sender.
    await archive.store([numbered(5), numbered(6), numbered(9)])
    const { stored } = await archive.store([numbered(10, { JMSEventHandlerSPI: 'plumblineMark' })])
    expect([stored, archive.gaps()]).toEqual([0, []])
    now = 60_000
    const missing = [
      { kind: 'missing', first: 7, last: 8 },
      { kind: 'missing', first: 10, last: 10 },
    ]
    expect(archive.gaps()).toMatchObject(missing)
    const exported = openedArchive()
    await exported.store([numbered(7), numbered(8)])
    const { content } = await exported.exportPart(everyMessage, 'jsonl', 0, 'en')
    expect(await archive.importLines(content.trim().split('\n'), 1)).toEqual({ stored: 2 })
    expect(archive.gaps()).toMatchObject(missing)
    archive.provedEqual(now)
    expect(archive.gaps()).toEqual([])
  })

  it('is there again after it was closed, and goes on where it was', async () => {
    const directory = temporaryDirectory()
    const first = openedArchive({ directory })
    await first.store(recordedMessages().slice(0, 60))
    first.followSlaves(['geo-2'])
    first.sawQueue('geo-2', { at: Date.now() + 1000, messageIds: ['ID:recorded:60'], complete: true })
    const before = await first.page(everyMessage, null, 500)
    const facets = await first.facets()
    await first.close()
    const second = openedArchive({ directory })
    expect(await second.page(everyMessage, null, 500)).toEqual(before)
    expect(await second.facets()).toEqual(facets)
    await second.store(recordedMessages())
    expect((await second.statistics()).messages).toBe(127)
  })

  it('holds no password in its files, not even in what is searched', async () => {
    const directory = temporaryDirectory()
    const archive = openedArchive({ directory })
    const secret = 'hunter2secret'
    const [template] = recordedMessages().filter(({ body }) => body?.includes('passwd') === true)
    if (template === undefined) throw new Error('No recorded message holds a password.')
    const body =
      template.body?.replace(/(<entry>\s*<string>passwd<\/string>\s*<string>)[^<]*/, `$1${secret}`) ?? ''
    expect(body).toContain(secret)
    const jdbc = workspaceMessage(1, { name: `jdbc:postgresql://db/x?password=${secret}` })
    const headers = { ...jdbc.properties, brokerURL: `tcp://admin:${secret}@broker:61616` }
    await archive.store([
      { ...template, body },
      { ...jdbc, properties: headers },
    ])
    for (const text of [secret, 'hunter2*', `password ${secret}`]) {
      expect((await archive.page({ ...everyMessage, all: true, text }, null, 10)).rows).toEqual([])
    }
    const found = (await archive.page({ ...everyMessage, all: true, text: 'broker 61616' }, null, 10)).rows
    expect(found).toHaveLength(1)
    for (const sequence of [1, 2]) expect(JSON.stringify(archive.details(sequence))).not.toContain(secret)
    expect(
      (await archive.exportPart({ ...everyMessage, all: true }, 'jsonl', 0, 'en')).content,
    ).not.toContain(secret)
    expect(archive.message(1).message.body).toContain(secret)
    await archive.close()
    for (const file of readdirSync(directory)) {
      expect(readFileSync(join(directory, file)).includes(secret)).toBe(false)
    }
  })

  it('gives back every message as it came, large and small, however many came at once', async () => {
    const archive = openedArchive()
    const messages = Array.from({ length: 40 }, (_, index) => ({
      ...workspaceMessage(index + 1, { name: `n${'\ud83d\ude00"\n'.repeat((index % 5) * 5_000)}` }),
      headers: { place: String(index) },
    }))
    await archive.store(messages.slice(0, 17))
    await archive.store([
      ...messages.slice(10, 20),
      { ...workspaceMessage(99), body: null, problem: 'too large' },
    ])
    await archive.store(messages.slice(20))
    const numbers = Array.from({ length: 41 }, (_, index) => index + 1)
    const stored = numbers.map((number) => archive.message(number).message)
    expect(stored.filter(({ body }) => body !== null)).toEqual(messages)
    expect(stored[20]).toMatchObject({ body: null, problem: 'too large' })
    expect(numbers.toReversed().map((number) => archive.message(number).message)).toEqual(stored.toReversed())
  })

  it('keeps what it cannot read, with the reason', async () => {
    const archive = openedArchive()
    const good = workspaceMessage(1)
    await archive.store([
      { ...good, messageId: 'a', body: 'not XML passwd=hunter2' },
      { ...good, messageId: 'b', properties: {} },
      { ...good, messageId: 'c', type: 'ActiveMQBytesMessage', body: null },
    ])
    const { rows } = await archive.page(everyMessage, null, 10)
    expect(rows.map(({ verb }) => verb)).toEqual(['unreadable', 'unreadable', 'unreadable'])
    const details = rows.map(({ sequence }) => archive.details(sequence))
    expect(details.map(({ failure }) => failure)).toMatchObject([
      { key: 'PLB-WIRE-NOT-AN-OBJECT-MESSAGE' },
      { key: 'PLB-WIRE-PROPERTY-MISSING' },
      { key: expect.stringMatching(/^PLB-XML-/) as string },
    ])
    expect(JSON.stringify(details)).not.toContain('hunter2')
  })

  it('goes on with a new one when its database is damaged, and keeps the old', async () => {
    const directory = temporaryDirectory()
    const first = openedArchive({ directory })
    await first.store(spaces(50))
    await first.close()
    const path = join(directory, 'archive.sqlite')
    const bytes = readFileSync(path)
    bytes.fill(7, 4096, bytes.length)
    writeFileSync(path, bytes)
    const second = openedArchive({ directory })
    expect(second.setAside).toMatch(/archive\.sqlite\.damaged-/)
    expect(await second.store(spaces(2))).toEqual({ stored: 2 })
  })
})

describe('pages of the archive', () => {
  it('follow one another without gap or repetition, newest first', async () => {
    const archive = openedArchive()
    await archive.store(recordedMessages())
    const all = (await archive.page(everyMessage, null, 500)).rows
    const seen: MessageRow[] = []
    let folded = 0
    for (let before: number | null = null; ;) {
      const page = await archive.page(everyMessage, before, 7)
      seen.push(...page.rows)
      folded += page.folded
      before = page.rows.at(-1)?.sequence ?? null
      if (!page.more) break
    }
    expect(seen).toEqual(all)
    expect(folded).toBe(64)
  })

  it('can be jumped to by a fraction', async () => {
    const archive = openedArchive()
    await archive.store(spaces(101))
    expect(await archive.position(everyMessage, 0)).toEqual({ total: 101, sequence: 101 })
    expect(await archive.position(everyMessage, 0.5)).toEqual({ total: 101, sequence: 51 })
    expect(await archive.position(everyMessage, 1)).toEqual({ total: 101, sequence: 1 })
    expect(await archive.position({ ...everyMessage, text: 'space7' }, 1)).toMatchObject({
      total: 11,
      sequence: 7,
    })
    expect(await archive.position({ ...everyMessage, kind: 'layer' }, 0.5)).toEqual({
      total: 0,
      sequence: null,
    })
  })

  it('are counted over time, whatever they are filtered by', async () => {
    const archive = openedArchive()
    expect(await archive.histogram(everyMessage, 10)).toEqual({ from: null, width: 0, counts: [] })
    await archive.store(spaces(101))
    const { rows } = await archive.page(everyMessage, null, 500)
    const whole = await archive.histogram(everyMessage, 10)
    expect(whole.counts.length).toBeLessThanOrEqual(10)
    for (const filter of [everyMessage, { ...everyMessage, text: 'space7' }]) {
      const { from, width, counts } = await archive.histogram(filter, 10)
      expect({ from, width }).toEqual({ from: whole.from, width: whole.width })
      const found = (await archive.page(filter, null, 500)).rows
      const expected = counts.map((_, index) => {
        const begin = (from ?? 0) + index * width
        return found.filter(({ at }) => at >= begin && at < begin + width).length
      })
      expect(counts).toEqual(expected)
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(found.length)
    }
    const at = rows[50]?.at ?? 0
    const part = await archive.histogram({ ...everyMessage, since: at, until: at + 5_000 }, 5)
    expect(part).toMatchObject({ from: Math.floor(at / 1000) * 1000 })
    const none = await archive.histogram({ ...everyMessage, kind: 'layer' }, 10)
    expect([none.from, none.counts.every((count) => count === 0)]).toEqual([whole.from, true])
  })

  it('are filtered by kind, workspace, sender, verb, object and time', async () => {
    const archive = openedArchive()
    await archive.store([...recordedMessages(), workspaceMessage(1, { sender: 'geo-9' })])
    const rows = (await archive.page({ ...everyMessage, all: true }, null, 500)).rows
    const cities = rows.find(
      ({ object }) => object?.kind === 'layer' && object.title === 'topp:cities',
    )?.object
    const expectSame = async (filter: Partial<MessageFilter>, keep: (row: MessageRow) => boolean) => {
      const found = (await archive.page({ ...everyMessage, all: true, ...filter }, null, 500)).rows
      expect(sequences(found)).toEqual(sequences(rows.filter(keep)))
      expect((await archive.position({ ...everyMessage, all: true, ...filter }, 0)).total).toBe(found.length)
      expect(found.length).toBeGreaterThan(0)
    }
    await expectSame({ kind: 'style' }, ({ object }) => object?.kind === 'style')
    await expectSame({ node: 'geo-9' }, ({ sender }) => sender === 'geo-9')
    await expectSame({ verb: 'remove' }, ({ verb }) => verb === 'remove')
    await expectSame({ object: cities?.id ?? '' }, ({ object }) => object?.id === cities?.id)
    await expectSame({ since: 1_700_000_100_000 }, ({ at }) => at >= 1_700_000_100_000)
    await expectSame({ until: 1_700_000_050_000 }, ({ at }) => at <= 1_700_000_050_000)
    await expectSame(
      { kind: 'style', verb: 'modify' },
      ({ object, verb }) => object?.kind === 'style' && verb === 'modify',
    )
    await expectSame({ workspace: 'topp', kind: 'coverage' }, ({ object }) => object?.kind === 'coverage')
    expect((await archive.page({ ...everyMessage, workspace: 'nowhere' }, null, 5)).rows).toEqual([])
    expect(await archive.facets()).toMatchObject({
      senders: ['geo-9', 'geoserver-master'],
      workspaces: ['lab', 'lab3', 'space1', 'topp'],
    })
  })

  it('say who asked for each, as far as they tell, also after a restart and a way through a file', async () => {
    const directory = temporaryDirectory()
    const first = openedArchive({ directory })
    const hostile = `${'x'.repeat(500)}\u202e jdbc:postgresql://db/x?password=hunter2secret`
    await first.store([
      workspaceMessage(1),
      workspaceMessage(2, { author: 'ada' }),
      workspaceMessage(3, { author: 'b\u202eob\n' }),
      workspaceMessage(4, { author: hostile }),
      workspaceMessage(5, { author: 'jdbc:postgresql://db/x?password=hunter2secret' }),
    ])
    const { content } = await first.exportPart(everyMessage, 'jsonl', 0, 'en')
    expect(content).not.toContain('hunter2secret')
    await first.close()
    const again = openedArchive({ directory })
    const imported = openedArchive()
    await imported.importLines(content.trim().split('\n'), 1)
    for (const archive of [again, imported]) {
      const { rows } = await archive.page(everyMessage, null, 10)
      const authors = rows.toReversed().map(({ author }) => author)
      expect(authors.slice(0, 3)).toEqual([null, 'ada', 'b ob'])
      expect(authors[3]).toBe('x'.repeat(100))
      expect(authors[4]).not.toContain('hunter2secret')
      const found = async (by: string) =>
        sequences((await archive.page({ ...everyMessage, by }, null, 10)).rows)
      expect([await found('ada'), await found('nobody')]).toEqual([[2], []])
      expect((await archive.facets()).authors).toContain('ada')
      expect(archive.details(2).row.author).toBe('ada')
    }
  })

  it('of an archive of before are taken for nobody’s', async () => {
    const directory = temporaryDirectory()
    const former = archiveMigrations.slice(
      0,
      archiveMigrations.findIndex((each) => each.includes('COLUMN author')),
    )
    const { database } = openDatabase(join(directory, 'archive.sqlite'), former)
    database.transaction(() => {
      for (const row of [
        "name VALUES (1, 'geo-1')",
        'entry VALUES (1, 1700000000000, 0, 0, 1, 0, 0, 0, 0, 10)',
        "content VALUES (1, 1, NULL, 'ID:1', NULL, 't', 'h', NULL, 'said then', NULL)",
      ])
        database.command(`INSERT INTO ${row}`).run()
    })
    database.close()
    const archive = openedArchive({ directory })
    await archive.store([workspaceMessage(2, { author: 'ada' })])
    const { rows } = await archive.page(everyMessage, null, 10)
    expect(rows.map(({ author }) => author)).toEqual(['ada', null])
  })

  it('are searched by words, phrases and beginnings of words', async () => {
    const archive = openedArchive()
    await archive.store(recordedMessages())
    const found = async (text: string) =>
      (await archive.page({ ...everyMessage, text }, null, 500)).rows.length
    expect(await found('topp:cities')).toBeGreaterThan(3)
    expect(await found('TOPP cities modified')).toBeGreaterThan(0)
    expect(await found('topp:cit')).toBe(await found('topp:cities'))
    expect(await found('"cities topp"')).toBe(0)
    expect(await found('cities topp')).toBeGreaterThan(0)
    expect(await found('cities nowheretobefound')).toBe(0)
    for (const odd of ['"', '*', '(', 'a AND', '-x', 'NEAR(', "'", '^topp', 'text:x', '"topp', 'ä ö']) {
      expect(await found(odd)).toBeGreaterThanOrEqual(0)
    }
  })
})

describe('delivery in the archive', () => {
  it('has the times of what happened itself, whatever was looked at later, also after a restart', async () => {
    const directory = temporaryDirectory()
    const first = openedArchive({ directory, now: () => 1_000 })
    first.followSlaves(['geo-2', 'geo-3'])
    await first.store(spaces(3))
    const outcome = { proof: null, state: 'taken', reason: null } as const
    first.sawQueue('geo-3', { at: 2_000, messageIds: [], complete: true })
    first.heard('geo-2', [
      { ...outcome, sequence: 1, isApplied: true, at: 1_100 },
      { ...outcome, sequence: 2, isApplied: false, at: 1_200 },
    ])
    first.sawQueue('geo-2', { at: 5_000, messageIds: [], complete: true })
    // Asked about although it is gone from the queue: when it was applied only the node can say.
    expect(first.pendingIdentities('geo-2', 10).map(({ sequence }) => sequence)).toEqual([3])
    first.heard('geo-2', [{ ...outcome, sequence: 3, isApplied: true, at: 1_300 }])
    const shown = async (archive: typeof first, state: 'applied' | 'taken') => {
      const { rows } = await archive.page({ ...everyMessage, state, slave: 'geo-2' }, null, 10)
      return rows.map(({ sequence, delivery }) => [sequence, delivery['geo-2']])
    }
    expect(await shown(first, 'applied')).toEqual([
      [3, 'applied'],
      [1, 'applied'],
    ])
    expect(await shown(first, 'taken')).toEqual([[2, 'taken']])
    first.compared('geo-2', 6_000, new Map([['another object', true]]))
    first.compared('geo-2', 7_000, new Map())
    first.compared('geo-2', 9_000, new Map())
    for (const name of ['geo-2', 'geo-3']) first.sawQueue(name, { at: 9_500, messageIds: [], complete: true })
    const stepsOf = (archive: typeof first, sequence: number, name: string) =>
      archive.message(sequence).deliveries.find(({ instanceName }) => instanceName === name)
    await first.close()
    const again = openedArchive({ directory })
    expect(stepsOf(again, 1, 'geo-2')).toMatchObject({
      state: 'verified',
      at: 7_000,
      steps: [
        { step: 'taken', at: 1_100 },
        { step: 'applied', at: 1_100 },
        { step: 'verified', at: 7_000 },
      ],
    })
    expect(stepsOf(again, 3, 'geo-2')?.steps.slice(0, 2)).toEqual([
      { step: 'taken', at: 1_300 },
      { step: 'applied', at: 1_300 },
    ])
    expect(stepsOf(again, 3, 'geo-3')).toMatchObject({
      state: 'taken',
      at: 2_000,
      steps: [{ step: 'taken', at: 2_000 }],
    })
  })

  it('is still applied after a restart where a slave said so', async () => {
    const directory = temporaryDirectory()
    const first = openedArchive({ directory })
    first.followSlaves(['geo-2'])
    await first.store(spaces(3))
    const outcome = { proof: null, state: 'taken', reason: null, at: 1_100 } as const
    first.heard('geo-2', [
      { ...outcome, sequence: 1, isApplied: true },
      { ...outcome, sequence: 2, isApplied: false },
      { ...outcome, sequence: 3, isApplied: true },
    ])
    await first.close()
    const { rows } = await openedArchive({ directory }).page(everyMessage, null, 10)
    expect(rows.map(({ delivery }) => delivery['geo-2'])).toEqual(['applied', 'taken', 'applied'])
  })

  it('is the same in filters as in rows, whatever happened', async () => {
    const archive = openedArchive({ now: () => 5000 })
    const shared = Array.from({ length: 40 }, (_, index) =>
      workspaceMessage(index + 1, {
        id: `W--${index % 7}`,
        sender: index % 5 === 0 ? 'geo-2' : 'geo-1',
      }),
    )
    await archive.store(shared.slice(0, 20))
    archive.followSlaves(['geo-2', 'geo-3'])
    await archive.store(shared.slice(20))
    const slave = fc.constantFrom('geo-2', 'geo-3', 'geo-4')
    const object = fc.integer({ min: 0, max: 6 }).map((number) => `W--${number}`)
    const step = fc.oneof(
      fc.record({
        type: fc.constant('queue' as const),
        slave,
        waiting: fc.array(fc.integer({ min: 1, max: 44 }), { maxLength: 8 }),
        complete: fc.boolean(),
      }),
      fc.record({
        type: fc.constant('comparison' as const),
        slave,
        differing: fc.array(fc.tuple(object, fc.boolean()), { maxLength: 4 }),
      }),
      fc.record({
        type: fc.constant('outcomes' as const),
        slave,
        outcomes: fc.array(
          fc.record({
            sequence: fc.integer({ min: 1, max: 40 }),
            state: fc.constantFrom('taken' as const, 'failed' as const),
          }),
          { maxLength: 5 },
        ),
      }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        for (const each of steps) {
          if (each.type === 'queue') {
            const messageIds = each.waiting.map((number) => `ID:made:${number}`)
            archive.sawQueue(each.slave, { at: 6000, messageIds, complete: each.complete })
          } else if (each.type === 'comparison') {
            archive.compared(each.slave, 6000, new Map(each.differing))
          } else {
            const outcomes = each.outcomes.map(({ sequence, state }) => ({
              sequence,
              proof: `W--${(sequence - 1) % 7}`,
              state,
              at: 6000,
              reason: null,
            }))
            archive.heard(each.slave, outcomes)
          }
        }
        const { rows } = await archive.page(everyMessage, null, 500)
        for (const state of deliveryState.options) {
          for (const name of ['geo-2', 'geo-3', 'geo-4', null]) {
            const filter = { ...everyMessage, state, slave: name }
            const expected = rows.filter(({ delivery }) =>
              Object.entries(delivery).some(([at, is]) => is === state && (name === null || at === name)),
            )
            expect(sequences((await archive.page(filter, null, 500)).rows)).toEqual(sequences(expected))
            expect((await archive.position(filter, 0)).total).toBe(expected.length)
          }
        }
      }),
      { numRuns: 30 },
    )
  })

  it('knows which messages a node of this machine has to be asked about', async () => {
    const archive = openedArchive()
    archive.followSlaves(['geo-2'])
    await archive.store([workspaceMessage(1, { eventId: 'e1' }), workspaceMessage(2)])
    expect(archive.pendingIdentities('geo-2', 10)).toEqual([
      { sequence: 1, proof: 'WorkspaceInfoImpl--1', identity: 'e1' },
      { sequence: 2, proof: 'WorkspaceInfoImpl--2', identity: 'ID:made:2' },
    ])
    archive.heard('geo-2', [
      { sequence: 1, proof: null, state: 'failed', at: 1, reason: 'x' },
      { sequence: 2, proof: null, state: 'taken', at: 1, reason: null },
    ])
    expect(archive.pendingIdentities('geo-2', 10).map(({ sequence }) => sequence)).toEqual([1])
  })
})

describe('a live view', () => {
  it('gets what arrives and matches, and rows again whose delivery changed', async () => {
    const received: MessageRow[][] = []
    const archive = openedArchive()
    archive.followSlaves(['geo-2'])
    await archive.store(spaces(2))
    const left = new AbortController()
    archive.follow({ ...everyMessage, node: 'geo-1' }, (rows) => received.push([...rows]), left.signal)
    await archive.store([workspaceMessage(3), workspaceMessage(4, { sender: 'geo-9' }), workspaceMessage(5)])
    await eventually('new rows are told', () => received.length === 1)
    expect(sequences(received[0] ?? [])).toEqual([3, 5])
    archive.sawQueue('geo-2', { at: Date.now() + 1000, messageIds: ['ID:made:5'], complete: true })
    await eventually('changed rows are told', () => received.length === 2)
    expect(received[1]?.map(({ sequence, delivery }) => [sequence, delivery['geo-2']])).toEqual([
      [1, 'taken'],
      [2, 'taken'],
      [3, 'taken'],
    ])
    left.abort()
    await archive.store(spaces(1, 6))
    expect(received).toHaveLength(2)
  })
})

describe('details of a message', () => {
  it('show what changed, the state before and after, and every header but what is secret', async () => {
    const archive = openedArchive()
    await archive.store(recordedMessages())
    const { rows } = await archive.page(
      { ...everyMessage, text: 'topp:cities modified "default style"' },
      null,
      10,
    )
    const details = archive.details(rows[0]?.sequence ?? 0)
    expect(details.properties.filter(({ changed }) => changed).map(({ name }) => name)).toEqual([
      ...['path', 'defaultStyle', 'styles', 'queryable'],
    ])
    expect(details.properties.find(({ name }) => name === 'defaultStyle')).toMatchObject({
      before: 'point',
      after: 'red',
    })
    expect(details.before).toContain('<layer>')
    expect(details.after).toContain('<layer>')
    expect(details.headers.map(({ name }) => name)).toContain('JMSEventHandlerSPI')
    expect(details.body).toContain('CatalogModifyEventImpl')
  })

  it('of an object that was added again are told against its earlier state', async () => {
    const archive = openedArchive()
    await archive.store([
      workspaceMessage(1, { id: 'w', name: 'old' }),
      workspaceMessage(2, { id: 'w', name: 'new' }),
    ])
    expect(archive.details(2).properties).toContainEqual({
      name: 'name',
      before: 'old',
      after: 'new',
      changed: true,
    })
    expect(archive.details(1).properties).toContainEqual({
      name: 'name',
      before: null,
      after: 'old',
      changed: true,
    })
  })

  it('of one that is gone say so', () => {
    expect(failureOf(() => openedArchive().details(5))).toMatchObject({ code: 'PLB-ARCHIVE-MESSAGE-GONE' })
  })
})

describe('retention', () => {
  it('removes what is too old, from every list', async () => {
    const archive = openedArchive()
    archive.followSlaves(['geo-2'])
    await archive.store(spaces(30))
    archive.sawQueue('geo-2', {
      at: Date.now() + 1000,
      messageIds: ['ID:made:3', 'ID:made:29'],
      complete: true,
    })
    const oldest = 1_700_000_000_000 + 21_000
    expect(await archive.retain({ oldest, bytes: 1e12 })).toEqual({ removed: 20 })
    expect(sequences((await archive.page(everyMessage, null, 100)).rows).at(-1)).toBe(21)
    expect((await archive.page({ ...everyMessage, text: 'space5' }, null, 100)).rows).toEqual([])
    expect(await archive.position({ ...everyMessage, text: 'space' }, 1)).toMatchObject({ total: 10 })
    expect(await archive.statistics()).toMatchObject({ messages: 10, oldestAt: oldest })
    expect(archive.message(21).message).toEqual(workspaceMessage(21))
    expect(failureOf(() => archive.message(20)).code).toBe('PLB-ARCHIVE-MESSAGE-GONE')
    expect((await archive.position({ ...everyMessage, state: 'pending' }, 0)).total).toBe(1)
    expect(await archive.retain({ oldest, bytes: 1e12 })).toEqual({ removed: 0 })
  })

  it('removes the oldest when it is too large', async () => {
    const archive = openedArchive()
    const padding = 'x'.repeat(500)
    for (let from = 1; from <= 6000; from += 1000) {
      await archive.store(spaces(1000, from).map((message) => ({ ...message, headers: { padding } })))
    }
    const { bytes } = await archive.statistics()
    const { removed } = await archive.retain({ oldest: 0, bytes: bytes * 0.7 })
    expect(removed).toBeGreaterThan(0)
    expect((await archive.statistics()).bytes).toBeLessThanOrEqual(bytes * 0.7)
    expect((await archive.page(everyMessage, null, 1)).rows).toMatchObject([{ sequence: 6000 }])
  })
})

describe('names only removed messages had', () => {
  it('are forgotten, on the disk, too, and are others’ no more; what is left, and a slave, keep theirs', async () => {
    const directory = temporaryDirectory()
    const archive = openedArchive({ directory })
    archive.followSlaves(['geo-2'])
    await archive.store(spaces(500))
    const namesOf = (): number => {
      const database = new DatabaseSync(join(directory, 'archive.sqlite'), { readOnly: true })
      try {
        const counted = database.prepare('SELECT count(*) AS names FROM name').get()
        return z.object({ names: z.number() }).parse(counted).names
      } finally {
        database.close()
      }
    }
    expect(namesOf()).toBeGreaterThan(500)
    await archive.retain({ oldest: 1_700_000_000_000 + 491_000, bytes: 1e12 })
    expect(namesOf()).toBeLessThan(50)
    const seen = async (number: number) => {
      const filter = { ...everyMessage, object: `WorkspaceInfoImpl--${number}` }
      return sequences((await archive.page(filter, null, 10)).rows)
    }
    expect(await seen(3)).toEqual([])
    expect(await seen(495)).toEqual([495])
    await archive.store([workspaceMessage(501), { ...workspaceMessage(3), messageId: 'ID:again' }])
    expect(await seen(3)).toEqual([502])
    expect(await seen(501)).toEqual([501])
    const { rows } = await archive.page({ ...everyMessage, node: 'geo-1', slave: 'geo-2' }, null, 1)
    expect(sequences(rows)).toEqual([502])
  })
})

describe('export and import', () => {
  it('carry messages to another archive, passwords hidden', async () => {
    const archive = openedArchive()
    await archive.store(recordedMessages())
    const parts: string[] = []
    let messages = 0
    for (let after: number | null = 0; after !== null;) {
      const part = await archive.exportPart({ ...everyMessage, all: true }, 'jsonl', after, 'en')
      parts.push(part.content)
      messages += part.messages
      after = part.after
    }
    expect(messages).toBe(127)
    const lines = parts.join('').split('\n')
    const other = openedArchive()
    expect(await other.importLines(lines, 1)).toEqual({ stored: 127 })
    expect(await other.importLines(lines, 1)).toEqual({ stored: 0 })
    const rowsOf = (rows: readonly MessageRow[]) => rows.map(({ size: _, ...row }) => row)
    expect(rowsOf((await other.page(everyMessage, null, 500)).rows)).toEqual(
      rowsOf((await archive.page(everyMessage, null, 500)).rows),
    )
  })

  it('read files in the form messages are recorded in', async () => {
    const archive = openedArchive()
    const file = join(import.meta.dirname, '../../../fixtures/geoserver-2.26/messages.jsonl')
    expect(await archive.importLines(readFileSync(file, 'utf8').split('\n'), 1)).toEqual({ stored: 127 })
  })

  it('refuse a line that is no message, quoting nothing of it, and keep what came before', async () => {
    const archive = openedArchive()
    const line = '{"type": 5, "passwd": "secret"}'
    const { messageId, at, ...message } = workspaceMessage(1)
    const first = JSON.stringify({ messageId, timestamp: at, ...message })
    const refusal = archive.importLines([first, '', line], 10).catch((error: unknown) => String(error))
    expect(await refusal).toMatch(/Line 12 holds no message/)
    expect(await refusal).not.toContain('secret')
    expect(await archive.statistics()).toMatchObject({ messages: 1 })
  })

  it('make tables no spreadsheet runs', async () => {
    const archive = openedArchive()
    await archive.store([workspaceMessage(1, { name: '=HYPERLINK("http://x")\u009b2J', sender: '+1' })])
    const { content } = await archive.exportPart(everyMessage, 'csv', 0, 'en')
    expect(content.split('\r\n')[0]).toContain('"sequence","time","sender"')
    expect(content).toContain(`"'=HYPERLINK(""http://x"")\ufffd2J"`)
    expect(content).toContain(`"'+1"`)
    const german = await archive.exportPart(everyMessage, 'csv', 0, 'de')
    expect(german.content).toContain(' hinzugefügt')
    expect(content).not.toContain(' hinzugefügt')
  })
})

describe('saved filters', () => {
  it('are kept by name', () => {
    const archive = openedArchive()
    archive.saveFilter({ name: 'styles', filter: { ...everyMessage, kind: 'style' } })
    archive.saveFilter({ name: 'styles', filter: { ...everyMessage, kind: 'layer' } })
    expect(archive.savedFilters()).toEqual([{ name: 'styles', filter: { ...everyMessage, kind: 'layer' } }])
    archive.removeFilter('styles')
    expect(archive.savedFilters()).toEqual([])
  })
})
