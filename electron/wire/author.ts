/**
 * Who asked for a change, as the history of its master calls them. It travels in a property stock nodes do not read, so
 * that operators beside each other see who did what. Nobody proves to be who is named: it informs, and decides nothing.
 */
export const authorProperty = 'plumblineAuthor'

/** The property that names whoever asked for what a message says; none where nobody did. */
export function authorProperties(author: string | undefined): Readonly<Record<string, string>> {
  const name = authorName(author)
  return name === undefined ? {} : { [authorProperty]: name }
}

const longest = 100
/** More of it is not looked at. */
const mostRead = 1_000

/**
 * A name as it is written to the property and read from it: on one line, of visible characters, and short.
 * @returns undefined when nothing is left of it
 */
export function authorName(text: string | undefined): string | undefined {
  const visible = (text ?? '')
    .slice(0, mostRead)
    .toWellFormed()
    // Characters that break a line or turn its direction could pass one name off as another.
    .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
  const name = [...visible].slice(0, longest).join('').trim()
  return name === '' ? undefined : name
}
