import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import type { EditRequest } from '../../../electron/engine/master/master.ts'
import { JournalRetention, type Retention } from '../../../electron/engine/journal/retention.ts'
import { Upkeep } from '../../../electron/engine/node/upkeep.ts'
import { editAsPlanned } from '../../support/edit-as-planned.ts'
import { openMaster, seedDirectory, testTime } from '../../support/master.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { FakeClock } from '../broker/fake-clock.ts'

const day = 24 * 60 * 60_000
const few: Retention = { changes: 20, days: 365, events: 30, messages: 30 }

/** The journal of a master, with what fills it as the master and its publisher do. */
function journalInUse(retention: Retention = few, path = seedDirectory(temporaryDirectory())) {
  const opened = openMaster(path)
  onTestFinished(() => opened.close())
  const { database, outbox, history } = opened
  // No power is cut in these tests that would ask for it.
  database.query('PRAGMA synchronous = OFF', z.unknown()).all()
  const kept = new JournalRetention(database, retention)
  let made = 0
  /** Writes down a change with its events, big ones, and returns their ids. */
  const change = (
    options: { readonly at?: number; readonly events?: number; readonly size?: number } = {},
  ) => {
    const { at = testTime, events = 1, size = 4_000 } = options
    made += 1
    const text = 'x'.repeat(size)
    return database.transaction(() => {
      const historyId = history.add({
        at,
        author: 'test',
        verb: 'modify',
        kind: 'workspace',
        objectId: 'w',
        summary: `change ${made}`,
        before: text,
        after: text,
        requestId: `request ${made}`,
      })
      return Array.from({ length: events }, (_, number) =>
        outbox.add({
          historyId,
          eventId: `event ${made}.${number}`,
          handler: 'JMSCatalogModifyEventHandlerSPI',
          audience: 'everyone',
          body: text,
          summary: `change ${made}`,
          at,
        }),
      )
    })
  }
  const publish = () => {
    for (let entries = outbox.entries('accepted'); entries.length > 0; entries = outbox.entries('accepted'))
      database.transaction(() =>
        outbox.markApplied(
          entries.map(({ id }) => id),
          testTime,
        ),
      )
    for (let entries = outbox.entries('applied'); entries.length > 0; entries = outbox.entries('applied'))
      outbox.markSent(entries, testTime)
  }
  /** Goes on until nothing is left to do; returns the steps it took. */
  const tidy = (now = testTime): number => {
    let steps = 1
    while (kept.step(now)) steps += 1
    return steps
  }
  const count = (table: string) => valueOf('count(*)', table)
  const valueOf = (what: string, table: string) =>
    database.query(`SELECT ${what} AS found FROM ${table}`, z.object({ found: z.number() })).first()?.found
  return { ...opened, path, change, publish, tidy, kept, count, valueOf }
}

describe('what a journal keeps', () => {
  it('is bounded in rows and on the disk, however much was published', () => {
    const { change, publish, tidy, count, history, outbox, path, close } = journalInUse()
    for (let round = 0; round < 3; round += 1) {
      for (let each = 0; each < 1_000; each += 1) change()
      publish()
      tidy()
      expect(count('history')).toBe(20)
      expect(count('outbox')).toBe(20)
    }
    expect(history.latest(100).map(({ summary }) => summary)).toEqual(
      Array.from({ length: 20 }, (_, back) => `change ${3000 - back}`),
    )
    expect(history.ofObject('w')[0]).toMatchObject({ before: 'x'.repeat(4_000), after: 'x'.repeat(4_000) })
    expect(outbox.epoch.sent).toBe(3000)
    close()
    // A round takes 12 MB at the least; a reserve of 4 MB stays to be used again.
    expect(statSync(join(path, 'node.sqlite')).size).toBeLessThan(8_000_000)
  })

  it('is, of what was sent, no body, and no more events than it was told, in small steps', () => {
    const { change, publish, tidy, count, valueOf, outbox } = journalInUse()
    for (let each = 0; each < 5; each += 1) change({ events: 300, size: 10 })
    expect(outbox.entries('accepted')[0]?.body).toBe('x'.repeat(10))
    publish()
    expect(valueOf('sum(length(body))', 'outbox')).toBe(0)
    expect(outbox.entries('sent')[0]?.body).toBe('')
    // 1470 events, 100 at most in a step.
    expect(tidy()).toBe(15)
    expect(count('outbox')).toBe(30)
    expect(count('history')).toBe(5)
  })

  it('is everything that is not published, with its body and its change, for as long as it takes', () => {
    const { change, publish, tidy, history, outbox, count } = journalInUse()
    for (let each = 0; each < 250; each += 1) change()
    tidy(testTime + 1_000 * day)
    expect(outbox.count('accepted')).toBe(250)
    expect(outbox.entries('accepted', 0, 1)[0]).toMatchObject({
      eventId: 'event 1.0',
      body: 'x'.repeat(4_000),
    })
    expect(history.latest(1_000)).toHaveLength(250)
    publish()
    tidy()
    expect([outbox.count('sent'), count('history')]).toEqual([20, 20])
  })

  it('is no older than it was told', () => {
    const { change, publish, tidy, history, outbox } = journalInUse()
    change({ at: testTime - 366 * day })
    change({ at: testTime - 364 * day })
    publish()
    tidy()
    expect(history.latest().map(({ summary }) => summary)).toEqual(['change 2'])
    expect(outbox.entries('sent').map(({ eventId }) => eventId)).toEqual(['event 2.0'])
  })

  it('tells of every change of the history whether it was made', () => {
    const { change, publish, tidy, history, outbox } = journalInUse({ ...few, events: 0 })
    const [first = 0] = change({ events: 2 })
    outbox.withdraw(first, 'not wanted')
    for (const id of change({ events: 2 })) outbox.withdraw(id, 'not wanted')
    change({ events: 2 })
    publish()
    tidy()
    expect(history.byRequest('request 1')?.events).toHaveLength(2)
    expect(history.byRequest('request 2')).toBeUndefined()
    // Its events are forgotten one by one; that it was made is not.
    expect(history.byRequest('request 3')).toMatchObject({ events: ['change 3'] })
  })

  it('recognises its own events also when they are too old to be known one by one', () => {
    const { change, publish, tidy, outbox } = journalInUse()
    for (let each = 0; each < 40; each += 1) change()
    publish()
    tidy()
    const numbered = (number: number, epoch = outbox.epoch.name) => ({ epoch, number, isMark: false })
    expect(outbox.knows('event 40.0')).toBe(true)
    expect(outbox.knows('event 3.0')).toBe(false)
    expect(outbox.knows('event 3.0', numbered(3))).toBe(true)
    expect(outbox.knows('of another', numbered(3, 'another'))).toBe(false)
    expect(outbox.knows('of another', numbered(30))).toBe(false)
    expect(outbox.knows('of another', numbered(41))).toBe(false)
    tidy(testTime + 1_000 * day)
    expect(outbox.count('sent')).toBe(0)
    expect(outbox.knows('event 40.0', numbered(40))).toBe(true)
    expect(outbox.knows('of another', numbered(41))).toBe(false)
  })

  it('loses nothing else when it is interrupted, and goes on after the next start', () => {
    const { change, publish, tidy, kept, count, database, close, path } = journalInUse()
    for (let each = 0; each < 250; each += 1) change()
    publish()
    expect(kept.step(testTime)).toBe(true)
    database
      .command(
        `CREATE TEMP TRIGGER dies BEFORE DELETE ON main.history WHEN old.id = 150
           BEGIN SELECT RAISE(ABORT, 'interrupted'); END`,
      )
      .run()
    expect(() => tidy()).toThrow('interrupted')
    // Events and their change go together, or not at all.
    expect([count('history'), count('outbox')]).toEqual([150, 150])
    close()
    const again = journalInUse(few, path)
    again.tidy()
    expect([again.count('history'), again.count('outbox')]).toEqual([20, 20])
    expect(again.outbox.epoch.sent).toBe(250)
  })

  it('lets a master go on: a repeated request is made once, and the next change is numbered on', () => {
    const { master, outbox, tidy, publish } = journalInUse({ changes: 2, days: 365, events: 1, messages: 1 })
    const add = (name: string): EditRequest => ({
      verb: 'add',
      kind: 'workspace',
      input: `{"name":"${name}"}`,
    })
    for (const name of ['a', 'b', 'c', 'd']) editAsPlanned(master, add(name), 'test', `add ${name}`)
    publish()
    tidy()
    // It is not planned again, so there is nothing to agree to.
    expect(master.edit(add('d'), { plan: '', name: undefined }, 'test', 'add d').id).not.toBe('')
    expect(outbox.count('applied')).toBe(0)
    editAsPlanned(master, add('e'))
    expect(outbox.entries('applied').map(({ number }) => number)).toEqual([9, 10])
  })
})

describe('the upkeep of a journal', () => {
  it('goes on in small steps while there is something to do, then looks again, and stops when told', () => {
    const clock = new FakeClock()
    const answers = [true, true, false]
    let steps = 0
    const upkeep = new Upkeep(() => answers[steps++] ?? false, clock)
    upkeep.start()
    expect(steps).toBe(0)
    clock.advance(1_000)
    expect(steps).toBe(3)
    clock.advance(120_000)
    expect(steps).toBe(5)
    upkeep.stop()
    expect(clock.pending).toEqual([])
  })

  it('says what keeps it from its work until it does not', () => {
    const clock = new FakeClock()
    let isFull = true
    const upkeep = new Upkeep(() => {
      if (isFull) throw new Error('no room')
      return false
    }, clock)
    upkeep.start()
    clock.advance(1_000)
    expect(upkeep.trouble?.message).toContain('no room')
    isFull = false
    clock.advance(60_000)
    expect(upkeep.trouble).toBeUndefined()
  })
})
