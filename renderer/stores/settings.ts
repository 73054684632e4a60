import { defineStore } from 'pinia'
import { computed, ref, shallowRef, type ComputedRef } from 'vue'
import type { Settings } from '../../electron/contract/features/settings.ts'
import { asCallFailure, call, type CallFailure } from '../api/index.ts'
import { i18n, useLanguage } from '../i18n/index.ts'
import { applyAppearance, rememberedAppearance, rememberAppearance, systemLanguage } from './appearance.ts'
import { followState } from './follow-state.ts'

const initial: Settings = {
  ...rememberedAppearance(),
  notifications: { enabled: true, diverged: true, lag: true, deadLetter: true, brokerLost: true },
  retention: { days: 30, megabytes: 1000 },
  thresholds: { lagMessages: 100, lagSeconds: 300, compareMinutes: 15, browseMessages: 500 },
  embeddedBroker: { host: '127.0.0.1', certificate: '', key: '', announced: false },
  readOnly: false,
  updates: { enabled: false },
  openLast: true,
}

/** The operator's settings: shown at once, kept by the application. */
export const useSettings = defineStore('settings', () => {
  const settings = shallowRef(initial)
  /** Whether they are the application's, not yet the ones shown until it answers. */
  const known = ref(false)
  const failure = shallowRef<CallFailure>()

  function take(next: Settings): void {
    settings.value = next
    known.value = true
    applyAppearance(next)
    rememberAppearance(next)
    if (i18n.global.locale.value !== next.language) void useLanguage(next.language)
  }

  function start(): void {
    followState(
      'settings',
      'current',
      { language: systemLanguage() },
      take,
      (reason) => (failure.value = reason),
    )
  }

  /** Changes some of them; shown at once and taken back when the application refuses. */
  async function change(changes: Partial<Settings>): Promise<void> {
    const before = settings.value
    take({ ...before, ...changes })
    try {
      take(await call('settings', 'set', changes))
      failure.value = undefined
    } catch (error) {
      take(before)
      failure.value = asCallFailure(error)
    }
  }

  const readOnly = computed(() => settings.value.readOnly)
  return { settings, known, failure, readOnly, start, change }
})

/** Height of a row of a table or tree in pixels, by the density of the settings; the same as `--row-height`. */
export function useRowHeight(): ComputedRef<number> {
  const settings = useSettings()
  return computed(() => (settings.settings.density === 'comfortable' ? 34 : 28))
}
