import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { topic } from '../../../electron/broker/destinations.ts'
import { OutboxPublisher } from '../../../electron/engine/master/publisher.ts'
import { eventually } from '../../support/cluster.ts'
import { openMaster, seedDirectory } from '../../support/master.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { FakeClock } from '../broker/fake-clock.ts'
import { editAsPlanned } from '../../support/edit-as-planned.ts'

/** A master whose publisher sends to a broker that takes everything. */
function publishing() {
  const path = seedDirectory(temporaryDirectory())
  const { master, outbox, close } = openMaster(path)
  const clock = new FakeClock()
  const sent: string[] = []
  const authors: (string | undefined)[] = []
  const publisher = new OutboxPublisher({
    session: {
      publish: ({ properties }) => {
        sent.push(properties?.['plumblineEventId'] ?? '')
        authors.push(properties?.['plumblineAuthor'])
        return Promise.resolve()
      },
    },
    outbox,
    topic: topic('VirtualTopic.geoserver'),
    node: { instanceName: 'm', group: 'g' },
    now: () => 0,
    clock,
  })
  onTestFinished(async () => {
    await publisher.stop()
    close()
  })
  const journal = new DatabaseSync(join(path, 'node.sqlite'))
  onTestFinished(() => journal.close())
  const add = (name: string, author = 'test') =>
    editAsPlanned(master, { verb: 'add', kind: 'workspace', input: JSON.stringify({ name }) }, author)
  return { add, outbox, publisher, clock, sent, authors, journal }
}

it('says who asked for each change, also of one accepted before it started, on one line', async () => {
  const { add, outbox, publisher, authors } = publishing()
  add('topp', 'ada')
  add('tiger', 'bob\ninstanceName:m2')
  add('nobody', '\t')
  publisher.start()
  await eventually('all is sent', () => outbox.count('sent') === 6)
  const [ada, bob] = ['ada', 'bob instanceName:m2']
  expect(authors).toEqual([ada, ada, bob, bob, undefined, undefined])
})

it('pauses with the reason while the journal cannot be written, and sends nothing a second time', async () => {
  const { add, outbox, publisher, clock, sent, journal } = publishing()
  add('topp')
  journal.exec(`CREATE TRIGGER full BEFORE UPDATE ON outbox BEGIN SELECT RAISE(ABORT, 'no room'); END`)
  publisher.start()
  await eventually('it says why it pauses', () => publisher.trouble !== undefined)
  expect(publisher.trouble?.message).toContain('no room')
  expect(sent).toHaveLength(2)
  clock.advance(60_000)
  await eventually('it tried again', () => clock.pending.length > 0)
  expect(outbox.count('applied')).toBe(2)
  journal.exec('DROP TRIGGER full')
  clock.advance(60_000)
  await eventually('all is sent', () => outbox.count('sent') === 2)
  expect(publisher.trouble).toBeUndefined()
  expect(sent).toHaveLength(2)
})

it('pauses with the reason while the journal cannot be read, and goes on by itself', async () => {
  const { add, outbox, publisher, clock, journal } = publishing()
  add('topp')
  journal.exec('ALTER TABLE outbox RENAME TO elsewhere')
  publisher.start()
  await eventually('it says why it pauses', () => publisher.trouble !== undefined)
  journal.exec('ALTER TABLE elsewhere RENAME TO outbox')
  clock.advance(60_000)
  await eventually('all is sent', () => outbox.count('sent') === 2)
  expect(publisher.trouble).toBeUndefined()
})
