/**
 * A text as an operator types it, for the index of words: words that all have to be there, "several words" in that
 * order, and the last word, which may go on, as whoever types is not done yet.
 */
export function matchOf(text: string): string | undefined {
  const terms = [...text.matchAll(/"([^"]*)"?|(\S+)/g)]
    .map(([, phrase, word]) => ({ text: phrase ?? word ?? '', isPhrase: phrase !== undefined }))
    .filter((term) => /[\p{L}\p{N}]/u.test(term.text))
  if (terms.length === 0) return undefined
  return terms
    .map((term, index) => {
      const isPrefix =
        !term.isPhrase && (term.text.endsWith('*') || isUnfinished(term.text, index === terms.length - 1))
      return `"${term.text.replaceAll('"', ' ')}"${isPrefix ? ' *' : ''}`
    })
    .join(' AND ')
}

/** One letter would go on in too many ways. */
function isUnfinished(word: string, isLast: boolean): boolean {
  return isLast && /[\p{L}\p{N}]{2}$/u.test(word)
}
