import { languageTags } from './table.ts'

export { languageTags }

export type LanguageTag = (typeof languageTags)[number]

/** The language that is asked for, by a tag such as `de-AT` or a locale such as `de_DE.UTF-8`; undefined when there is none. */
export function languageOf(asked: string): LanguageTag | undefined {
  const [primary = ''] = asked.toLowerCase().split(/[^a-z]/)
  return languageTags.find((tag) => tag === primary)
}

/** What a language calls itself, or another one calls it. */
export function nameOfLanguage(tag: LanguageTag, inTag: LanguageTag = tag): string {
  return new Intl.DisplayNames([inTag], { type: 'language' }).of(tag) ?? tag
}
