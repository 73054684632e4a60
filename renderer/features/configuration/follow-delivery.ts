import { effectScope, watch } from 'vue'
import {
  everyMessage,
  type MessageFilter,
  type MessageRow,
} from '../../../electron/contract/features/messages.ts'
import { call, subscribe } from '../../api/index.ts'
import { useToasts } from '../../stores/toasts.ts'
import type { DeliverySummary } from '../messages/delivery.ts'

/** The newest message there is, so that what comes of a change is known from what was there; undefined when nobody says. */
export async function newestMessage(): Promise<number | undefined> {
  try {
    const filter = { ...everyMessage, all: true }
    const { rows } = await call('messages', 'page', { filter, before: null, after: null, limit: 1 })
    return rows[0]?.sequence ?? 0
  } catch {
    // Without it a change is made all the same; only its delivery is not told.
    return undefined
  }
}

/**
 * Follows what becomes of the last message of a change, wherever the operator goes, until every slave has it or the
 * toast that tells of it is gone.
 * @param find what finds the messages of the change, among those that came after it was asked for
 * @param tell says what became of it by then
 */
export function followDelivery(
  toast: number,
  find: { readonly filter: Partial<MessageFilter>; readonly after: number },
  tell: (row: MessageRow) => DeliverySummary,
): void {
  const toasts = useToasts()
  const filter = { ...everyMessage, ...find.filter }
  let last: MessageRow | undefined
  const scope = effectScope(true)
  const take = (rows: readonly MessageRow[]): void => {
    for (const row of rows) if (row.sequence > find.after && row.sequence >= (last?.sequence ?? 0)) last = row
    if (last === undefined) return
    const { arrived, total } = tell(last)
    if (arrived === total) end()
  }
  const unsubscribe = subscribe('messages', 'live', { filter }, { items: take, failed: () => end() })
  const end = (): void => {
    scope.stop()
    unsubscribe()
  }
  scope.run(() =>
    watch(
      () => toasts.toasts.some(({ id }) => id === toast),
      (isThere) => {
        if (!isThere) end()
      },
    ),
  )
  // It may have come before anybody listened.
  void call('messages', 'page', { filter, before: null, after: null, limit: 1 }).then(
    ({ rows }) => take(rows),
    () => end(),
  )
}
