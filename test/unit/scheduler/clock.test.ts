import { expect, test } from 'vitest'
import { repeatedly } from '../../../electron/scheduler/clock.ts'
import { FakeClock } from '../broker/fake-clock.ts'

test('what is done repeatedly rests before each time, and begins no more once it is ended', async () => {
  const clock = new FakeClock()
  const done: number[] = []
  let finish: () => void = () => undefined
  const stop = repeatedly(
    clock,
    1_000,
    () =>
      new Promise((resolve) => {
        done.push(clock.now())
        finish = resolve
      }),
    10,
  )
  const afterTask = async (): Promise<void> => {
    finish()
    await new Promise((resolve) => setImmediate(resolve))
  }
  clock.advance(10)
  clock.advance(5_000)
  expect(done).toEqual([10])
  await afterTask()
  clock.advance(999)
  expect(done).toEqual([10])
  clock.advance(1)
  expect(done).toEqual([10, 6_010])
  stop()
  await afterTask()
  expect(clock.pending).toEqual([])
})
