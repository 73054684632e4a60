import type { MessageRow } from '../../../electron/contract/features/messages.ts'

/**
 * The part of the log that is held in memory: rows without a gap between them, oldest first, and where they lie in
 * all that match. Rows are counted from the oldest, so that what arrives does not move what is read. Values are never
 * changed in place.
 */
export interface LogWindow {
  readonly rows: readonly MessageRow[]
  /** Index of the first row. */
  readonly start: number
  /** How many rows match. */
  readonly total: number
  /** Whether there are rows before the first and after the last one held. */
  readonly older: boolean
  readonly newer: boolean
  /** Highest sequence known of, held or not. */
  readonly newest: number
}

/** A page as the application answers it, newest first. */
export interface LogPage {
  readonly rows: readonly MessageRow[]
  readonly more: boolean
}

/** A window after a change, and by how many rows the index of every row moved because a guess was put right. */
export interface Moved {
  readonly window: LogWindow
  readonly shift: number
}

/** Rows held at most; those farthest from where one reads are let go. */
export const windowCapacity = 1_600

export const emptyWindow: LogWindow = { rows: [], start: 0, total: 0, older: false, newer: false, newest: 0 }

/** Index after the last row held. */
export function endOf(window: LogWindow): number {
  return window.start + window.rows.length
}

export function rowAt(window: LogWindow, index: number): MessageRow | undefined {
  return window.rows[index - window.start]
}

/** Index of the row with a sequence, or undefined when it is not held. */
export function indexOfSequence(window: LogWindow, sequence: number): number | undefined {
  const place = placeOf(window.rows, sequence)
  return window.rows[place]?.sequence === sequence ? window.start + place : undefined
}

export function newestWindow(page: LogPage, total: number): LogWindow {
  const rows = page.rows.toReversed()
  // Messages may have arrived between the count and the page; the page is the newer knowledge.
  const matching = page.more ? Math.max(total, rows.length + 1) : rows.length
  return {
    rows,
    start: matching - rows.length,
    total: matching,
    older: page.more,
    newer: false,
    newest: rows.at(-1)?.sequence ?? 0,
  }
}

/** A page somewhere in the log; `end` is the index after its newest row, as far as one knows. */
export function windowAt(page: LogPage, end: number, total: number, newest: number): LogWindow {
  const rows = page.rows.toReversed()
  const last = rows.at(-1)?.sequence ?? 0
  const newer = last < newest
  const start = page.more ? Math.max(1, (newer ? end : total) - rows.length) : 0
  const reached = start + rows.length
  return {
    rows,
    start,
    total: newer ? Math.max(total, reached + 1) : reached,
    older: page.more,
    newer,
    newest: Math.max(newest, last),
  }
}

/** Adds the page below the window. */
export function withOlder(window: LogWindow, page: LogPage): Moved {
  const first = window.rows[0]?.sequence ?? Number.POSITIVE_INFINITY
  const added = page.rows.filter(({ sequence }) => sequence < first).toReversed()
  const guessed = window.start - added.length
  const start = page.more ? Math.max(1, guessed) : 0
  const shift = start - guessed
  const rows = [...added, ...window.rows]
  const reached = start + rows.length
  const total = window.newer ? Math.max(window.total, reached + 1) : reached
  return { window: withoutNewest({ ...window, rows, start, total, older: page.more }), shift }
}

/** Adds the page above the window. */
export function withNewer(window: LogWindow, page: LogPage): Moved {
  const last = window.rows.at(-1)?.sequence ?? 0
  const added = page.rows.filter(({ sequence }) => sequence > last).toReversed()
  const rows = [...window.rows, ...added]
  const newest = Math.max(window.newest, rows.at(-1)?.sequence ?? 0)
  // At the end of the log the count says where the rows lie, whatever was guessed before.
  const start = page.more || !window.older ? window.start : Math.max(1, window.total - rows.length)
  const reached = start + rows.length
  const total = page.more ? Math.max(window.total, reached + 1) : reached
  const grown: LogWindow = { ...window, rows, start, total, newest, newer: page.more }
  return { window: withoutOldest(grown), shift: start - window.start }
}

/**
 * Takes what the live stream brought: new rows, and rows that are known with another delivery.
 * @returns the window, and how many rows are new
 */
export function withLive(
  window: LogWindow,
  items: readonly MessageRow[],
): { readonly window: LogWindow; readonly added: number } {
  const fresh = new Map<number, MessageRow>()
  const again = new Map<number, MessageRow>()
  for (const item of items) (item.sequence > window.newest ? fresh : again).set(item.sequence, item)
  let rows = window.rows
  if (again.size > 0 && rows.length > 0) {
    let copy: MessageRow[] | undefined
    for (const item of again.values()) {
      const place = placeOf(rows, item.sequence)
      if (rows[place]?.sequence !== item.sequence) continue
      copy ??= [...rows]
      copy[place] = item
    }
    rows = copy ?? rows
  }
  if (fresh.size === 0) return { window: rows === window.rows ? window : { ...window, rows }, added: 0 }
  const added = [...fresh.values()].toSorted((left, right) => left.sequence - right.sequence)
  const grown: LogWindow = {
    ...window,
    rows: window.newer ? rows : [...rows, ...added],
    total: window.total + added.length,
    newest: added.at(-1)?.sequence ?? window.newest,
  }
  return { window: window.newer ? grown : withoutOldest(grown), added: added.length }
}

/**
 * Says that messages arrived of which the live stream let some go. Who follows the end sees what comes next; who
 * reads farther back gets them by pages.
 */
export function withGap(window: LogWindow, missed: number, following: boolean): LogWindow {
  if (missed === 0) return window
  const total = window.total + missed
  return following
    ? { ...window, rows: [], start: total, total, older: true, newer: false }
    : { ...window, total, newer: true }
}

function withoutNewest(window: LogWindow): LogWindow {
  if (window.rows.length <= windowCapacity) return window
  return { ...window, rows: window.rows.slice(0, windowCapacity), newer: true }
}

function withoutOldest(window: LogWindow): LogWindow {
  const excess = window.rows.length - windowCapacity
  if (excess <= 0) return window
  return { ...window, rows: window.rows.slice(excess), start: window.start + excess, older: true }
}

/** Where a sequence is, or would be, among rows in ascending order. */
function placeOf(rows: readonly MessageRow[], sequence: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rows[middle]?.sequence ?? 0) < sequence) low = middle + 1
    else high = middle
  }
  return low
}
