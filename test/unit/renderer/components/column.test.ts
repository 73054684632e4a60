import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  fitting,
  shownColumns,
  smallestWidth,
  sorted,
  type Column,
} from '../../../../renderer/components/table/column.ts'

interface Queue {
  readonly name: string
  readonly depth: number | null
}

const columns: readonly Column<Queue>[] = [
  { id: 'name', label: 'Queue', width: 'minmax(160px, 1fr)', value: ({ name }) => name, required: true },
  { id: 'depth', label: 'Messages', width: '80px', value: ({ depth }) => depth },
  {
    id: 'trouble',
    label: 'Trouble',
    width: '60px',
    value: ({ depth }) => (depth === 0 ? 'none' : 'some'),
    order: ({ depth }) => depth,
    hidden: true,
  },
]

function order(rows: readonly Queue[], sort: string): readonly string[] {
  return sorted(rows, columns, sort).map(({ name }) => name)
}

const rows: readonly Queue[] = [
  { name: 'geo-10', depth: 5 },
  { name: 'geo-2', depth: null },
  { name: 'Geo-1', depth: 12 },
  { name: 'geo-3', depth: 5 },
]

describe('Sorting a table', () => {
  it('reads numbers in names as numbers and no difference in case', () => {
    expect(order(rows, 'name')).toEqual(['Geo-1', 'geo-2', 'geo-3', 'geo-10'])
    expect(order(rows, '-name')).toEqual(['geo-10', 'geo-3', 'geo-2', 'Geo-1'])
  })

  it('puts numbers by their size and what has none last, either way', () => {
    expect(order(rows, 'depth')).toEqual(['geo-10', 'geo-3', 'Geo-1', 'geo-2'])
    expect(order(rows, '-depth')).toEqual(['Geo-1', 'geo-10', 'geo-3', 'geo-2'])
  })

  it('goes by the order of a column where that is not what it says', () => {
    expect(order(rows, '-trouble')).toEqual(['Geo-1', 'geo-10', 'geo-3', 'geo-2'])
  })

  it.each(['', 'nothing', '-nothing'])('by %j leaves rows as they are', (sort) => {
    expect(sorted(rows, columns, sort)).toBe(rows)
  })

  it('keeps every row, keeps equal ones in their order, and does not touch what it was given', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: fc.string(), depth: fc.option(fc.integer({ min: 0, max: 3 })) })),
        fc.constantFrom('depth', '-depth'),
        (given, sort) => {
          const before = [...given]
          const found = sorted(given, columns, sort)
          expect(given).toEqual(before)
          const expected = [...given].sort((left, right) => {
            if (left.depth === null || right.depth === null) {
              return Number(left.depth === null) - Number(right.depth === null)
            }
            return (left.depth - right.depth) * (sort === 'depth' ? 1 : -1)
          })
          expect(found).toEqual(expected)
        },
      ),
    )
  })
})

describe('The columns of a table', () => {
  const ids = (choices: Readonly<Record<string, boolean>>) =>
    shownColumns(columns, choices).map(({ id }) => id)

  it('are those that are not hidden, until the operator chooses', () => {
    expect(ids({})).toEqual(['name', 'depth'])
  })

  it('are shown and hidden as chosen, in their own order', () => {
    expect(ids({ trouble: true, depth: false })).toEqual(['name', 'trouble'])
    expect(ids({ trouble: true, depth: true })).toEqual(['name', 'depth', 'trouble'])
  })

  it('keep the required ones, whatever was chosen of an earlier version', () => {
    expect(ids({ name: false, gone: true })).toEqual(['name', 'depth'])
  })

  it('need at least the pixels of their tracks', () => {
    expect(smallestWidth(columns)).toBe(300)
    expect(smallestWidth([{ id: 'x', label: '', width: '1fr' }])).toBe(0)
  })
})

describe('Fitting a table into its room', () => {
  const narrow = (room: number, choices: Readonly<Record<string, boolean>> = {}) =>
    fitting(columns, choices, room).map(({ id }) => id)

  it('lets the last columns go first, and never what must be shown', () => {
    expect(narrow(240)).toEqual(['name', 'depth'])
    expect(narrow(239)).toEqual(['name'])
    expect(narrow(10)).toEqual(['name'])
  })

  it('keeps what the operator chose', () => {
    expect(narrow(220, { trouble: true })).toEqual(['name', 'trouble'])
    expect(narrow(10, { trouble: true, depth: true })).toEqual(['name', 'depth', 'trouble'])
  })
})
