import type { Scale } from 'uplot'
import { describe, expect, it } from 'vitest'
import {
  decimalSteps,
  timeLabels,
  timeScale,
  valueScale,
  wholeSteps,
  moved,
} from '../../../../renderer/components/chart/scales.ts'

/** The bounds uPlot would draw, for values that reach from one to another. */
function bounds({ range }: Scale, lowest: number, highest: number) {
  if (typeof range !== 'function') throw new Error('The scale leaves its bounds to uPlot')
  // The chart itself is not looked at.
  return range(undefined as never, lowest, highest, 'y')
}

describe('The values of a chart', () => {
  it('begin at nothing, however small the smallest is', () => {
    expect(bounds(valueScale(false), 40, 90)).toEqual([0, 100])
  })

  it.each([
    [0.04, 0.1],
    [0.5, 0.5],
    [0.6, 1],
    [3, 5],
    [1, 1],
    [1200, 2000],
  ])('end at a step of the axis, which has a label in the smallest chart: %d', (highest, edge) => {
    expect(bounds(valueScale(false), 0, highest)).toEqual([0, edge])
  })

  it('lie on the axis when all are nothing', () => {
    expect(bounds(valueScale(false), 0, 0)).toEqual([0, 1])
  })

  it('by magnitudes are laid out by their inverse hyperbolic sine, which has a place for 0', () => {
    expect(valueScale(true)).toEqual({ distr: 4, asinh: 1 })
  })
})

describe('The times of a chart', () => {
  it('begin with the first value, unless the chart begins before', () => {
    expect(
      bounds(
        timeScale(() => undefined),
        100,
        200,
      ),
    ).toEqual([100, 200])
    expect(
      bounds(
        timeScale(() => 0),
        100,
        200,
      ),
    ).toEqual([0, 200])
  })
})

describe('The labels of times', () => {
  it.each([
    ['seconds', 10],
    ['minutes', 60],
    ['hours', 3_600],
    ['days', 86_400],
  ])('tell %s from one another', (_unit, step) => {
    const splits = Array.from({ length: 12 }, (_value, index) => 1_764_380_000 + index * step)
    expect(new Set(timeLabels(splits, 'en'))).toHaveLength(12)
    expect(timeLabels(splits.slice(0, 1), 'de')).toHaveLength(1)
    expect(timeLabels([], 'de')).toEqual([])
  })
})

describe('The steps of an axis of counts', () => {
  it('are 1, 2 and 5 of every magnitude, without fractions', () => {
    expect(wholeSteps.slice(0, 7)).toEqual([1, 2, 5, 10, 20, 50, 100])
    expect(wholeSteps.every(Number.isInteger)).toBe(true)
    expect(wholeSteps).toEqual([...wholeSteps].sort((left, right) => left - right))
  })

  it('of values with one decimal are written as what they are', () => {
    expect(decimalSteps.every((step) => Number(step.toFixed(1)) === step)).toBe(true)
    expect(decimalSteps.slice(0, 4)).toEqual([0.1, 0.2, 0.5, 1])
  })
})

describe('the part of a chart that is looked at', () => {
  const whole = { min: 0, max: 3600 }
  const after = (...keys: readonly string[]) =>
    keys.reduce((span, key) => moved(span, whole, key) ?? span, whole)

  it('comes closer around its middle, moves, and never leaves what there is', () => {
    expect(after('+')).toEqual({ min: 900, max: 2700 })
    expect(after('+', 'ArrowRight')).toEqual({ min: 1350, max: 3150 })
    expect(after('+', 'ArrowRight', 'ArrowRight', 'ArrowRight')).toEqual({ min: 1800, max: 3600 })
    expect(after('+', '-')).toEqual(whole)
    expect(after('+', 'ArrowLeft', '0')).toEqual(whole)
  })

  it('is never shorter than what was measured in half a minute, nor longer than all', () => {
    const { min, max } = after(...Array.from({ length: 20 }, () => '+'))
    expect(max - min).toBe(30)
    expect(after('-', '-')).toEqual(whole)
  })

  it('is left alone by other keys', () => {
    expect(moved(whole, whole, 'j')).toBeUndefined()
  })
})
