/** What a text of JSON may hold. */
export interface JsonLimits {
  /** Values and names of members, each counted. */
  readonly values: number
  /** Arrays and objects inside one another. */
  readonly depth: number
}

/** More than anything of Plumbline holds, and little enough that reading it keeps nobody waiting. */
const usualLimits: JsonLimits = { values: 200_000, depth: 64 }

/** A text is not read although it may be JSON: it holds more than it may. */
export class JsonRefused extends SyntaxError {
  /** What there is too much of. */
  readonly too: 'many' | 'deep'
  readonly limit: number

  constructor(too: 'many' | 'deep', limit: number) {
    super(too === 'many' ? `it holds more than ${limit} values` : `it is more than ${limit} deep`)
    this.name = 'JsonRefused'
    this.too = too
    this.limit = limit
  }
}

/**
 * Reads JSON that somebody else wrote. How long it is was limited by whoever received it; how much it holds is counted
 * here before anything is made of it.
 * @throws JsonRefused when it holds more than it may; SyntaxError when it is no JSON
 */
export function parseJson(text: string, limits: JsonLimits = usualLimits): unknown {
  checkLimits(text, limits)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw withoutExcerpt(error)
  }
}

/** The engine's own error quotes what it could not read, which may be anything, a password too. */
function withoutExcerpt(error: unknown): unknown {
  if (!(error instanceof SyntaxError)) return error
  // eslint-disable-next-line no-restricted-syntax -- V8 says it in no other way
  const [, position] = /at position (\d+)/.exec(error.message) ?? []
  return new SyntaxError(position === undefined ? 'it is no JSON' : `it is no JSON at position ${position}`)
}

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a]
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]

/** One pass, whatever the text is; what is no JSON at all is left to the parser. */
function checkLimits(text: string, limits: JsonLimits): void {
  let values = 1
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = endOfString(text, at)
        break
      case openArray:
      case openObject:
        depth += 1
        values += 1
        break
      case closeArray:
      case closeObject:
        depth -= 1
        break
      case comma:
      case colon:
        values += 1
        break
    }
    if (values > limits.values) throw new JsonRefused('many', limits.values)
    if (depth > limits.depth) throw new JsonRefused('deep', limits.depth)
  }
}

/** Where the string that begins here ends; the end of the text when it does not. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === quote) return at
    if (code === backslash) at += 1
  }
  return text.length
}
