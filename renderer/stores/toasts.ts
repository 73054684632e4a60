import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import type { Severity } from '../../electron/contract/shared.ts'
import { asCallFailure, isCancellation } from '../api/index.ts'
import { useSpeak } from '../i18n/use-speak.ts'

export interface Toast {
  readonly id: number
  readonly severity: Severity
  /** Its words are made when it is drawn, since the language may be changed meanwhile. */
  readonly message: () => string
  readonly detail?: (() => string) | undefined
  /** Where more of it is seen. */
  readonly link?: { readonly label: () => string; readonly to: RouteLocationRaw } | undefined
  /** What takes back what was done. */
  readonly action?: { readonly label: () => string; readonly run: () => void } | undefined
}

const shownAtOnce = 4

/** Short notes on what was done or failed, at the edge of the window. */
export const useToasts = defineStore('toasts', () => {
  const { speakFailure } = useSpeak()
  const toasts = shallowRef<readonly Toast[]>([])
  let last = 0

  function show(toast: Omit<Toast, 'id'>): number {
    toasts.value = [...toasts.value, { ...toast, id: (last += 1) }].slice(-shownAtOnce)
    return last
  }

  /** Says what became of what a toast tells, as long as it is there. */
  function update(id: number, change: Partial<Omit<Toast, 'id'>>): void {
    toasts.value = toasts.value.map((toast) => (toast.id === id ? { ...toast, ...change } : toast))
  }

  /** Shows what an act failed with; a cancellation is nothing to show. */
  function showFailure(error: unknown): void {
    if (isCancellation(error)) return
    const failure = asCallFailure(error)
    show({
      severity: 'failed',
      message: () => speakFailure(failure).message,
      detail: () => speakFailure(failure).remedy,
    })
  }

  function dismiss(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id)
  }

  function dismissAll(): void {
    toasts.value = []
  }

  return { toasts, show, update, showFailure, dismiss, dismissAll }
})
