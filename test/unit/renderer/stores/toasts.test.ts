import { createPinia, setActivePinia } from 'pinia'
import { expect, it, onTestFinished } from 'vitest'
import { language as english } from '../../../../electron/languages/en/index.ts'
import { language as german } from '../../../../electron/languages/de/index.ts'
import { CallFailure } from '../../../../renderer/api/call-failure.ts'
import { spoken } from '../../../../renderer/i18n/index.ts'
import { useToasts } from '../../../../renderer/stores/toasts.ts'

it('says what failed in the language that is chosen while it is shown', () => {
  setActivePinia(createPinia())
  onTestFinished(() => (spoken.value = undefined))
  spoken.value = english
  const store = useToasts()
  store.showFailure(new CallFailure({ code: 'PLB-RESYNC-PLAN-UNKNOWN', details: {} }))
  const [toast] = store.toasts
  const before = [toast?.message(), toast?.detail?.()]
  spoken.value = german
  const now = [toast?.message(), toast?.detail?.()]
  for (const [at, text] of before.entries()) {
    expect(text).not.toBe('')
    expect(now[at]).not.toBe(text)
  }
})
