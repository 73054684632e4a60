import { merged, type Sample } from '../../../electron/contract/features/metrics.ts'
import { compareNames } from '../../components/name-order.ts'

/** What is drawn over time: one line a node, or one of the cluster. */
export const measures = ['waiting', 'oldest', 'drift', 'store'] as const
export type Measure = (typeof measures)[number]

/** Lines over time; null where nothing was measured. */
interface Lines {
  /** Seconds since 1970, ascending. */
  readonly times: readonly number[]
  /** Those with the highest peaks. */
  readonly lines: readonly { readonly label: string; readonly values: readonly (number | null)[] }[]
  /** Nodes whose lines are not drawn, and how high the highest of them comes. */
  readonly others: { readonly count: number; readonly peak: number } | null
  /** Whether they need a logarithmic scale. */
  readonly logarithmic: boolean
  /** Messages published, a second. */
  readonly throughput: readonly (number | null)[]
}

/** More lines cannot be told apart. */
const mostLines = 12
/** Steps between two samples, from which on something is missing between them. */
const gapSteps = 2.5

/**
 * Samples as lines, which end where nothing was measured.
 * @param samples oldest first
 * @param step milliseconds from one to the next
 * @param store what the line of the broker's store is called
 */
export function overTime(samples: readonly Sample[], step: number, measure: Measure, store: string): Lines {
  const points = withGaps(samples, step)
  const values = new Map<string, (number | null)[]>()
  const put = (label: string, at: number, value: number | null): void => {
    if (value === null) return
    const line = values.get(label) ?? points.map(() => null)
    line[at] = value
    values.set(label, line)
  }
  points.forEach((point, at) => {
    if (measure === 'store') put(store, at, point.sample?.storePercent ?? null)
    else for (const node of point.sample?.nodes ?? []) put(node.instanceName, at, node[measure])
  })
  const all = [...values].map(([label, line]) => ({ label, values: line, peak: peakOf(line) }))
  const highest = all.toSorted((left, right) => right.peak - left.peak || byName(left, right))
  const left = highest.slice(mostLines)
  const lines = highest.slice(0, mostLines).toSorted(byName)
  return {
    times: points.map(({ at }) => Math.round(at / 1000)),
    lines: lines.map(({ label, values: line }) => ({ label, values: line })),
    others:
      left.length === 0 ? null : { count: left.length, peak: Math.max(...left.map(({ peak }) => peak)) },
    logarithmic: differByMagnitudes(lines.map(({ peak }) => peak)),
    throughput: points.map(({ sample }) => sample?.throughput ?? null),
  }
}

/** Adds newer samples, several of a step as one, and lets those go that are too old to be shown. */
export function withSamples(
  samples: readonly Sample[],
  newer: readonly Sample[],
  step: number,
  since: number,
): readonly Sample[] {
  const all = samples.filter(({ at }) => at >= since)
  for (const each of newer) {
    const last = all.at(-1)
    if (last !== undefined && each.at <= last.at) continue
    const isSameStep = last !== undefined && Math.floor(each.at / step) === Math.floor(last.at / step)
    if (isSameStep) all[all.length - 1] = merged(last, each)
    else if (each.at >= since) all.push(each)
  }
  return all
}

/** Milliseconds that are shown at least. */
const shortestSpan = 60_000

/**
 * From when on it is shown: no room goes to the time before anything was measured.
 * @param samples oldest first
 * @param span milliseconds that were chosen
 */
export function shownFrom(samples: readonly Sample[], to: number, span: number): number {
  const first = samples[0]?.at ?? to
  return Math.max(to - span, Math.min(first, to - shortestSpan))
}

interface Point {
  readonly at: number
  readonly sample: Sample | undefined
}

function withGaps(samples: readonly Sample[], step: number): readonly Point[] {
  return samples.flatMap((sample, index): readonly Point[] => {
    const before = samples[index - 1]
    const point = { at: sample.at, sample }
    const isGap = before !== undefined && sample.at - before.at > gapSteps * step
    return isGap ? [{ at: before.at + step, sample: undefined }, point] : [point]
  })
}

function peakOf(line: readonly (number | null)[]): number {
  return line.reduce<number>((peak, value) => Math.max(peak, value ?? 0), 0)
}

function byName(left: { readonly label: string }, right: { readonly label: string }): number {
  return compareNames(left.label, right.label)
}

/** Whether one line would press the others onto the axis. */
function differByMagnitudes(peaks: readonly number[]): boolean {
  const some = peaks.filter((peak) => peak > 0)
  return some.length > 1 && Math.max(...some) > 50 * Math.min(...some)
}
