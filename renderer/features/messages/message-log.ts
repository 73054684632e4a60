import type { MessageFilter, MessageRow } from '../../../electron/contract/features/messages.ts'
import {
  emptyWindow,
  endOf,
  newestWindow,
  windowAt,
  withGap,
  withLive,
  withNewer,
  withOlder,
  type LogPage,
  type LogWindow,
} from './log-window.ts'

/** What the log asks the application for. */
export interface LogSource {
  readonly page: (
    input: { filter: MessageFilter; before: number | null; after: number | null; limit: number },
    signal: AbortSignal,
  ) => Promise<LogPage>
  readonly position: (
    input: { filter: MessageFilter; fraction: number },
    signal: AbortSignal,
  ) => Promise<{ total: number; sequence: number | null }>
}

export interface LogListener {
  /** The rows held changed; `shift` is by how many rows every index moved. */
  readonly changed: (window: LogWindow, shift: number) => void
  /** A log was opened anew; `around` is the index to show, or undefined for its end. */
  readonly opened: (window: LogWindow, around: number | undefined) => void
  readonly failed: (error: unknown) => void
}

export interface MessageLog {
  /** Opens the log of a filter at its end, or around a sequence. What was held of another is let go. */
  readonly open: (filter: MessageFilter, around?: number) => void
  /** Says which rows are looked at, first and last index; what is missing of them is fetched. */
  readonly look: (first: number, last: number) => void
  /**
   * Takes items of the live stream; returns how many of them are new.
   * @param missed items the stream let go before these
   * @param following whether the end of the log is looked at and shall stay so
   */
  readonly live: (items: readonly MessageRow[], missed?: number, following?: boolean) => number
  readonly close: () => void
}

/** Rows asked for at a time. */
const pageSize = 60
/** Rows kept ready beyond those looked at, so that scrolling rarely shows a gap. */
const margin = 120

/**
 * Keeps the part of a log around what is looked at. One request runs at a time; the next is chosen by what is looked
 * at when it is answered, so that dragging the scrollbar asks for where it is, not for all it passed.
 */
export function createMessageLog(source: LogSource, listener: LogListener): MessageLog {
  let filter: MessageFilter | undefined
  let window: LogWindow = emptyWindow
  let wanted: { first: number; last: number } | undefined
  let controller = new AbortController()
  let opening = false
  let fetching = false
  /** What came live while the log was being opened. */
  let early: MessageRow[] = []

  function open(next: MessageFilter, around?: number): void {
    controller.abort()
    controller = new AbortController()
    const { signal } = controller
    filter = next
    wanted = undefined
    opening = true
    fetching = false
    early = []
    const opened = around === undefined ? openNewest(next, signal) : openAround(next, around, signal)
    opened.then(
      ({ window: found, index }) => {
        if (signal.aborted) return
        opening = false
        window = withLive(found, early).window
        early = []
        listener.opened(window, index)
      },
      (error: unknown) => {
        if (signal.aborted) return
        opening = false
        listener.failed(error)
      },
    )
  }

  async function openNewest(asked: MessageFilter, signal: AbortSignal) {
    const [page, { total }] = await Promise.all([
      source.page({ filter: asked, before: null, after: null, limit: pageSize }, signal),
      source.position({ filter: asked, fraction: 0 }, signal),
    ])
    return { window: newestWindow(page, total), index: undefined }
  }

  async function openAround(asked: MessageFilter, sequence: number, signal: AbortSignal) {
    const limit = pageSize / 2
    const [below, above, newest, oldest] = await Promise.all([
      source.page({ filter: asked, before: sequence + 1, after: null, limit }, signal),
      source.page({ filter: asked, before: null, after: sequence, limit }, signal),
      source.position({ filter: asked, fraction: 0 }, signal),
      source.position({ filter: asked, fraction: 1 }, signal),
    ])
    const first = oldest.sequence ?? 0
    const last = newest.sequence ?? 0
    // Nothing says how many rows lie below a sequence; sequences being dense, their share is a good guess, which is
    // put right when an end of the log is reached.
    const share = last <= first ? 1 : (sequence - first) / (last - first)
    const end = Math.round(Math.min(1, Math.max(0, share)) * newest.total)
    const lower = windowAt(below, end, newest.total, last)
    return { window: withNewer(lower, above).window, index: Math.max(0, endOf(lower) - 1) }
  }

  function look(first: number, last: number): void {
    wanted = { first, last }
    pump()
  }

  function pump(): void {
    if (filter === undefined || wanted === undefined || opening || fetching) return
    const next = nextRequest(filter, wanted, controller.signal)
    if (next === undefined) return
    const { signal } = controller
    fetching = true
    next.then(
      ({ window: grown, shift }) => {
        if (signal.aborted) return
        fetching = false
        if (shift !== 0 && wanted !== undefined) {
          wanted = { first: wanted.first + shift, last: wanted.last + shift }
        }
        window = grown
        listener.changed(window, shift)
        pump()
      },
      (error: unknown) => {
        if (signal.aborted) return
        fetching = false
        listener.failed(error)
      },
    )
  }

  function nextRequest(
    asked: MessageFilter,
    { first, last }: { first: number; last: number },
    signal: AbortSignal,
  ) {
    if (window.total === 0) return undefined
    if (window.rows.length === 0 || last < window.start || first >= endOf(window)) {
      return jump(asked, Math.floor((first + last) / 2), signal)
    }
    const missesOlder = window.older && first < window.start + margin
    const missesNewer = window.newer && last >= endOf(window) - margin
    // What is seen comes before what may be seen next.
    if (missesOlder && (first < window.start || !missesNewer || last < endOf(window)))
      return older(asked, signal)
    if (missesNewer) return newer(asked, signal)
    return undefined
  }

  async function older(asked: MessageFilter, signal: AbortSignal) {
    const before = window.rows[0]?.sequence ?? null
    const page = await source.page({ filter: asked, before, after: null, limit: pageSize }, signal)
    // Rows that came live meanwhile may have pushed out the row the page ends below.
    return (window.rows[0]?.sequence ?? null) === before ? withOlder(window, page) : { window, shift: 0 }
  }

  async function newer(asked: MessageFilter, signal: AbortSignal) {
    const after = window.rows.at(-1)?.sequence ?? null
    const page = await source.page({ filter: asked, before: null, after, limit: pageSize }, signal)
    return withNewer(window, page)
  }

  async function jump(asked: MessageFilter, middle: number, signal: AbortSignal) {
    const { total } = window
    const last = Math.min(total - 1, Math.max(0, middle) + pageSize / 2)
    const fraction = total <= 1 ? 0 : 1 - last / (total - 1)
    const { sequence } = await source.position({ filter: asked, fraction }, signal)
    const before = sequence === null || last === total - 1 ? null : sequence + 1
    const page = await source.page({ filter: asked, before, after: null, limit: pageSize }, signal)
    const present = Math.max(window.total, total)
    const jumped =
      before === null ? newestWindow(page, present) : windowAt(page, last + 1, present, window.newest)
    // What one jumped to stays where it is, unless it turned out to be the beginning of the log.
    return { window: jumped, shift: page.more ? 0 : Math.min(0, endOf(jumped) - (last + 1)) }
  }

  function live(items: readonly MessageRow[], missed = 0, following = false): number {
    if (opening) {
      early.push(...items)
      if (early.length > pageSize * 10) early.splice(0, early.length - pageSize * 10)
      return 0
    }
    const { window: next, added } = withLive(withGap(window, missed, following), items)
    if (next === window) return 0
    window = next
    listener.changed(window, 0)
    return added
  }

  return { open, look, live, close: () => controller.abort() }
}
