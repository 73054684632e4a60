import type { LagSample } from '../../../electron/contract/features/inventory.ts'

export interface OverTime {
  /** Seconds since 1970, ascending. */
  readonly times: readonly number[]
  /** Waiting messages, one line a slave. */
  readonly waiting: readonly { readonly label: string; readonly values: readonly (number | null)[] }[]
  /** Whether the waiting messages need a logarithmic scale. */
  readonly logarithmic: boolean
  /** Messages published, a second. */
  readonly throughput: readonly number[]
}

const mostPoints = 480

/**
 * Samples as lines. They are gathered so that there are few enough to draw, and of those gathered the largest counts:
 * a peak must not vanish.
 * @param samples oldest first
 */
export function overTime(samples: readonly LagSample[], since: number): OverTime {
  const recent = samples.filter(({ at }) => at >= since)
  const names = [...new Set(recent.flatMap(({ waiting }) => Object.keys(waiting)))].toSorted((left, right) =>
    left.localeCompare(right, undefined, { numeric: true }),
  )
  const size = Math.max(1, Math.ceil(recent.length / mostPoints))
  const groups = Array.from({ length: Math.ceil(recent.length / size) }, (_, index) =>
    recent.slice(index * size, (index + 1) * size),
  )
  const waiting = names.map((label) => ({
    label,
    values: groups.map((group) => {
      const known = group.flatMap((sample) => sample.waiting[label] ?? [])
      return known.length === 0 ? null : Math.max(...known)
    }),
  }))
  return {
    times: groups.map((group) => Math.round((group.at(-1)?.at ?? 0) / 1000)),
    waiting,
    logarithmic: differByMagnitudes(waiting.map(({ values }) => values)),
    throughput: groups.map((group) => Math.max(...group.map(({ throughput }) => throughput))),
  }
}

/** Adds newer samples and lets those go that are too old to be shown. */
export function withSamples(
  samples: readonly LagSample[],
  newer: readonly LagSample[],
  since: number,
): readonly LagSample[] {
  const last = samples.at(-1)?.at ?? 0
  return [...samples, ...newer.filter(({ at }) => at > last)].filter(({ at }) => at >= since)
}

/** Whether one line would press the others onto the axis. */
function differByMagnitudes(lines: readonly (readonly (number | null)[])[]): boolean {
  const peaks = lines
    .map((values) => Math.max(0, ...values.map((value) => value ?? 0)))
    .filter((peak) => peak > 0)
  return peaks.length > 1 && Math.max(...peaks) > 50 * Math.min(...peaks)
}
