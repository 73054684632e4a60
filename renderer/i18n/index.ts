import { createI18n } from 'vue-i18n'
import type { Settings } from '../../electron/contract/features/settings.ts'
import { applicationWords, type ApplicationWords } from './application/words.ts'

export type Language = Settings['language']

interface Bundle {
  readonly messages: Record<string, unknown>
  readonly words: ApplicationWords | undefined
}

const bundles = {
  en: () => import('./english.ts'),
  de: () => import('./german.ts'),
} as const satisfies Record<Language, () => Promise<Bundle>>

export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  missingWarn: import.meta.env.DEV,
  fallbackWarn: import.meta.env.DEV,
})

/** Shows the app in a language; only its own messages are loaded. */
export async function useLanguage(language: Language): Promise<void> {
  const { messages, words } = await bundles[language]()
  applicationWords.value = words
  i18n.global.setLocaleMessage(language, messages)
  i18n.global.locale.value = language
  document.documentElement.lang = language
}
