import { describe, expect, it } from 'vitest'
import type { PlannedOperation } from '../../../../electron/contract/features/resync.ts'
import {
  entryOfOperation,
  offByDefault,
  planGroups,
  selectionOf,
  whyStill,
} from '../../../../renderer/features/resync/plan-groups.ts'
import { drift, entry, plan, report } from './drift.ts'

const entries = [entry('style', 'red'), entry('layer', 'topp:roads'), entry('style', 'blue')]

describe('the plan of a resync', () => {
  it('groups operations by kind and keeps their place in the order of sending', () => {
    expect(
      planGroups(plan(entries)).map(({ kind, operations }) => [
        kind,
        ...operations.map(({ number }) => number),
      ]),
    ).toEqual([
      ['layer', 2],
      ['style', 1, 3],
    ])
  })

  it('counts what will be sent without what is left out', () => {
    const planned = plan(entries)
    expect(selectionOf(planned, new Set())).toEqual({
      operations: 3,
      messages: 6,
      bytes: 3000,
      removals: 1,
      past: 0,
    })
    const [first] = planned.operations
    expect(selectionOf(planned, new Set([first?.key ?? '']))).toEqual({
      operations: 2,
      messages: 5,
      bytes: 2000,
      removals: 1,
      past: 0,
    })
  })
})

it('a step of a plan leads to the difference it makes good', () => {
  const planned = plan(entries)
  expect(planned.operations.map((each) => entryOfOperation(each, planned))).toEqual(entries)
  expect(entryOfOperation({ kind: 'style', id: 'elsewhere' }, planned)).toBeUndefined()
})

it('what reloads the node is off until somebody wants it', () => {
  const planned = plan(entries)
  const [first, ...others] = planned.operations
  if (first === undefined) throw new Error('There is no operation.')
  const withReload = { ...planned, operations: [{ ...first, way: 'files' as const }, ...others] }
  expect(offByDefault(withReload)).toEqual([first.key])
  expect(offByDefault(planned)).toEqual([])
})

describe('why something still differs', () => {
  const planned = plan(entries)
  const [red, roads] = planned.operations
  const result = (of: PlannedOperation | undefined, state: string, message: string | null) => ({
    key: of?.key ?? '',
    title: of?.title ?? '',
    reason: 'title differs',
    way: 'message' as const,
    state,
    message,
  })

  it('tells what was left out from what was not sent any more', () => {
    const after = report({ after: drift(entries), left: red === undefined ? [] : [red], verified: false })
    expect(whyStill(entry('style', 'red'), planned, after)).toEqual({ because: 'left-out' })
    expect(whyStill(entry('layer', 'topp:roads'), planned, after)).toEqual({ because: 'not-sent' })
  })

  it('tells what the slave made of it', () => {
    const after = report({
      results: [result(red, 'failed', 'its store does not exist'), result(roads, 'applied', null)],
    })
    expect(whyStill(entry('style', 'red'), planned, after)).toEqual({
      because: 'outcome',
      state: 'failed',
      message: 'its store does not exist',
    })
    expect(whyStill(entry('layer', 'topp:roads'), planned, after)).toEqual({
      because: 'applied-but-different',
    })
  })

  it('tells what came up since the plan was made', () => {
    expect(whyStill(entry('layer', 'topp:new'), planned, report({}))).toEqual({ because: 'came-up-since' })
  })
})
