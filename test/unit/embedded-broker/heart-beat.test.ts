import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { HeartBeat } from '../../../electron/broker/embedded/heart-beat.ts'

let now = 0

/** Lets time pass, a millisecond at a time, as a real clock would. */
async function pass(milliseconds: number): Promise<void> {
  for (let step = 0; step < milliseconds; step++) {
    now += 1
    await vi.advanceTimersByTimeAsync(1)
  }
}

beforeEach(() => {
  now = 0
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function heartBeat(terms: { sendEvery: number; expectEvery: number }) {
  const beats: number[] = []
  const silences: number[] = []
  const heart: HeartBeat = new HeartBeat(
    terms,
    () => {
      beats.push(now)
      heart.wasWritten()
    },
    (silence) => silences.push(silence),
    () => now,
  )
  return { heart, beats, silences }
}

test('the promise to send is kept: no gap is longer than the interval', async () => {
  const { heart, beats } = heartBeat({ sendEvery: 300, expectEvery: 0 })
  await pass(3000)
  const gaps = beats.map((at, index) => at - (beats[index - 1] ?? 0))
  expect(Math.max(...gaps)).toBeLessThanOrEqual(300)
  expect(beats.length).toBeGreaterThan(5)
  heart.stop()
})

test('nothing is sent while frames are', async () => {
  const { heart, beats } = heartBeat({ sendEvery: 300, expectEvery: 0 })
  for (let step = 0; step < 20; step++) {
    await pass(50)
    heart.wasWritten()
  }
  expect(beats).toEqual([])
  heart.stop()
})

test('a peer may be late, but not silent for two intervals', async () => {
  const { heart, silences } = heartBeat({ sendEvery: 0, expectEvery: 300 })
  for (let step = 0; step < 5; step++) {
    await pass(550)
    heart.wasRead()
  }
  expect(silences).toEqual([])
  await pass(1000)
  expect(silences[0]).toBeGreaterThan(600)
  expect(silences[0]).toBeLessThanOrEqual(760)
  heart.stop()
})

test('without promises there are no timers, and a stopped one keeps none', () => {
  heartBeat({ sendEvery: 0, expectEvery: 0 })
  expect(vi.getTimerCount()).toBe(0)
  const { heart } = heartBeat({ sendEvery: 100, expectEvery: 100 })
  expect(vi.getTimerCount()).toBe(2)
  heart.stop()
  expect(vi.getTimerCount()).toBe(0)
})
