import { expect, it } from 'vitest'
import type { Connection, DestinationListing } from '../../../electron/broker/broker-connection.ts'
import { watchHeld } from '../../../electron/broker/sessions/held-messages.ts'
import { english } from '../../../electron/sentences/english.ts'
import type { Failure } from '../../../electron/errors/failure.ts'
import { wordingOf } from '../../../electron/errors/failure.ts'
import { FakeClock } from './fake-clock.ts'

type Told = Pick<DestinationListing, 'storePercent' | 'memoryPercent'>

/** Looks so many times while a message waits, and gives how often the broker was asked and why the connection was ended. */
async function looksAt(told: Told | undefined, looks: number, confirmed: (look: number) => number = () => 0) {
  const clock = new FakeClock()
  const ended: string[] = []
  let asked = 0
  let look = 0
  const listing = told && { ...told, told: 'statistics' as const, destinations: [] }
  const beside = {
    destinations: () => Promise.resolve(listing),
    close: () => Promise.resolve(),
  } as Partial<Connection> as Connection
  const connection = {
    end: (because: Failure) => ended.push(english(wordingOf(because))),
  } as Partial<Connection> as Connection
  const stop = watchHeld(
    connection,
    clock,
    () => {
      asked += 1
      return Promise.resolve(beside)
    },
    () => confirmed(look),
  )
  for (look = 0; look < looks; look += 1) {
    clock.advance(3_000)
    while (clock.pending.length === 0) await Promise.resolve()
  }
  stop()
  return { asked, ended }
}

it.each([
  [{ storePercent: 100, memoryPercent: 3 }, /store is full \(100 %\)/],
  [{ storePercent: 5, memoryPercent: 120 }, /memory for messages is full \(120 %\)/],
])('a broker that says it is full (%o) is told as that at the first look', async (told, words) => {
  const { ended } = await looksAt(told, 2)
  expect(ended).toEqual([expect.stringMatching(words)])
})

it('one that counts and has room is slow', async () => {
  expect(await looksAt({ storePercent: 89, memoryPercent: 89 }, 5)).toEqual({ asked: 4, ended: [] })
})

it('one that does not count, and twice answers everything but what is sent, has no room', async () => {
  expect((await looksAt(undefined, 2)).ended).toEqual([])
  expect((await looksAt(undefined, 3)).ended).toEqual([expect.stringContaining('confirms no message')])
})

it('one that confirms one message after the other is not asked', async () => {
  expect(await looksAt(undefined, 5, (look) => look)).toEqual({ asked: 0, ended: [] })
})
