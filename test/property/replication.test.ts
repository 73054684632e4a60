import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { eventIdProperty, type Incoming } from '../../electron/engine/slave/receiver.ts'
import { isFailure } from '../../electron/errors/failure.ts'
import { filesBelow } from '../support/data-directories.ts'
import { UnreliableDisk } from '../support/file-system-faults.ts'
import { openMaster, seedDirectory } from '../support/master.ts'
import { editChoice, requestFor, type EditChoice } from '../support/random-edits.ts'
import { driftBetween } from '../support/replicas.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { message, openSlave, type SlaveNode } from '../unit/slave/node.ts'
import { editAsPlanned } from '../support/edit-as-planned.ts'

/** What a broker hands over next: so many new messages, behind so many it handed over before. */
interface Delivery {
  readonly again: number
  readonly messages: number
  /** After how many changes of files the slave dies, if it does. */
  readonly crash: number | undefined
}

const delivery: fc.Arbitrary<Delivery> = fc.record({
  again: fc.nat({ max: 5 }),
  messages: fc.nat({ max: 8 }),
  crash: fc.option(fc.nat({ max: 40 }), { nil: undefined }),
})

/** What a master publishes for these edits; those it refuses change nothing. */
function published(path: string, choices: readonly EditChoice[]) {
  const { master, outbox, catalog, close } = openMaster(seedDirectory(path))
  for (const choice of choices) {
    const request = requestFor(choice, catalog)
    try {
      if (request !== undefined) editAsPlanned(master, request, 'test')
    } catch (error) {
      if (!isFailure(error)) throw error
    }
  }
  const entries = outbox.entries('applied', 0, 10_000)
  close()
  return entries.map((entry) => ({
    eventId: entry.eventId,
    /** As sent once more, it has another id of the broker's. */
    send: () => message(entry, { [eventIdProperty]: entry.eventId }),
  }))
}

/** Takes messages as a slave that may die over them; returns the slave that goes on. */
function taken(path: string, slave: SlaveNode, messages: readonly Incoming[], crash: number | undefined) {
  slave.close()
  const disk = new UnreliableDisk(() => undefined)
  const mortal = openSlave(path, { fileSystem: disk.fileSystem, isDead: () => disk.isDead })
  if (crash !== undefined) disk.crashAfter(crash)
  try {
    mortal.receiver.resume()
    mortal.receiver.take(messages)
  } catch (error) {
    if (!disk.isDead) throw error
  }
  return { slave: mortal, isDead: disk.isDead }
}

it('a slave becomes what its master is, whatever is delivered twice and whenever it dies', () => {
  fc.assert(
    fc.property(
      fc.array(editChoice, { minLength: 1, maxLength: 25 }),
      fc.array(delivery, { maxLength: 8 }),
      (choices, deliveries) => {
        const [masterPath, slavePath] = [temporaryDirectory(), seedDirectory(temporaryDirectory())]
        const events = published(masterPath, choices)
        let slave = openSlave(slavePath)
        let done = 0
        for (const { again, messages, crash } of [
          ...deliveries,
          { again: 0, messages: events.length, crash: undefined },
        ]) {
          const batch = events.slice(Math.max(0, done - again), done + messages)
          const result = taken(
            slavePath,
            slave,
            batch.map(({ send }) => send()),
            crash,
          )
          slave = result.slave
          if (!result.isDead) done += messages
        }
        expect(slave.inbox.counts()).toMatchObject({ received: 0, parked: 0, failed: 0 })
        expect(slave.inbox.outcomes(events.map(({ eventId }) => eventId)).size).toBe(events.length)
        const [masterData, slaveData] = [join(masterPath, 'data'), join(slavePath, 'data')]
        expect(driftBetween(masterData, slaveData).entries).toEqual([])
        const files = filesBelow(slaveData)
        slave.receiver.take(events.map(({ send }) => send()))
        expect(filesBelow(slaveData)).toEqual(files)
        slave.close()
      },
    ),
    { numRuns: 15 },
  )
})
