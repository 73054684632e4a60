import { languageTags, type LanguageTag } from '../../electron/languages/tags.ts'
import { loadHelp, loadLanguage } from '../../electron/languages/load.ts'
import { flat } from './messages.ts'

/** The texts of the screens in a language. */
export async function loadScreens(tag: LanguageTag): Promise<object> {
  const { screens } = (await import(`../../electron/languages/${tag}/screens.ts`)) as { screens: object }
  return screens
}

/** The words of everything that is said in each language, as they are written. */
const wordsOf = new Map(
  await Promise.all(
    languageTags.map(async (tag) => {
      const { sentences, errors, properties } = await loadLanguage(tag)
      const texts = [sentences, errors, properties, await loadScreens(tag), await loadHelp(tag)]
      const said = texts.flatMap((each) => [...flat(each).values()])
      return [tag, new Set(said.flatMap((text) => words(text)))] as const
    }),
  ),
)

/**
 * Words of a text that are said in other languages and never in this one: whatever stands there was made elsewhere.
 * @param names what the text holds that is no word of ours
 */
export function foreignWords(
  text: string,
  tag: LanguageTag,
  names: readonly string[] = [],
): readonly string[] {
  const own = wordsOf.get(tag)
  const others = [...wordsOf].filter(([other]) => other !== tag).map(([, set]) => set)
  const isForeign = (word: string): boolean =>
    !names.includes(word) && own?.has(word) === false && others.some((each) => each.has(word))
  return [...new Set(words(text).filter(isForeign))]
}

/** Words of letters alone: no paths, addresses, options, names of files or of properties. */
function words(text: string): readonly string[] {
  // What stands between braces or behind `plumbline` is to be typed as it is.
  const prose = text.replaceAll(/\{[^}]*\}|`[^`]*`|\bplumbline [a-z]+/g, ' ')
  return prose.match(/(?<![\p{L}\p{N}_./:=@#$-])\p{L}{2,}(?![\p{L}\p{N}_/:=@-]|\.\p{L})/gu) ?? []
}
