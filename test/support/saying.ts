import { english } from '../../electron/sentences/english.ts'
import { isSentence } from '../../electron/sentences/sentence.ts'

/** In the place of a value that is expected: words, or a sentence that is said in English with these in it. */
export function saying(words: string | RegExp) {
  const says = (text: string): boolean =>
    typeof words === 'string' ? text.includes(words) : words.test(text)
  return {
    asymmetricMatch: (found: unknown) =>
      typeof found === 'string' ? says(found) : isSentence(found) && says(english(found)),
    toString: () => `saying ${String(words)}`,
  }
}
