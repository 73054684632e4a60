import { shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import type { Settings } from '../../electron/contract/features/settings.ts'
import type { Language } from '../../electron/languages/language.ts'

export type LanguageTag = Settings['language']

interface Bundle {
  /** Of the screens. */
  readonly messages: Record<string, unknown>
  /** Of the application. */
  readonly language: Language
}

const bundles = {
  en: () => import('./english.ts'),
  de: () => import('./german.ts'),
} as const satisfies Record<LanguageTag, () => Promise<Bundle>>

export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  missingWarn: import.meta.env.DEV,
  fallbackWarn: import.meta.env.DEV,
})

/** What the application says is said in this language. */
export const spoken = shallowRef<Language>()

/** Shows the app in a language; only its own messages are loaded. */
export async function useLanguage(tag: LanguageTag): Promise<void> {
  const bundle = await bundles[tag]()
  spoken.value = bundle.language
  i18n.global.setLocaleMessage(tag, bundle.messages)
  i18n.global.locale.value = tag
  document.documentElement.lang = tag
}
