import type { Language } from './language.ts'
import { languages } from './table.ts'
import type { LanguageTag } from './tags.ts'

/** What is said in a language; only one that is asked for is loaded. */
export async function loadLanguage(tag: LanguageTag): Promise<Language> {
  return (await languages[tag]()).language
}
