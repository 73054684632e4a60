/**
 * Rows that are chosen to do something with them together, by their keys.
 * @param anchor where the last choice began; with `range`, all from there to here become as this one does
 */
export function toggled(
  chosen: readonly string[],
  ordered: readonly string[],
  key: string,
  { range = false, anchor = '' }: { readonly range?: boolean; readonly anchor?: string } = {},
): readonly string[] {
  const next = new Set(chosen)
  const [from, to] = [ordered.indexOf(anchor), ordered.indexOf(key)]
  const meant = range && from >= 0 ? ordered.slice(Math.min(from, to), Math.max(from, to) + 1) : [key]
  const isOn = range && from >= 0 ? next.has(anchor) : !next.has(key)
  for (const each of meant) {
    if (isOn) next.add(each)
    else next.delete(each)
  }
  return [...next]
}

/** Whether none, some or all of the rows that are listed are chosen. */
export function chosenOf(chosen: readonly string[], ordered: readonly string[]): 'none' | 'some' | 'all' {
  const set = new Set(chosen)
  const count = ordered.filter((key) => set.has(key)).length
  return count === 0 ? 'none' : count === ordered.length ? 'all' : 'some'
}
