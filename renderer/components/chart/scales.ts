import type { Scale } from 'uplot'

/**
 * How values are laid out between the axis and the upper edge: from 0 to a round number above the largest, so that the
 * edge has a label in the smallest chart, or by orders of magnitude, where 0 keeps its place. A chart of zeros has room
 * above them, so that its line lies on the axis.
 */
export function valueScale(logarithmic: boolean): Scale {
  if (logarithmic) return { distr: 4, asinh: 1 }
  return { range: (_chart, _lowest, highest) => [0, roundedUp(highest || 1)] }
}

/** The next 1, 2 or 5 of a power of ten, as the steps of an axis are. */
function roundedUp(value: number): number {
  return decimalSteps.find((step) => step >= value) ?? value
}

/** The times that are shown: from where the chart begins, or its first value, to the last. */
export function timeScale(from: () => number | undefined): Scale {
  return { range: (_chart, first, last) => [from() ?? first, last] }
}

const minuteLength = 60
const dayLength = 24 * 60 * minuteLength
const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

/** Times at an axis, in seconds since 1970, no finer than they are apart: days, minutes, or seconds. */
export function timeLabels(splits: readonly number[], language: string): string[] {
  const [first = 0, second = first + minuteLength] = splits
  const format = new Intl.DateTimeFormat(
    language,
    (splits.at(-1) ?? first) - first > 2 * dayLength
      ? { day: '2-digit', month: 'short' }
      : second - first < minuteLength
        ? { ...clock, second: '2-digit' }
        : clock,
  )
  return splits.map((split) => format.format(split * 1000))
}

/** Steps of an axis of counts: 1, 2, 5, 10, 20, … */
export const wholeSteps = Array.from({ length: 9 }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat()

/** Steps of an axis whose values are written with one decimal. */
export const decimalSteps = [0.1, 0.2, 0.5, ...wholeSteps]

/** A part of the time axis, in seconds since 1970. */
export interface Span {
  readonly min: number
  readonly max: number
}

/** Seconds no more than which a chart shows. */
const shortest = 30

/**
 * What a key, or the wheel, makes of the part of a chart that is looked at: `+` and `-` look closer and farther, the
 * arrows earlier and later, `0` at all of it. Undefined for every other key; never more than there is.
 */
export function moved({ min, max }: Span, whole: Span, key: string): Span | undefined {
  const length = max - min
  const around = (factor: number): Span => {
    const half = Math.max(shortest, length * factor) / 2
    return within({ min: (min + max) / 2 - half, max: (min + max) / 2 + half }, whole)
  }
  const by = (part: number): Span => within({ min: min + length * part, max: max + length * part }, whole)
  const moves: Readonly<Record<string, () => Span>> = {
    '+': () => around(0.5),
    '=': () => around(0.5),
    '-': () => around(2),
    ArrowLeft: () => by(-0.25),
    ArrowRight: () => by(0.25),
    '0': () => whole,
  }
  return moves[key]?.()
}

function within({ min, max }: Span, whole: Span): Span {
  const length = Math.min(max - min, whole.max - whole.min)
  const start = Math.min(Math.max(min, whole.min), whole.max - length)
  return { min: start, max: start + length }
}
