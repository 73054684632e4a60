import { languageOf, languageTags, type LanguageTag } from '../../languages/tags.ts'

type Environment = Readonly<Record<string, string | undefined>>

const option = '--language'

/**
 * What the command line speaks: what `--language` says, else what the environment asks of programs, else English.
 * @param typed what was typed, up to `--`
 * @returns undefined when it was asked for a language there is not
 */
export function languageAskedFor(
  typed: readonly string[],
  environment: Environment,
): LanguageTag | undefined {
  const place = typed.findLastIndex((word) => word === option || word.startsWith(`${option}=`))
  if (place === -1) return languageOf(localeOf(environment)) ?? 'en'
  const asked = typed[place] === option ? typed[place + 1] : typed[place]?.slice(option.length + 1)
  return languageTags.find((tag) => tag === asked)
}

/** Our own, then as POSIX has it: of those that say something, the first one counts. */
function localeOf({ PLUMBLINE_LANG, LC_ALL, LC_MESSAGES, LANG }: Environment): string {
  return (
    [PLUMBLINE_LANG, LC_ALL, LC_MESSAGES, LANG].find((locale) => locale !== undefined && locale !== '') ?? ''
  )
}
