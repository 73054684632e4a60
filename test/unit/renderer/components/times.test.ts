import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barAt, extended, moved } from '../../../../renderer/components/chart/bar-range.ts'
import { hasTimes, timeOf, timeText, withTimes } from '../../../../renderer/components/filter/times.ts'

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

describe('a filter', () => {
  it('is narrowed to a span in place of the one it had, and let go of', () => {
    const span = { since: at(2026, 10, 22), until: at(2026, 10, 22, 14, 2, 9) }
    const written = 'since:2h "two words" from:geo-1 Until:14:00'
    const narrowed = withTimes(written, span)
    expect(narrowed).toBe('"two words" from:geo-1 since:2026-11-22 until:2026-11-22T14:02:09')
    expect([hasTimes(written), hasTimes(narrowed)]).toEqual([true, true])
    const whole = withTimes(narrowed, undefined)
    expect(whole).toBe('"two words" from:geo-1')
    expect(hasTimes(whole)).toBe(false)
  })
})

describe('a range of bars', () => {
  it('takes the bar that is pointed at, and at the ends the last one', () => {
    expect([-0.2, 0, 0.249, 0.25, 0.99, 1, 1.3].map((part) => barAt(part, 4))).toEqual([0, 0, 0, 1, 3, 3, 3])
  })

  it('goes from where it began to either side', () => {
    const begun = { anchor: 4, first: 4, last: 4 }
    expect(extended(begun, 7)).toEqual({ anchor: 4, first: 4, last: 7 })
    expect(extended(extended(begun, 7), 1)).toEqual({ anchor: 4, first: 1, last: 4 })
  })

  it('is walked through by the arrow keys, and ends at its ends', () => {
    expect(moved(0, 'ArrowLeft', 5)).toBe(0)
    expect(moved(4, 'ArrowRight', 5)).toBe(4)
    expect(moved(2, 'ArrowRight', 5)).toBe(3)
    expect([moved(2, 'Home', 5), moved(2, 'End', 5)]).toEqual([0, 4])
    expect(moved(2, 'a', 5)).toBeUndefined()
  })
})
