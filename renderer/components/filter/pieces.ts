/** What a filter can be narrowed by, besides free text: `kind:layer`. */
export interface FilterKey {
  readonly name: string
  /** What it means, beside its name in the suggestions. */
  readonly label?: string | undefined
  /** Values to complete it with; other values may be typed all the same. */
  readonly values: readonly string[]
}

/** A written filter as the bar shows it: finished tokens, and the rest that is still typed. */
export interface Pieces {
  readonly tokens: readonly string[]
  readonly rest: string
}

/** A filter split at blanks outside quotes. */
export function piecesOf(written: string): readonly string[] {
  return written.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? []
}

/** A token as it is written; a value with blanks stands in quotes. */
export function tokenText(name: string, value: string): string {
  return `${name}:${/[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value}`
}

/** The piece that is still typed at the end of a filter; empty after a blank. */
export function lastPiece(typed: string): string {
  const last = piecesOf(typed).at(-1) ?? ''
  return typed.endsWith(last) ? last : ''
}

/** Takes the tokens of known names out of a filter. */
export function splitFilter(written: string, keys: readonly FilterKey[]): Pieces {
  const pieces = piecesOf(written)
  const tokens = pieces.filter((piece) => isToken(piece, keys))
  const rest = pieces.filter((piece) => !isToken(piece, keys)).join(' ')
  return { tokens, rest }
}

/** Whether it is `name:value` of a known name, with a value. */
export function isToken(piece: string, keys: readonly FilterKey[]): boolean {
  return keys.some(({ name }) => piece.startsWith(`${name}:`) && piece.length > name.length + 1)
}

/** Whether it is a token whose value is none of those that are known, so that nothing matches it. */
export function isOfNoKnownValue(token: string, keys: readonly FilterKey[]): boolean {
  const [key, value] = partsOf(token, keys)
  return key !== undefined && key.values.length > 0 && !key.values.includes(value)
}

/** A token with the beginning of a known value made whole, the shortest that begins so; any other word as it is. */
export function completed(word: string, keys: readonly FilterKey[]): string {
  const [key, value] = partsOf(word, keys)
  if (key === undefined || value === '' || key.values.includes(value)) return word
  const found = key.values
    .filter((known) => known.toLowerCase().startsWith(value.toLowerCase()))
    .toSorted((left, right) => left.length - right.length)[0]
  return found === undefined ? word : tokenText(key.name, found)
}

function partsOf(token: string, keys: readonly FilterKey[]): readonly [FilterKey | undefined, string] {
  const colon = token.indexOf(':')
  const name = token.slice(0, Math.max(0, colon)).toLowerCase()
  return [keys.find((key) => key.name === name), token.slice(colon + 1).replaceAll('"', '')]
}

export function joinFilter(tokens: readonly string[], rest: string): string {
  return [...tokens, rest.trim()].filter((piece) => piece !== '').join(' ')
}

export interface Suggestion {
  /** What stands in place of the word that is typed. */
  readonly text: string
  readonly label: string | undefined
  /** Whether it is a whole token, not only the name of one. */
  readonly complete: boolean
}

const mostSuggestions = 10

/** What the word that is typed may become. */
export function suggestionsFor(word: string, keys: readonly FilterKey[]): readonly Suggestion[] {
  const colon = word.indexOf(':')
  if (colon < 0) {
    const begun = word.toLowerCase()
    return keys
      .filter(({ name }) => name.startsWith(begun))
      .map(({ name, label }) => ({ text: `${name}:`, label, complete: false }))
  }
  const key = keys.find(({ name }) => name === word.slice(0, colon).toLowerCase())
  const begun = word
    .slice(colon + 1)
    .replaceAll('"', '')
    .toLowerCase()
  return (key?.values ?? [])
    .filter((value) => value.toLowerCase().includes(begun))
    .toSorted(
      (left, right) =>
        Number(right.toLowerCase().startsWith(begun)) - Number(left.toLowerCase().startsWith(begun)),
    )
    .slice(0, mostSuggestions)
    .map((value) => ({
      text: tokenText(key?.name ?? '', value),
      label: undefined,
      complete: true,
    }))
}
