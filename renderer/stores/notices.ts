import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { followState } from './follow-state.ts'
import type { Wording } from '../../electron/contract/wording.ts'

/** What the operator should know about this run of Plumbline, such as a damaged file that was set aside. */
export const useNotices = defineStore('notices', () => {
  const all = shallowRef<readonly Wording[]>([])
  const read = ref(0)
  /** Those not dismissed yet, oldest first; none ever goes away by itself. */
  const unread = computed(() => all.value.slice(read.value))

  function start(): void {
    followState('diagnostics', 'notices', {}, (newest) => (all.value = newest))
  }

  function dismiss(): void {
    read.value = all.value.length
  }

  return { unread, start, dismiss }
})
