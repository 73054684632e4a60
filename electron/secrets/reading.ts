/**
 * A text as its reader sees it: percent-escapes, backslashes and entities of the characters that give a text its
 * structure are undone, so that what is nested in a text is recognised as what stands on its own.
 */
export interface Reading {
  /** One character for each that is read. */
  readonly text: string
  /** How often a character was escaped, by its place in `text`. */
  depth(index: number): number
  /** Where a character begins in the original; its length for the place behind the last one. */
  origin(index: number): number
}

const escaped = /[\\%&]/
const entities: Readonly<Record<string, string>> = {
  ...{ quot: '"', apos: "'", lt: '<', gt: '>', amp: '&' },
  ...{
    '#34': '"',
    '#39': "'",
    '#38': '&',
    '#60': '<',
    '#62': '>',
    '#58': ':',
    '#61': '=',
    '#64': '@',
    '#47': '/',
  },
  ...{ '#x22': '"', '#x27': "'", '#x26': '&', '#x3c': '<', '#x3e': '>', '#x3a': ':', '#x3d': '=' },
}
const entity = /&(quot|apos|lt|gt|amp|#\d{2}|#x[0-9a-f]{2});/giy
/** `%3A` and, escaped again and again, `%25253A`. */
const percent = /%((?:25){0,4})(3a|2f|40|3d|26|3f|23|22|27|3b|2c|3c|3e|28|29|20)/giy
const backslash = /(\\{1,8})(u00[2-7][0-9a-f]|["'/:=&?#@,;!nrt])/giy

/** Reads a text, once from its beginning to its end. */
export function read(original: string): Reading {
  if (!escaped.test(original)) return { text: original, depth: () => 0, origin: (index) => index }
  const characters: string[] = []
  const origins: number[] = []
  const depths: number[] = []
  let index = 0
  while (index < original.length) {
    const found = escapeAt(original, index)
    characters.push(found?.character ?? original.charAt(index))
    origins.push(index)
    depths.push(found?.depth ?? 0)
    index += found?.length ?? 1
  }
  origins.push(original.length)
  return {
    text: characters.join(''),
    depth: (at) => depths[at] ?? 0,
    origin: (at) => origins[at] ?? original.length,
  }
}

interface Escape {
  readonly character: string
  readonly length: number
  readonly depth: number
}

function escapeAt(text: string, index: number): Escape | undefined {
  switch (text[index]) {
    case '%': {
      const [whole, again = '', code = ''] = matchAt(percent, text, index) ?? []
      if (whole === undefined) return undefined
      const character = String.fromCharCode(Number.parseInt(code, 16))
      return { character, length: whole.length, depth: 1 + again.length / 2 }
    }
    case '&': {
      const [whole, name = ''] = matchAt(entity, text, index) ?? []
      const character = entities[name.toLowerCase()]
      if (whole === undefined || character === undefined) return undefined
      // An ampersand parts options however it is written.
      return { character, length: whole.length, depth: character === '&' ? 0 : 1 }
    }
    case '\\': {
      const [whole, slashes = '', what = ''] = matchAt(backslash, text, index) ?? []
      if (whole === undefined) return undefined
      // An even number of backslashes escapes backslashes, not what follows them.
      return { character: meant(what), length: whole.length, depth: (slashes.length % 2) * slashes.length }
    }
    default:
      return undefined
  }
}

function meant(what: string): string {
  if (what.length > 1) return String.fromCharCode(Number.parseInt(what.slice(1), 16))
  return what === 'n' || what === 'r' ? '\n' : what === 't' ? ' ' : what
}

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index
  return pattern.exec(text)
}
