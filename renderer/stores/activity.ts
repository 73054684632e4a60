import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { subscribe } from '../api/index.ts'
import type { ItemFor } from '../api/types.ts'
import { useToasts } from './toasts.ts'

export type Activity = ItemFor<'operations', 'activity'>

const kept = 200

/** The newest things that happened, newest first. */
export const useActivity = defineStore('activity', () => {
  const entries = shallowRef<readonly Activity[]>([])

  function start(): void {
    subscribe(
      'operations',
      'activity',
      {},
      {
        items: (items, { first }) => {
          entries.value = [...items.toReversed(), ...(first ? [] : entries.value)].slice(0, kept)
        },
        failed: useToasts().showFailure,
      },
    )
  }

  return { entries, start }
})
