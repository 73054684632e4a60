/**
 * Maps the position in a list of any length onto an element of a height browsers can lay out. As long as the list
 * fits, both are the same; a longer one is scrolled pixel by pixel near by and in proportion over large distances.
 */
export interface ScrollSpace {
  /** Height of all rows together, in pixels. */
  readonly content: number
  /** Height of the element that is scrolled. */
  readonly height: number
  readonly viewport: number
}

export interface ScrollPlace {
  /** Pixels of the list above the upper edge. */
  readonly offset: number
  /** `scrollTop` of the element. */
  readonly top: number
}

/** Browsers lay out elements up to about 17 million pixels alike. */
const tallest = 15_000_000

export function scrollSpace(content: number, viewport: number): ScrollSpace {
  return { content, height: Math.min(content, tallest), viewport }
}

/** The last position there is. */
export function lastOffset({ content, viewport }: ScrollSpace): number {
  return Math.max(0, content - viewport)
}

/** `scrollTop` for a position in the list. */
export function topOf(space: ScrollSpace, offset: number): number {
  const wanted = Math.min(Math.max(0, offset), lastOffset(space))
  if (space.content === space.height) return wanted
  const ratio = (space.height - space.viewport) / lastOffset(space)
  return Math.round(wanted * ratio)
}

/** Where the list is after the element was scrolled to `top`. */
export function scrolledTo(space: ScrollSpace, before: ScrollPlace, top: number): number {
  if (space.content === space.height) return Math.min(Math.max(0, top), lastOffset(space))
  const distance = top - before.top
  const last = lastOffset(space)
  // A wheel, a key or a finger moves by less than two screens; only the scrollbar goes farther at once.
  if (Math.abs(distance) <= space.viewport * 2) return Math.min(Math.max(0, before.offset + distance), last)
  return Math.min(last, (top / (space.height - space.viewport)) * last)
}
