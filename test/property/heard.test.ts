import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'
import { Heard } from '../../electron/engine/journal/heard.ts'
import { journalMigrations } from '../../electron/engine/journal/schema.ts'
import { openDatabase } from '../../electron/storage/open-database.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const later = 1_000_000

function openHeard() {
  const { database } = openDatabase(join(temporaryDirectory(), 'node.sqlite'), journalMigrations)
  onTestFinished(() => database.close())
  const clear = (): void => {
    database.command('DELETE FROM heard').run()
    database.command('DELETE FROM gap').run()
  }
  return { database, heard: new Heard(database), clear }
}

/** Every number the gaps of a sender cover. */
function missingIn(heard: Heard, sender: string, now = later): number[] {
  return heard
    .gaps(now)
    .filter((gap) => gap.sender === sender && gap.kind !== 'new journal')
    .flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, at) => first + at))
    .toSorted((left, right) => left - right)
}

it('says exactly which numbers never came, in whatever order and however often the others did', () => {
  const { database, heard, clear } = openHeard()
  const numbers = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(numbers, numbers, fc.nat({ max: 100 }), (ofOne, ofOther, marked) => {
      clear()
      const note = (sender: string, number: number, isMark = false) =>
        heard.note(sender, { epoch: 'e1', number, isMark }, 0)
      database.transaction(() => {
        for (const [at, number] of ofOne.entries()) {
          note('one', number)
          const other = ofOther[at]
          if (other !== undefined) note('other', other)
        }
        for (const number of ofOther.slice(ofOne.length)) note('other', number)
        if (marked > 0) note('one', marked, true)
      })
      const notHeard = (came: readonly number[], highest: number) =>
        Array.from({ length: highest }, (_, at) => at + 1).filter((number) => !came.includes(number))
      expect(missingIn(heard, 'one')).toEqual(notHeard(ofOne, Math.max(marked, ...ofOne)))
      expect(missingIn(heard, 'other')).toEqual(notHeard(ofOther, Math.max(...ofOther)))
    }),
    { numRuns: 100 },
  )
})

it('waits for what comes out of order, calls a new journal by its name at once, and forgets what was proved', () => {
  const { heard } = openHeard()
  const note = (epoch: string, number: number, at: number) =>
    heard.note('master', { epoch, number, isMark: false }, at)
  for (const number of [1, 2, 5]) note('e1', number, 0)
  expect(heard.gaps(1_000)).toEqual([])
  note('e1', 4, 2_000)
  expect(heard.gaps(60_000)).toMatchObject([{ kind: 'missing', first: 3, last: 3 }])
  note('e2', 1, 60_000)
  expect(heard.gaps(60_000)).toMatchObject([{ kind: 'missing' }, { kind: 'new journal', epoch: 'e2' }])
  // What the old journal still had under way is no third one.
  note('e1', 3, 61_000)
  note('e2', 2, 61_000)
  expect(heard.gaps(90_000)).toMatchObject([{ kind: 'new journal' }])
  heard.settle(59_999)
  expect(heard.gaps(90_000)).toHaveLength(1)
  heard.settle(60_000)
  expect(heard.gaps(90_000)).toEqual([])
})

it('is not filled up by a sender that makes up journals and numbers', () => {
  const { database, heard } = openHeard()
  database.transaction(() => {
    for (let at = 1; at <= 3_000; at += 1) {
      heard.note('hostile', { epoch: `e${at}`, number: 7, isMark: false }, 0)
      heard.note('jumper', { epoch: 'e', number: at * 1_000_000, isMark: false }, 0)
    }
  })
  expect(heard.gaps(later).length).toBeLessThanOrEqual(2_000)
  expect(heard.gaps(later).filter(({ sender }) => sender === 'jumper')).toHaveLength(100)
})
