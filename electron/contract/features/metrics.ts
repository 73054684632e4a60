import { z } from 'zod'
import { query, tail } from '../procedure.ts'
import { wording } from '../wording.ts'
import { count, instant, nothing, severity } from '../shared.ts'

const measured = z.number().nonnegative()

/** What was measured of one node; null where it is not known. */
export const nodeSample = z.object({
  instanceName: z.string(),
  /** Messages in its queue. */
  waiting: count.nullable(),
  /** Seconds the oldest of them has waited. */
  oldest: measured.nullable(),
  /** Objects that differed from its master when it was compared last. */
  drift: count.nullable(),
})
export type NodeSample = z.output<typeof nodeSample>

/** What was measured of the cluster at one time. */
export const sample = z.object({
  at: instant,
  nodes: z.array(nodeSample),
  /** Messages published a second; null while nothing is heard of the broker. */
  throughput: measured.nullable(),
  /** How full the broker's store is. */
  storePercent: measured.nullable(),
})
export type Sample = z.output<typeof sample>

/** Something that happened, to be marked where values are drawn over time. */
export const moment = z.object({
  at: instant,
  instanceName: z.string().nullable(),
  severity,
  message: wording,
})
export type Moment = z.output<typeof moment>

export const metrics = {
  /** What was measured since then, of as many samples as are drawn the largest values each. */
  history: query(
    z.object({ since: instant }),
    z.object({
      /** Milliseconds from one to the next, where nothing is missing. */
      step: z.number().positive(),
      samples: z.array(sample),
      moments: z.array(moment),
    }),
  ),
}

export const metricsStreams = {
  /** What is measured from now on, every few seconds. */
  samples: tail(nothing, sample),
}

/** Two samples as one that has the largest value of either: a peak must not vanish. */
export function merged(earlier: Sample, later: Sample): Sample {
  const nodes = new Map(earlier.nodes.map((each) => [each.instanceName, each]))
  for (const each of later.nodes) {
    const before = nodes.get(each.instanceName)
    nodes.set(each.instanceName, before === undefined ? each : mergedNode(before, each))
  }
  return {
    at: later.at,
    nodes: [...nodes.values()],
    throughput: largest(earlier.throughput, later.throughput),
    storePercent: largest(earlier.storePercent, later.storePercent),
  }
}

function mergedNode(earlier: NodeSample, later: NodeSample): NodeSample {
  return {
    instanceName: later.instanceName,
    waiting: largest(earlier.waiting, later.waiting),
    oldest: largest(earlier.oldest, later.oldest),
    drift: largest(earlier.drift, later.drift),
  }
}

function largest(left: number | null, right: number | null): number | null {
  return left === null || right === null ? (left ?? right) : Math.max(left, right)
}
