/** What a text says, in the words of another language, and the texts that stand in it. */
export interface Found {
  readonly said: string
  readonly values: Readonly<Record<string, string>>
}

export type FindPhrase = (text: string) => Found | undefined

interface Pattern {
  readonly pattern: RegExp
  readonly names: readonly string[]
  readonly said: string
}

const remembered = 2_000

/**
 * Finds a text among phrases with `{placeholders}`: the one with the most words of its own comes first. Most texts are
 * asked for again and again, so what was found is remembered.
 */
export function phraseBook(book: Readonly<Record<string, string>>): FindPhrase {
  const patterns = Object.entries(book)
    .filter(([english]) => english.includes('{'))
    .toSorted(([left], [right]) => ownLength(right) - ownLength(left))
    .map(([english, said]) => patternOf(english, said))
  const known = new Map<string, Found | undefined>()

  function find(text: string): Found | undefined {
    const exact = Object.hasOwn(book, text) ? book[text] : undefined
    if (exact !== undefined) return { said: exact, values: {} }
    for (const { pattern, names, said } of patterns) {
      const match = pattern.exec(text)
      if (match === null) continue
      return { said, values: Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? ''])) }
    }
    return undefined
  }

  return (text) => {
    if (known.has(text)) return known.get(text)
    if (known.size >= remembered) known.clear()
    const found = find(text)
    known.set(text, found)
    return found
  }
}

function ownLength(english: string): number {
  return english.replaceAll(/\{\w+\}/g, '').length
}

function patternOf(english: string, said: string): Pattern {
  const names = [...english.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const source = english
    .split(/\{\w+\}/)
    .map((part, index) => `${RegExp.escape(part)}${names[index] === undefined ? '' : valueOf(names[index])}`)
    .join('')
  return { pattern: new RegExp(`^${source}$`, 's'), names, said }
}

/** A count is a number, so that it does not take words for one that belong to another phrase. */
function valueOf(name: string): string {
  return name === 'count' ? '(\\d[\\d,.]*)' : '(.+?)'
}
