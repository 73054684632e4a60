import { onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { MessageFilter } from '../../../electron/contract/features/messages.ts'
import { asCallFailure, call, isCancellation, type CallFailure } from '../../api/index.ts'
import { useInterval } from '../../composables/use-interval.ts'
import { useStream } from '../../composables/use-stream.ts'
import { useConnection } from '../../stores/app-connection.ts'
import { emptyWindow, type LogWindow } from './log-window.ts'
import { createMessageLog } from './message-log.ts'

/** The log as a list shows it. */
export interface LogView {
  readonly window: LogWindow
  /** By how many rows every index moved since the log was opened. */
  readonly shifted: number
  /** Counts how often a log was opened: another one is another log. */
  readonly generation: number
  /** Row to show first; undefined for the end. */
  readonly around: number | undefined
}

export interface OpenLog {
  readonly view: ShallowRef<LogView>
  readonly opening: ShallowRef<boolean>
  readonly failure: ShallowRef<CallFailure | undefined>
  /** Messages that arrived since one stopped following. */
  readonly unseen: ShallowRef<number>
  /** How many messages that match are folded away; undefined until it is known or when none are. */
  readonly folded: ShallowRef<number | undefined>
  readonly look: (first: number, last: number) => void
  /** Opens the log anew, at its end or around a message. */
  readonly reopen: (around?: number) => void
}

const foldedEvery = 30_000

/**
 * The log of messages that match a filter: the part around what is looked at, kept up to date by the live stream.
 * @param following whether the end of the log is shown and stays shown
 * @param around message to open the first log around, as of a copied link
 */
export function useMessageLog(
  filter: Readonly<Ref<MessageFilter>>,
  following: Readonly<Ref<boolean>>,
  around: number | undefined,
): OpenLog {
  const view = shallowRef<LogView>({ window: emptyWindow, shifted: 0, generation: 0, around: undefined })
  const opening = shallowRef(true)
  const failure = shallowRef<CallFailure>()
  const unseen = shallowRef(0)
  const folded = shallowRef<number>()
  const connection = useConnection()
  let counting = new AbortController()

  const log = createMessageLog(
    {
      page: (input, signal) => call('messages', 'page', input, { signal }),
      position: (input, signal) => call('messages', 'position', input, { signal }),
    },
    {
      opened: (window, index) => {
        opening.value = false
        failure.value = undefined
        unseen.value = 0
        view.value = { window, shifted: 0, generation: view.value.generation + 1, around: index }
        void countFolded()
      },
      changed: (window, shift) => {
        failure.value = undefined
        view.value = { ...view.value, window, shifted: view.value.shifted + shift }
      },
      failed: (error) => {
        opening.value = false
        if (!isCancellation(error)) failure.value = asCallFailure(error)
      },
    },
  )

  function reopen(start?: number): void {
    opening.value = true
    log.open(filter.value, start)
  }

  async function countFolded(): Promise<void> {
    counting.abort()
    counting = new AbortController()
    const { signal } = counting
    const asked = filter.value
    if (asked.all) {
      folded.value = undefined
      return
    }
    try {
      const [shown, all] = await Promise.all(
        [asked, { ...asked, all: true }].map((each) =>
          call('messages', 'position', { filter: each, fraction: 0 }, { signal }),
        ),
      )
      if (!signal.aborted) folded.value = Math.max(0, (all?.total ?? 0) - (shown?.total ?? 0))
    } catch {
      // The count is a courtesy; the log itself says when the application does not answer.
      if (!signal.aborted) folded.value = undefined
    }
  }

  watch(
    () => JSON.stringify(filter.value),
    (_now, before) => reopen(before === undefined ? around : undefined),
    { immediate: true },
  )
  watch(
    () => connection.state,
    (state, before) => {
      if (state === 'open' && before !== 'open') reopen()
    },
  )
  watch(following, (follows) => {
    if (follows) unseen.value = 0
  })

  const stream = useStream(
    'messages',
    'live',
    () => ({ filter: filter.value }),
    (items, { skipped }) => {
      const added = log.live(items, skipped, following.value) + skipped
      if (!following.value) unseen.value += added
    },
  )
  watch(stream.failure, (reason) => {
    if (reason !== undefined) failure.value = reason
  })

  useInterval(() => void countFolded(), foldedEvery)
  onScopeDispose(() => {
    counting.abort()
    log.close()
  })

  return { view, opening, failure, unseen, folded, look: log.look, reopen }
}
