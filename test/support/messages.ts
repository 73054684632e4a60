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
