import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { timeOf, timeText } from '../../../../renderer/components/filter/times.ts'

const now = new Date(2026, 10, 28, 15, 30).getTime()
const at = (...parts: [number, number, number, number?, number?, number?]) => new Date(...parts).getTime()

describe('a time in a filter', () => {
  it.each([
    ['2026-11-22', at(2026, 10, 22)],
    ['2026-11-22T14:02', at(2026, 10, 22, 14, 2)],
    ['2026-11-22T14:02:09', at(2026, 10, 22, 14, 2, 9)],
    ['14:02', at(2026, 10, 28, 14, 2)],
    ['9:05', at(2026, 10, 28, 9, 5)],
    ['90s', now - 90_000],
    ['30m', now - 1_800_000],
    ['2h', now - 7_200_000],
    ['7d', now - 7 * 86_400_000],
    ['999999w', 0],
  ])('%s is one', (written, time) => {
    expect(timeOf(written, now)).toBe(time)
  })

  it.each(['', 'x', '2h30', '25:00', '2026-13-01', '2026-11-22 14:02', '-2h', '1.5h', '12:3'])(
    '"%s" is none',
    (written) => {
      expect(timeOf(written, now)).toBeNull()
    },
  )

  it('is read back as it was written', () => {
    // At noon no clock is put forward or back.
    const days = fc.integer({ min: 0, max: 20_000 })
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 3_599 }), (day, second) => {
        const time = new Date(1971, 0, 1 + day, 12, 0, second).getTime()
        expect(timeOf(timeText(time), now)).toBe(time)
      }),
    )
  })
})
