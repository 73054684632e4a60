import fc from 'fast-check'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { History } from '../../../electron/engine/journal/history.ts'
import { journalMigrations } from '../../../electron/engine/journal/schema.ts'
import { openDatabase } from '../../../electron/storage/open-database.ts'
import { openSealer } from '../../../electron/storage/secrets.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

function openHistory() {
  const path = temporaryDirectory()
  const { database } = openDatabase(join(path, 'node.sqlite'), journalMigrations)
  onTestFinished(() => {
    database.close()
  })
  const sealer = openSealer({ keyFile: join(path, 'key'), environment: {} })
  const history = new History(database, sealer)
  const change = {
    at: 1,
    author: 'a',
    verb: 'modify',
    kind: 'global',
    objectId: 'g',
    summary: 'changed',
  } as const
  const add = (before: string | undefined, after: string | undefined): number =>
    history.add({ ...change, before, after })
  const statesOf = (id: number) => history.ofChange(id).map(({ before, after }) => [before, after])
  return { database, sealer, add, statesOf }
}

const line = fc.constantFrom(
  '<global>',
  '  <a>1</a>',
  '  <a>2</a>',
  '  <b>😀</b>',
  '  <b>😁</b>',
  '',
  '</global>',
  '=1 2 x',
)
const file = fc.array(line, { maxLength: 8 }).map((lines) => ['<global>', ...lines].join('\n'))
const state = fc.option(fc.oneof(file, fc.constantFrom('<a/>', 'no element', '')), { nil: undefined })

it('both states of a change are told as they were, whatever they have in common', () => {
  const { add, statesOf } = openHistory()
  fc.assert(
    fc.property(state, state, (before, after) => {
      expect(statesOf(add(before, after))).toEqual([[before, after]])
    }),
    { numRuns: 500 },
  )
})

it('the state before a change takes no more room than what differs, and as it was kept once it is told, too', () => {
  const { database, sealer, add, statesOf } = openHistory()
  const fileOf = (value: number): string =>
    `<global>\n${'  <other>value</other>\n'.repeat(200)}  <a>${value}</a>\n${'  <more/>\n'.repeat(200)}</global>`
  const id = add(fileOf(1), fileOf(22))
  expect(statesOf(id)).toEqual([[fileOf(1), fileOf(22)]])
  const length = database.query(
    'SELECT length(before) AS before FROM history WHERE id = :id',
    z.object({ before: z.number() }),
  )
  expect(length.first({ id })?.before).toBeLessThan(100)
  database
    .command('UPDATE history SET before = :before WHERE id = :id')
    .run({ id, before: sealer.seal(fileOf(333)) })
  expect(statesOf(id)).toEqual([[fileOf(333), fileOf(22)]])
})
