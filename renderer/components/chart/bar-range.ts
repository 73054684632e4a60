/** Some bars beside each other, from the one the choice began at. */
export interface Range {
  readonly anchor: number
  readonly first: number
  readonly last: number
}

/** The bars from where a choice began to another one, whichever side it lies on. */
export function extended({ anchor }: Range, to: number): Range {
  return { anchor, first: Math.min(anchor, to), last: Math.max(anchor, to) }
}

/** The bar at a part of the whole width; the first or the last one beyond its ends. */
export function barAt(part: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor(part * count)))
}

/** Where a key leads from a bar; undefined for keys that lead nowhere. */
export function moved(from: number, key: string, count: number): number | undefined {
  const last = Math.max(0, count - 1)
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, from - 1)
    case 'ArrowRight':
      return Math.min(last, from + 1)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return undefined
  }
}
