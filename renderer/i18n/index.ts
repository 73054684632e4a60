import { shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import type { Language } from '../../electron/languages/language.ts'
import { loadLanguage } from '../../electron/languages/load.ts'
import type { LanguageTag } from '../../electron/languages/tags.ts'

/** The texts of the screens, in the folder of each language. */
const screens = import.meta.glob<Record<string, unknown>>('../../electron/languages/*/screens.ts', {
  import: 'screens',
})

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
  const load = screens[`../../electron/languages/${tag}/screens.ts`]
  const [language, messages] = await Promise.all([loadLanguage(tag), load?.()])
  spoken.value = language
  if (messages !== undefined) i18n.global.setLocaleMessage(tag, messages)
  i18n.global.locale.value = tag
  document.documentElement.lang = tag
}
