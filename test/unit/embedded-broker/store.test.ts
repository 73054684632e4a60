import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StatementSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Message } from '../../../electron/broker/embedded/message.ts'
import { MessageStore } from '../../../electron/broker/embedded/store.ts'

let directory: string
let path: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'plumbline-store-'))
  path = join(directory, 'broker.db')
})
afterEach(async () => {
  await rm(directory, { recursive: true, force: true })
})

const queue = { kind: 'queue', name: 'q', clientId: '', topic: '', selector: '' } as const

function message(id: number, persistent = true): Message {
  return {
    id,
    messageId: `ID:${id}`,
    destination: '/queue/\u00c3\u00a4',
    bodyType: 'bytes',
    protocol: 'stomp',
    persistent,
    expires: 12,
    transformation: 'jms-object-xml',
    headers: 'name:\xff\n',
    body: Uint8Array.from([0, 255, 1]),
  }
}

function ids(store: MessageStore, id: number): number[] {
  return store.entriesAfter(id, 0, 100).map((entry) => entry.message)
}

test('a persistent message is read as it was added, also after the database was closed', () => {
  const first = new MessageStore(path)
  first.begin()
  const { id } = first.addQueue(queue)
  first.add(message(1), [id], [])
  first.add(message(2, false), [id], [])
  first.commit()
  expect(ids(first, id)).toEqual([1, 2])
  first.close()

  const second = new MessageStore(path)
  expect(second.queues()).toEqual([{ ...queue, id }])
  const [entry, ...others] = second.entriesAfter(id, 0, 100)
  expect(others).toEqual([])
  expect(entry?.shelf.read(id, 1)).toEqual(message(1))
  expect(second.newestMessage()).toBe(1)
  second.close()
})

test('what is not committed is undone by closing or rolling back', () => {
  const store = new MessageStore(path)
  store.begin()
  const { id } = store.addQueue(queue)
  store.commit()
  store.begin()
  store.add(message(1), [id], [])
  store.rollBack()
  expect(ids(store, id)).toEqual([])
  expect(store.lasting.read(id, 1)).toBeUndefined()
  store.begin()
  store.add(message(2), [id], [])
  store.close()
  const again = new MessageStore(path)
  expect(ids(again, id)).toEqual([])
  again.close()
})

test('a message in several queues is kept once, read only through a queue that holds it, and goes with the last', () => {
  const store = new MessageStore(':memory:')
  const one = store.addQueue(queue).id
  const other = store.addQueue({ ...queue, name: 'r' }).id
  store.begin()
  store.add(message(1), [one, other], [-1])
  store.lasting.remove(one, 1)
  store.commit()
  expect(store.lasting.read(one, 1)).toBeUndefined()
  expect(store.lasting.read(other, 1)).toEqual(message(1))
  expect(store.passing.read(-1, 1)).toEqual(message(1))
  expect(store.newestMessage()).toBe(1)
  store.lasting.remove(other, 1)
  store.passing.remove(-1, 1)
  expect(store.newestMessage()).toBe(0)
  store.close()
})

test('what is taken out is gone for whoever asks, in whatever order it was, and comes back when that is undone', () => {
  const store = new MessageStore(path, 0)
  store.begin()
  const [one, other] = [store.addQueue(queue).id, store.addQueue({ ...queue, name: 'r' }).id]
  for (let number = 1; number <= 9; number += 1) store.add(message(number), [one, other], [])
  store.commit()
  store.begin()
  for (const number of [3, 1, 2, 7, 5, 9]) store.lasting.remove(one, number)
  store.lasting.remove(other, 2)
  expect([ids(store, one), ids(store, other)]).toEqual([
    [4, 6, 8],
    [1, 3, 4, 5, 6, 7, 8, 9],
  ])
  store.lasting.remove(one, 4)
  expect(store.lasting.read(one, 4)).toBeUndefined()
  store.lasting.remove(one, 6)
  expect(store.depths()).toEqual(
    new Map([
      [one, 1],
      [other, 8],
    ]),
  )
  store.lasting.remove(one, 8)
  store.rollBack()
  expect(ids(store, one)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  store.begin()
  for (const number of [1, 2, 3]) store.lasting.remove(one, number)
  store.commit()
  store.close()
  const again = new MessageStore(path)
  expect([ids(again, one), ids(again, other)]).toEqual([
    [4, 5, 6, 7, 8, 9],
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
  ])
  again.close()
})

test('what several queues held side by side goes with the last of them, and takes a statement a range', () => {
  const store = new MessageStore(':memory:')
  store.begin()
  const [one, other] = [store.addQueue(queue).id, store.addQueue({ ...queue, name: 'r' }).id]
  for (let number = 1; number <= 5; number += 1) store.add(message(number), [one, other], [])
  const statements = vi.spyOn(StatementSync.prototype, 'run')
  for (const each of [one, other]) for (const number of [1, 2, 3, 4]) store.lasting.remove(each, number)
  expect(statements).not.toHaveBeenCalled()
  store.commit()
  // Two deletions for each queue, and the commit.
  expect(statements).toHaveBeenCalledTimes(5)
  statements.mockRestore()
  expect([ids(store, one), ids(store, other), store.newestMessage()]).toEqual([[5], [5], 5])
  store.close()
})

test('queues that are gone are purged bit by bit', () => {
  const store = new MessageStore(':memory:')
  const { id } = store.addQueue(queue)
  store.begin()
  for (let number = 1; number <= 5; number++) store.add(message(number, number % 2 === 0), [id], [])
  store.removeQueue(id)
  store.commit()
  expect(store.leftoverQueues()).toEqual([id])
  expect(store.purge(id, 2)).toBe(true)
  while (store.purge(id, 2));
  expect(store.leftoverQueues()).toEqual([])
  expect(store.newestMessage()).toBe(0)
  store.close()
})
