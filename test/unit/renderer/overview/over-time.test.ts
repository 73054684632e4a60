import { describe, expect, it } from 'vitest'
import type { Sample } from '../../../../electron/contract/features/metrics.ts'
import { overTime, shownFrom, withSamples } from '../../../../renderer/features/overview/over-time.ts'

const second = 1000
const step = 10 * second

const sample = (
  at: number,
  waiting: Readonly<Record<string, number>>,
  rest: Partial<Sample> = {},
): Sample => ({
  at,
  nodes: Object.entries(waiting).map(([instanceName, count]) => ({
    ...{ instanceName, waiting: count, oldest: count * 2, drift: null },
  })),
  throughput: 0,
  storePercent: null,
  ...rest,
})

describe('the cluster over time', () => {
  it('begins with what was measured first, unless more was than is asked for', () => {
    const hour = 3600 * second
    const to = 100 * hour
    expect(shownFrom([sample(to - 300 * second, {}), sample(to, {})], to, hour)).toBe(to - 300 * second)
    expect(shownFrom([sample(to - 2 * hour, {}), sample(to, {})], to, hour)).toBe(to - hour)
    expect(shownFrom([sample(to, {})], to, hour)).toBe(to - 60 * second)
  })

  it('draws one line a slave, by number where names are numbered', () => {
    const samples = [
      sample(step, { 'geo-10': 1 }),
      sample(2 * step, { 'geo-10': 2, 'geo-2': 5 }, { throughput: 3.5 }),
    ]
    expect(overTime(samples, step, 'waiting', 'store')).toEqual({
      times: [10, 20],
      lines: [
        { label: 'geo-2', values: [null, 5] },
        { label: 'geo-10', values: [1, 2] },
      ],
      others: null,
      logarithmic: false,
      throughput: [0, 3.5],
    })
  })

  it('leaves a gap where nothing was measured, instead of a line across it', () => {
    const samples = [sample(step, { a: 1 }), sample(2 * step, { a: 1 }), sample(60 * step, { a: 4 })]
    const { times, lines, throughput } = overTime(samples, step, 'waiting', 'store')
    expect(times).toEqual([10, 20, 30, 600])
    expect(lines[0]?.values).toEqual([1, 1, null, 4])
    expect(throughput).toEqual([0, 0, null, 0])
  })

  it('draws what is chosen: ages, what differs, and the store of the broker', () => {
    const samples = [
      sample(step, { a: 1 }, { storePercent: 12 }),
      sample(2 * step, { a: 3 }, { storePercent: null }),
    ]
    const linesOf = (measure: Parameters<typeof overTime>[2]) =>
      overTime(samples, step, measure, 'Store').lines
    expect(linesOf('oldest')).toEqual([{ label: 'a', values: [2, 6] }])
    expect(linesOf('drift')).toEqual([])
    expect(linesOf('store')).toEqual([{ label: 'Store', values: [12, null] }])
  })

  it('draws the highest of many lines, and counts the others', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`geo-${index}`, index]))
    const { lines, others } = overTime([sample(step, many)], step, 'waiting', 'store')
    expect(lines.map(({ label }) => label)).toEqual(
      Array.from({ length: 12 }, (_, index) => `geo-${488 + index}`),
    )
    expect(others).toEqual({ count: 488, peak: 487 })
  })

  it('uses a logarithmic scale when one line would hide another', () => {
    const scale = (a: number, b: number) => overTime([sample(0, { a, b })], step, 'waiting', '').logarithmic
    expect(scale(10_000, 3)).toBe(true)
    expect(scale(100, 3)).toBe(false)
    expect(scale(10_000, 0)).toBe(false)
  })

  it('adds newer samples once, those of one step as one with its peak, and lets old ones go', () => {
    const before = [sample(step, {}), sample(2 * step, { a: 7 })]
    const after = withSamples(
      before,
      [sample(2 * step, { a: 9 }), sample(2.5 * step, { a: 1 }), sample(3 * step, { a: 2 })],
      step,
      1.5 * step,
    )
    expect(after.map(({ at, nodes }) => [at, nodes[0]?.waiting])).toEqual([
      [2.5 * step, 7],
      [3 * step, 2],
    ])
  })
})
