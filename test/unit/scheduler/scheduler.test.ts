import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { atOnce, Scheduler } from '../../../electron/scheduler/scheduler.ts'

/** Turns on a clock that work itself moves on. */
function timed() {
  let now = 0
  const log: string[] = []
  const scheduler = new Scheduler(() => now)
  return {
    scheduler,
    log,
    work: (name: string, milliseconds: number) => () => void (log.push(name), (now += milliseconds)),
  }
}

test('pieces that fit into the time of a turn are done in it, in the order they came', async () => {
  const { scheduler, log, work } = timed()
  for (const name of ['first', 'second', 'third']) scheduler.add(work(name, 1))
  expect(log).toEqual([])
  await nextTurn()
  expect(log).toEqual(['first', 'second', 'third'])
})

test('what does not fit any more waits for the next turn, and for no longer', async () => {
  const { scheduler, log, work } = timed()
  scheduler.add(work('long', 1_000))
  scheduler.add(work('long as well', 1_000))
  await nextTurn()
  expect(log).toEqual(['long'])
  await nextTurn()
  expect(log).toEqual(['long', 'long as well'])
})

test('what is added in a turn waits for the next one', async () => {
  const { scheduler, log, work } = timed()
  scheduler.add(() => {
    work('first', 1)()
    scheduler.add(work('later', 1))
  })
  scheduler.add(work('second', 1))
  await nextTurn()
  expect(log).toEqual(['first', 'second'])
  await nextTurn()
  expect(log).toEqual(['first', 'second', 'later'])
})

test('a whole in pieces lets others in between, and answers with what it returns', async () => {
  const { scheduler, log, work } = timed()
  function* whole() {
    for (let piece = 1; piece <= 4; piece += 1) {
      work(`piece ${piece}`, 4)()
      yield
    }
    return 'done'
  }
  const result = scheduler.run(whole())
  scheduler.add(work('other', 1))
  expect(await result).toBe('done')
  expect(log).toEqual(['piece 1', 'piece 2', 'other', 'piece 3', 'piece 4'])
  expect(atOnce(whole())).toBe('done')
})

test('a whole that fails says so to whoever waits for it, and holds nothing up', async () => {
  const { scheduler, log, work } = timed()
  // eslint-disable-next-line require-yield -- it fails before it gets that far
  function* whole(): Generator<void, never, undefined> {
    throw new Error('out of order')
  }
  const result = scheduler.run(whole())
  scheduler.add(work('next', 1))
  await expect(result).rejects.toThrow('out of order')
  expect(log).toEqual(['next'])
})

test('what is done as it comes shares the time of a turn, whoever does it', async () => {
  const { scheduler, work } = timed()
  expect(scheduler.hasTime).toBe(true)
  work('long', 1_000)()
  expect(scheduler.hasTime).toBe(false)
  await nextTurn()
  expect(scheduler.hasTime).toBe(true)
})
