/** Well-known text of a coordinate reference system: a keyword and what stands in its brackets. */
export interface WellKnownText {
  /** In capitals. */
  readonly keyword: string
  readonly values: readonly (WellKnownText | string | number)[]
}

const longest = 200_000
const deepest = 40

/** Reads well-known text; undefined when it is none. */
export function parseWellKnownText(text: string): WellKnownText | undefined {
  if (text.length > longest) return undefined
  const tokens = tokensOf(text)
  if (tokens === undefined) return undefined
  const reader = new TokenReader(tokens)
  const root = reader.element(0)
  return reader.atEnd ? root : undefined
}

type Token =
  | { readonly type: 'word' | 'string'; readonly text: string }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'open' | 'close' | 'comma' }

const tokenPattern =
  /\s*(?:([A-Za-z_]\w*)|"((?:[^"]|"")*)"|([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([[(])|([\])])|(,))\s*/y

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = []
  tokenPattern.lastIndex = 0
  while (tokenPattern.lastIndex < text.length) {
    const match = tokenPattern.exec(text)
    if (match === null) return undefined
    const [, word, quoted, number, open, close] = match
    if (word !== undefined) tokens.push({ type: 'word', text: word })
    else if (quoted !== undefined) tokens.push({ type: 'string', text: quoted.replaceAll('""', '"') })
    else if (number !== undefined) tokens.push({ type: 'number', value: Number(number) })
    else if (open !== undefined) tokens.push({ type: 'open' })
    else tokens.push({ type: close === undefined ? 'comma' : 'close' })
  }
  return tokens
}

class TokenReader {
  readonly #tokens: readonly Token[]
  #position = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  get atEnd(): boolean {
    return this.#position === this.#tokens.length
  }

  element(depth: number): WellKnownText | undefined {
    const word = this.#next('word')
    if (word?.type !== 'word' || depth > deepest) return undefined
    const keyword = word.text.toUpperCase()
    // A bare word is a constant such as the direction of an axis.
    if (this.#next('open') === undefined) return { keyword, values: [] }
    const values: (WellKnownText | string | number)[] = []
    do {
      const value = this.#value(depth)
      if (value === undefined) return undefined
      values.push(value)
    } while (this.#next('comma') !== undefined)
    return this.#next('close') === undefined ? undefined : { keyword, values }
  }

  #value(depth: number): WellKnownText | string | number | undefined {
    const text = this.#next('string')
    if (text?.type === 'string') return text.text
    const number = this.#next('number')
    if (number?.type === 'number') return number.value
    return this.element(depth + 1)
  }

  #next(type: Token['type']): Token | undefined {
    const token = this.#tokens[this.#position]
    if (token?.type !== type) return undefined
    this.#position += 1
    return token
  }
}
