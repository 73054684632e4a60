import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { z } from 'zod'
import { Catalog } from '../../../electron/catalog/catalog.ts'
import { KeptGraves } from '../../../electron/engine/journal/graves.ts'
import { History } from '../../../electron/engine/journal/history.ts'
import { Outbox } from '../../../electron/engine/journal/outbox.ts'
import { journalMigrations, sealedIn } from '../../../electron/engine/journal/schema.ts'
import { Timeline } from '../../../electron/engine/journal/timeline.ts'
import { noFiles } from '../../../electron/engine/replica/directory-files.ts'
import { Replica } from '../../../electron/engine/replica/replica.ts'
import { openDatabase } from '../../../electron/storage/open-database.ts'
import { openSealer } from '../../../electron/storage/secrets.ts'
import { object } from '../../support/catalog-changes.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

/** A journal that changes are put into as a master does. */
function openJournal() {
  const path = temporaryDirectory()
  const { database } = openDatabase(join(path, 'node.sqlite'), journalMigrations)
  onTestFinished(() => {
    database.close()
  })
  const sealer = openSealer({ keyFile: join(path, 'key'), environment: {} })
  const timeline = new Timeline(database, sealer, new KeptGraves(database), () => 1)
  const outbox = new Outbox(database, sealer)
  const replica = new Replica(new Catalog(), noFiles)
  const common = { author: 'a', before: undefined, after: undefined, summary: 'changed', at: 1 } as const
  const historyId = new History(database, sealer).add({
    ...common,
    ...{ verb: 'modify', kind: 'style', objectId: 'st' },
  })
  const change = (number: number): void => {
    const stamp = { time: timeline.nextTime(), step: 0, sender: 'm' }
    const event = { verb: 'add', object: object('style', `st-${number}`, {}), copies: new Map() } as const
    const said = { handler: 'JMSCatalogAddEventHandlerSPI', body: `body ${number}` } as const
    timeline.place(
      { id: undefined, identity: `e${number}`, sender: 'm', ...said, stamp },
      event,
      replica,
      () => 0,
    )
    outbox.addApplied({ eventId: `e${number}`, historyId, audience: 'everyone', ...said, ...common }, stamp)
  }
  /** Puts what is not in the files yet into the outbox. */
  const accept = (eventId: string): number =>
    outbox.add({
      ...common,
      ...{ eventId, historyId, audience: 'everyone', handler: 'JMSCatalogAddEventHandlerSPI', body: 'body' },
    })
  /** What of changes is kept in which table, in bytes. */
  const kept = (eventId: string) =>
    database
      .query(
        `SELECT length(outbox.body) AS published, length(placed.body) AS placed
         FROM outbox LEFT JOIN placed ON identity = event_id WHERE event_id = :eventId`,
        z.object({ published: z.number(), placed: z.number().nullable() }),
      )
      .first({ eventId })
  return { database, outbox, accept, change, kept, sealer }
}

it('knows without asking that nothing is accepted, until something is, also when that is taken back', () => {
  const { database, outbox, accept } = openJournal()
  expect(outbox.hasAccepted).toBe(false)
  const count = vi.spyOn(outbox, 'count')
  expect(outbox.hasAccepted).toBe(false)
  expect(count).not.toHaveBeenCalled()
  expect(() => {
    database.transaction(() => {
      accept('e1')
      throw new Error('taken back')
    })
  }).toThrow('taken back')
  expect(outbox.hasAccepted).toBe(false)
  const id = database.transaction(() => accept('e2'))
  expect([outbox.hasAccepted, outbox.hasAccepted]).toEqual([true, true])
  database.transaction(() => {
    outbox.markApplied([id], 1)
  })
  expect(outbox.hasAccepted).toBe(false)
  outbox.mark(id, 'accepted', 1)
  expect(outbox.hasAccepted).toBe(true)
})

it('a change that has its place among those of all masters has its body in the journal once, and is published with it', () => {
  const { database, outbox, change, kept, sealer } = openJournal()
  database.transaction(() => {
    change(1)
  })
  expect(kept('e1')).toMatchObject({ published: 0 })
  expect(kept('e1')?.placed).toBeGreaterThan(0)
  expect(outbox.entries('applied').map(({ body }) => body)).toEqual(['body 1'])
  // By which the next start tells the key it was sealed with.
  expect(sealer.open(sealedIn(database) ?? new Uint8Array())).toBe('body 1')
  outbox.markSent(outbox.entries('applied'), 1)
  expect(outbox.entries('sent').map(({ body }) => body)).toEqual([''])
})

it('what is still to be published has its body also when its place is forgotten', () => {
  const { database, outbox, change, kept } = openJournal()
  database.transaction(() => {
    change(1)
  })
  outbox.markSent(outbox.entries('applied'), 1)
  database.transaction(() => {
    for (let number = 2; number <= 5_600; number += 1) change(number)
  })
  expect(kept('e1')).toEqual({ published: 0, placed: null })
  expect(kept('e2')).toMatchObject({ placed: null })
  const bodies = outbox.entries('applied', 0, 10_000).map(({ body }) => body)
  expect(bodies).toEqual(Array.from({ length: 5_599 }, (_, index) => `body ${index + 2}`))
})
