import { english } from './en/index.ts'
import type { Language } from './language.ts'
import type { LanguageTag } from './tags.ts'

const others = {
  de: async () => (await import('./de/index.ts')).german,
} as const satisfies Record<Exclude<LanguageTag, 'en'>, () => Promise<Language>>

/** What is said in a language; only one that is asked for is loaded. */
export async function loadLanguage(tag: LanguageTag): Promise<Language> {
  return tag === 'en' ? english : others[tag]()
}
