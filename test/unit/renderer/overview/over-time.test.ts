import { describe, expect, it } from 'vitest'
import { overTime, withSamples } from '../../../../renderer/features/overview/over-time.ts'

const sample = (at: number, waiting: Record<string, number>, throughput = 0) => ({ at, waiting, throughput })

describe('the cluster over time', () => {
  it('draws one line a slave, with gaps where nothing was known of it', () => {
    const samples = [sample(1000, { 'geo-10': 1 }), sample(2000, { 'geo-10': 2, 'geo-2': 5 }, 3.5)]
    expect(overTime(samples, 0)).toEqual({
      times: [1, 2],
      waiting: [
        { label: 'geo-2', values: [null, 5] },
        { label: 'geo-10', values: [1, 2] },
      ],
      logarithmic: false,
      throughput: [0, 3.5],
    })
  })

  it('keeps a peak of a single sample among thousands', () => {
    const samples = Array.from({ length: 5000 }, (_, at) =>
      sample(at * 1000, { a: at === 3333 ? 777 : 1 }, at === 4444 ? 50 : 0),
    )
    const { times, waiting, throughput } = overTime(samples, 0)
    expect(times.length).toBeLessThanOrEqual(480)
    expect(waiting[0]?.values).toHaveLength(times.length)
    expect(waiting[0]?.values.filter((value) => value === 777)).toHaveLength(1)
    expect(throughput.filter((value) => value === 50)).toHaveLength(1)
    expect(times).toEqual(times.toSorted((left, right) => left - right))
  })

  it('leaves out what is too old', () => {
    const { times } = overTime([sample(1000, { a: 1 }), sample(5000, { a: 1 })], 2000)
    expect(times).toEqual([5])
  })

  it('uses a logarithmic scale when one line would hide another', () => {
    const scale = (a: number, b: number) => overTime([sample(0, { a, b })], 0).logarithmic
    expect(scale(10_000, 3)).toBe(true)
    expect(scale(100, 3)).toBe(false)
    expect(scale(10_000, 0)).toBe(false)
  })

  it('adds newer samples once and lets old ones go', () => {
    const before = [sample(1000, {}), sample(2000, {})]
    const after = withSamples(before, [sample(2000, {}), sample(3000, {})], 1500)
    expect(after.map(({ at }) => at)).toEqual([2000, 3000])
  })
})
