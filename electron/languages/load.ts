import type { Help } from './en/commands/help.ts'
import type { Language } from './language.ts'
import { helpTexts, languages } from './table.ts'
import type { LanguageTag } from './tags.ts'

/** What is said in a language; only one that is asked for is loaded. */
export async function loadLanguage(tag: LanguageTag): Promise<Language> {
  return (await languages[tag]()).language
}

/** What the help of the command line says in a language. */
export async function loadHelp(tag: LanguageTag): Promise<Help> {
  return (await helpTexts[tag]()).help
}
