import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Turn } from '../../../electron/broker/embedded/turn.ts'

/** A store that notes its commits, and fails them on demand. */
function noting(log: string[]) {
  const store = {
    isDirty: false,
    canWait: false,
    fails: false,
    commit() {
      if (store.fails) throw new Error('the disk is full')
      log.push('commit')
    },
  }
  return store
}

test('everything of a turn shares one commit; answers come after it in order, deliveries after those, then bytes', async () => {
  const log: string[] = []
  const turn = new Turn(noting(log), (error) => log.push(String(error)))
  turn.flushLater({ flush: () => log.push('flush') })
  turn.wake({ dispatch: () => log.push('deliver') > 99 })
  turn.reply(() => log.push('first'))
  turn.reply(() => log.push('second'))
  expect(log).toEqual([])
  await nextTurn()
  await nextTurn()
  expect(log).toEqual(['flush', 'commit', 'first', 'second', 'deliver'])
})

test('a commit waits for what the next turns bring to answer, and with it deliveries, but not for ever', async () => {
  const log: string[] = []
  const turn = new Turn(noting(log), (error) => log.push(String(error)))
  turn.wake({ dispatch: () => log.push('deliver') > 99 })
  turn.reply(() => log.push('1'))
  await nextTurn()
  turn.reply(() => log.push('2'))
  await nextTurn()
  expect(log).toEqual([])
  // Nothing more came.
  await nextTurn()
  expect(log).toEqual(['commit', '1', '2', 'deliver'])
  for (let number = 3; !log.includes('3'); number += 1) {
    turn.reply(() => log.push(String(number)))
    await nextTurn()
  }
  expect(log.slice(4)).toEqual(['commit', '3', '4', '5', '6'])
})

test('when the commit fails nothing is answered or delivered', async () => {
  const log: string[] = []
  const store = noting(log)
  const turn = new Turn(store, (error) => {
    log.push(String(error))
    turn.clear()
  })
  store.fails = true
  turn.reply(() => log.push('answer'))
  turn.wake({ dispatch: () => log.push('deliver') > 99 })
  await nextTurn()
  await nextTurn()
  expect(log).toEqual(['Error: the disk is full'])
})

test('work that has more to do is carried on in later turns, so that others get theirs', async () => {
  const log: string[] = []
  const turn = new Turn(noting(log), (error) => log.push(String(error)))
  let left = 3
  turn.wake({
    dispatch: () => {
      left -= 1
      return left > 0
    },
  })
  await nextTurn()
  expect(left).toBe(2)
  turn.reply(() => log.push('answer'))
  await nextTurn()
  await nextTurn()
  expect([left, log.at(-1)]).toEqual([1, 'answer'])
  await nextTurn()
  expect(left).toBe(0)
})

test('that messages were consumed waits for more of it, but for no longer than some turns, and for no answer', async () => {
  const log: string[] = []
  const store = noting(log)
  const turn = new Turn(store, (error) => log.push(String(error)))
  const consume = (): void => {
    store.isDirty = true
    store.canWait = true
    turn.wake({ dispatch: () => false })
  }
  consume()
  await nextTurn()
  await nextTurn()
  expect(log).toEqual([])
  turn.reply(() => log.push('answer'))
  await nextTurn()
  await nextTurn()
  expect(log).toEqual(['commit', 'answer'])
  consume()
  for (let turns = 0; turns < 8; turns += 1) await nextTurn()
  expect(log).toEqual(['commit', 'answer', 'commit'])
  turn.clear()
})

test('what delivering wrote is committed with the next turn, which follows by itself', async () => {
  const log: string[] = []
  const store = noting(log)
  const turn = new Turn(store, (error) => log.push(String(error)))
  turn.wake({
    dispatch: () => {
      store.isDirty = true
      return false
    },
  })
  await nextTurn()
  store.isDirty = false
  await nextTurn()
  expect(log).toEqual(['commit', 'commit'])
})
