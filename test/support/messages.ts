/** Messages by their whole key: `nodes.columns.state`. */
export function flat(messages: object, path = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(messages).flatMap(([name, value]: [string, unknown]) => {
      const key = path === '' ? name : `${path}.${name}`
      if (typeof value === 'string') return [[key, value] as const]
      return typeof value === 'object' && value !== null ? [...flat(value, key)] : []
    }),
  )
}

/** The names between braces in a text, each once. */
export function placeholders(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].toSorted()
}

/** How many forms a text has: `one | several` has two. */
export function forms(text: string): number {
  return text.split(' | ').length
}

/** What is long enough to be a sentence, and says the same as another in every language: such a one is said once. */
export function saidTwice(languages: readonly ReadonlyMap<string, string>[]): readonly string[] {
  const [first, ...others] = languages
  const keyOf = new Map<string, string>()
  return [...(first ?? [])].flatMap(([key, text]) => {
    const all = [text, ...others.map((each) => each.get(key) ?? '')]
    if (all.some((each) => each.length < 25)) return []
    const before = keyOf.get(all.join('\n'))
    keyOf.set(all.join('\n'), key)
    return before === undefined ? [] : [`${before} ${key}`]
  })
}
