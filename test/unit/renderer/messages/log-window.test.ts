import { describe, expect, it } from 'vitest'
import {
  emptyWindow,
  endOf,
  indexOfSequence,
  newestWindow,
  rowAt,
  windowAt,
  windowCapacity,
  withLive,
  withNewer,
  withOlder,
} from '../../../../renderer/features/messages/log-window.ts'
import { messageRow, page } from './rows.ts'

describe('the part of the log held in memory', () => {
  it('puts the newest page at the end of all that match', () => {
    const window = newestWindow(page(1000, 801), 1000)
    expect(window).toMatchObject({ start: 800, total: 1000, older: true, newer: false, newest: 1000 })
    expect(rowAt(window, 999)?.sequence).toBe(1000)
    expect(rowAt(window, 799)).toBeUndefined()
    expect(indexOfSequence(window, 900)).toBe(899)
    expect(indexOfSequence(window, 100)).toBeUndefined()
  })

  it('counts what it holds when there is nothing older', () => {
    expect(newestWindow(page(3, 1, false), 7)).toMatchObject({ start: 0, total: 3, older: false })
    expect(newestWindow({ rows: [], more: false }, 0)).toEqual(emptyWindow)
  })

  it('grows downwards without moving the rows that are there', () => {
    const { window, shift } = withOlder(newestWindow(page(1000, 801), 1000), page(800, 601))
    expect(shift).toBe(0)
    expect(window).toMatchObject({ start: 600, total: 1000 })
    expect(rowAt(window, 650)?.sequence).toBe(651)
  })

  it('puts a guessed place right at the beginning of the log', () => {
    const guessed = windowAt(page(300, 201), 350, 1000, 1000)
    const { window, shift } = withOlder(guessed, page(200, 1, false))
    expect(shift).toBe(-50)
    expect(window).toMatchObject({ start: 0, total: 1000, older: false, newer: true })
    expect(rowAt(window, 0)?.sequence).toBe(1)
  })

  it('puts a guessed place right at the end of the log', () => {
    const guessed = windowAt(page(900, 801), 850, 1000, 1000)
    const { window, shift } = withNewer(guessed, page(1000, 901, false))
    expect(shift).toBe(50)
    expect(window).toMatchObject({ total: 1000, newer: false })
    expect(endOf(window)).toBe(1000)
  })

  it('holds a bounded number of rows whichever way it grows', () => {
    let window = newestWindow(page(10_000, 9_801), 10_000)
    for (let first = 9_800; first > 5_000; first -= 200)
      window = withOlder(window, page(first, first - 199)).window
    expect(window.rows).toHaveLength(windowCapacity)
    expect(window).toMatchObject({ newer: true, total: 10_000, newest: 10_000 })
    for (let last = rowAt(window, endOf(window) - 1)?.sequence ?? 0; last < 10_000; last += 200) {
      window = withNewer(window, page(last + 200, last + 1, last + 200 < 10_000)).window
    }
    expect(window.rows).toHaveLength(windowCapacity)
    expect(window).toMatchObject({ newer: false, older: true, total: 10_000, start: 10_000 - windowCapacity })
    const sequences = window.rows.map(({ sequence }) => sequence)
    expect(sequences).toEqual(sequences.map((_, index) => (sequences[0] ?? 0) + index))
  })

  it('appends what comes live and counts it', () => {
    const { window, added } = withLive(newestWindow(page(10, 1, false), 10), [messageRow(11), messageRow(12)])
    expect(added).toBe(2)
    expect(window).toMatchObject({ total: 12, newest: 12 })
    expect(rowAt(window, 11)?.sequence).toBe(12)
  })

  it('only counts what comes live while it is read farther back', () => {
    const back = windowAt(page(500, 301), 500, 1000, 1000)
    const { window, added } = withLive(back, [messageRow(1001)])
    expect(added).toBe(1)
    expect(window).toMatchObject({ total: 1001, newest: 1001, newer: true })
    expect(window.rows).toBe(back.rows)
    expect(withLive(window, [messageRow(1001)]).added).toBe(0)
  })

  it('takes the delivery of rows that come again, and leaves rows it does not hold', () => {
    const before = newestWindow(page(10, 6), 10)
    const { window, added } = withLive(before, [messageRow(7, 'failed'), messageRow(2, 'failed')])
    expect(added).toBe(0)
    expect(rowAt(window, 6)?.delivery).toEqual({ 'geo-2': 'failed' })
    expect(before.rows[1]?.delivery).toEqual({ 'geo-2': 'verified' })
    expect(window.total).toBe(10)
  })

  it('does not grow under a flood', () => {
    let window = newestWindow(page(10, 1, false), 10)
    for (let from = 11; from < 50_000; from += 500) {
      window = withLive(
        window,
        Array.from({ length: 500 }, (_, index) => messageRow(from + index)),
      ).window
    }
    expect(window.rows).toHaveLength(windowCapacity)
    expect(endOf(window)).toBe(window.total)
  })
})
