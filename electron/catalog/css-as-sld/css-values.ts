/** A part of a property's value, as GeoServer's CSS has them. */
export type CssValue =
  | { readonly type: 'literal'; readonly text: string }
  /** CQL, without its brackets. */
  | { readonly type: 'expression'; readonly text: string }
  | { readonly type: 'function'; readonly name: string; readonly parameters: readonly CssValue[] }

/**
 * The values of a property: what stands between commas is for one drawing after the other, and each is made of parts
 * with spaces between them.
 */
export type CssValues = readonly (readonly CssValue[])[]

/** Depth of functions in functions at most; what is deeper is left out. */
const mostDepth = 20

/** Reads what stands behind a property's colon. */
export function readCssValues(text: string): CssValues {
  const reader = { text, offset: 0 }
  return readList(reader, 0)
}

interface Reader {
  readonly text: string
  offset: number
}

/** Values up to the end, or to the bracket that closes a function. */
function readList(reader: Reader, depth: number): readonly (readonly CssValue[])[] {
  const list: CssValue[][] = [[]]
  const part =
    /\s+|"([^"]*)"?|'([^']*)'?|\[((?:"[^"]*"|'[^']*'|[^\]"'])*)\]?|url\s*\(([^)]*)\)|([\w-]+)\s*\(|,|\)|[^\s,()[\]"']+|./gy
  part.lastIndex = reader.offset
  for (let match = part.exec(reader.text); match !== null; match = part.exec(reader.text)) {
    reader.offset = part.lastIndex
    const [token, double, single, expression, address, called] = match
    const add = (value: CssValue): void => void list.at(-1)?.push(value)
    if (token.trim() === '') continue
    else if (expression !== undefined) add({ type: 'expression', text: expression.trim() })
    else if (address !== undefined) {
      const location = address.trim().replace(/^(["'])(.*)\1$/s, '$2')
      add({ type: 'function', name: 'url', parameters: [{ type: 'literal', text: location }] })
    } else if (called !== undefined) {
      const parameters = depth < mostDepth ? readList(reader, depth + 1).flat() : []
      add({ type: 'function', name: called, parameters })
      part.lastIndex = reader.offset
    } else if (token === ',') list.push([])
    else if (token === ')') {
      if (depth > 0) break
    } else add({ type: 'literal', text: double ?? single ?? token })
  }
  return list.filter((parts) => parts.length > 0)
}
