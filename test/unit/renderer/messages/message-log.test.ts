import { everyMessage } from '../../../../electron/contract/features/messages.ts'
import { describe, expect, it } from 'vitest'
import {
  emptyWindow,
  endOf,
  rowAt,
  windowCapacity,
  type LogWindow,
} from '../../../../renderer/features/messages/log-window.ts'
import { createMessageLog, type LogSource } from '../../../../renderer/features/messages/message-log.ts'
import { messageRow } from './rows.ts'

/** A log of a number of messages whose sequences have gaps, as they have when a filter leaves some out. */
function logOf(count: number, step = 3) {
  let last = count * step
  const requests: string[] = []
  const rows = (sequences: readonly number[]) => sequences.map((sequence) => messageRow(sequence))
  const source: LogSource = {
    page: async ({ before, after, limit }, signal) => {
      requests.push('page')
      await Promise.resolve()
      signal.throwIfAborted()
      if (after !== null) {
        const first = Math.floor(after / step) * step + step
        const found = Array.from({ length: limit }, (_, index) => first + index * step).filter(
          (each) => each <= last,
        )
        return { rows: rows(found.toReversed()), more: (found.at(-1) ?? last) < last }
      }
      const top = before === null ? last : Math.min(last, Math.ceil(before / step) * step - step)
      const found = Array.from({ length: limit }, (_, index) => top - index * step).filter((each) => each > 0)
      return { rows: rows(found), more: (found.at(-1) ?? 0) > step }
    },
    position: async ({ fraction }) => {
      requests.push('position')
      const total = last / step
      return { total, sequence: total === 0 ? null : (1 + Math.round((1 - fraction) * (total - 1))) * step }
    },
  }
  return { source, requests, append: () => messageRow((last += step)) }
}

function opened(source: LogSource) {
  const seen = {
    window: emptyWindow,
    around: undefined as number | undefined,
    failure: undefined as unknown,
    shift: 0,
  }
  const log = createMessageLog(source, {
    opened: (window: LogWindow, around) => Object.assign(seen, { window, around }),
    changed: (window: LogWindow, shift: number) => {
      seen.window = window
      seen.shift += shift
    },
    failed: (failure) => (seen.failure = failure),
  })
  return { log, seen }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve()
}

describe('the log of messages', () => {
  it('opens at its end', async () => {
    const { source } = logOf(1_000_000)
    const { log, seen } = opened(source)
    log.open(everyMessage)
    await settled()
    expect(seen.window).toMatchObject({ total: 1_000_000, newer: false, older: true })
    expect(rowAt(seen.window, 999_999)?.sequence).toBe(3_000_000)
  })

  it('jumps anywhere with two requests, to rows where they are', async () => {
    const { source, requests } = logOf(1_000_000)
    const { log, seen } = opened(source)
    log.open(everyMessage)
    await settled()
    requests.length = 0
    log.look(500_000, 500_040)
    await settled()
    expect(requests.slice(0, 2)).toEqual(['position', 'page'])
    for (const index of [500_000, 500_020, 500_040]) {
      expect(rowAt(seen.window, index)?.sequence).toBe((index + 1) * 3)
    }
  })

  it('follows a scroll through all of the log without holding it', async () => {
    const { source } = logOf(20_000)
    const { log, seen } = opened(source)
    log.open(everyMessage)
    await settled()
    for (let first = 19_960; first >= 0; first -= 40) {
      log.look(first, first + 39)
      await settled()
      expect(rowAt(seen.window, first)?.sequence).toBe((first + 1) * 3)
      expect(seen.window.rows.length).toBeLessThanOrEqual(windowCapacity)
    }
    expect(seen.window.older).toBe(false)
    for (let first = 0; first < 19_990; first += 40) {
      log.look(first, Math.min(19_999, first + 39))
      await settled()
      expect(rowAt(seen.window, first)?.sequence).toBe((first + 1) * 3)
    }
    expect(seen.window).toMatchObject({ newer: false, total: 20_000 })
    expect(seen.shift).toBe(0)
  })

  it('opens around a message of a copied link', async () => {
    const { source } = logOf(100_000)
    const { log, seen } = opened(source)
    log.open(everyMessage, 150_000)
    await settled()
    expect(rowAt(seen.window, seen.around ?? -1)?.sequence).toBe(150_000)
    expect(Math.abs((seen.around ?? 0) - 49_999)).toBeLessThan(5)
  })

  it('keeps what comes live while it is being opened', async () => {
    const { source, append } = logOf(10)
    const { log, seen } = opened(source)
    log.open(everyMessage)
    await Promise.resolve()
    const late = append()
    log.live([late])
    await settled()
    expect(endOf(seen.window)).toBe(11)
    expect(rowAt(seen.window, 10)).toEqual(late)
  })

  it('counts new messages while one reads farther back, and has them when one returns', async () => {
    const { source, append } = logOf(10_000)
    const { log, seen } = opened(source)
    log.open(everyMessage)
    await settled()
    log.look(2_000, 2_040)
    await settled()
    expect(log.live([append(), append()])).toBe(2)
    expect(seen.window.total).toBe(10_002)
    log.look(9_970, 10_001)
    await settled()
    expect(rowAt(seen.window, 10_001)?.sequence).toBe(30_006)
    expect(seen.window.newer).toBe(false)
  })

  it('forgets the answers of the filter before', async () => {
    const answers: (() => void)[] = []
    const slow: LogSource = {
      page: ({ filter }) =>
        new Promise((resolve) =>
          answers.push(() => resolve({ rows: [messageRow(filter.text === 'new' ? 2 : 1)], more: false })),
        ),
      position: async () => ({ total: 1, sequence: 1 }),
    }
    const { log, seen } = opened(slow)
    log.open(everyMessage)
    log.open({ ...everyMessage, text: 'new' })
    for (const answer of answers) answer()
    await settled()
    expect(seen.window.rows.map(({ sequence }) => sequence)).toEqual([2])
  })

  it('says what failed and goes on when looked at again', async () => {
    const { source } = logOf(10_000)
    let broken = false
    const { log, seen } = opened({
      ...source,
      page: (input, signal) => (broken ? Promise.reject(new Error('gone')) : source.page(input, signal)),
    })
    log.open(everyMessage)
    await settled()
    broken = true
    log.look(5_000, 5_040)
    await settled()
    expect(seen.failure).toEqual(new Error('gone'))
    broken = false
    log.look(5_000, 5_040)
    await settled()
    expect(rowAt(seen.window, 5_000)?.sequence).toBe(15_003)
  })
})
