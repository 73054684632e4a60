/**
 * What a search of words finds: texts every word of it occurs in, in upper or lower case. An empty search finds
 * everything.
 */
export function wordSearch(search: string): (texts: readonly (string | null | undefined)[]) => boolean {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return (texts) => {
    const text = texts
      .map((each) => each ?? '')
      .join('\n')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  }
}
