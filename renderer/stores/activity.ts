import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { subscribe } from '../api/index.ts'
import type { ItemFor } from '../api/types.ts'
import { useCluster } from './cluster.ts'
import { useToasts } from './toasts.ts'

export type Activity = ItemFor<'activity', 'recent'>

const kept = 200

/** The newest things that happened in the open cluster, newest first. */
export const useActivity = defineStore('activity', () => {
  const cluster = useCluster()
  const entries = shallowRef<readonly Activity[]>([])
  let end: (() => void) | undefined

  function start(): void {
    // What happened in one cluster means nothing for another; the application hands over what belongs to it.
    watch(() => cluster.profile?.id, follow, { immediate: true })
  }

  function follow(): void {
    end?.()
    entries.value = []
    end = subscribe(
      'activity',
      'recent',
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
