import type { Language } from './language.ts'
import type { LanguageTag } from './tags.ts'

const languages = {
  en: async () => (await import('./en/index.ts')).english,
  de: async () => (await import('./de/index.ts')).german,
} as const satisfies Record<LanguageTag, () => Promise<Language>>

/** What is said in a language; only one that is asked for is loaded. */
export async function loadLanguage(tag: LanguageTag): Promise<Language> {
  return languages[tag]()
}
