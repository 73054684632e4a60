import { describe, expect, it } from 'vitest'
import type { AttentionItem } from '../../../../electron/contract/features/inventory.ts'
import { say } from '../../../../electron/sentences/say.ts'
import { groupAttention } from '../../../../renderer/features/overview/attention-groups.ts'

const item = (
  kind: AttentionItem['kind'],
  instanceName: string,
  differently: Partial<AttentionItem> = {},
): AttentionItem => ({
  ...{ id: `${kind}-${instanceName}`, kind, instanceName, severity: 'attention', since: 100 },
  ...{ message: `${instanceName} ${kind}`, why: null, action: 'review' },
  ...differently,
})
const many = (count: number, kind: AttentionItem['kind'], differently: Partial<AttentionItem> = {}) =>
  Array.from({ length: count }, (_, index) => item(kind, `geo-${index}`, differently))

describe('what needs attention', () => {
  it('is told of one by one while there are few', () => {
    const groups = groupAttention([item('drifted', 'geo-1'), item('drifted', 'geo-2'), item('lost', 'geo-3')])
    expect(groups.map(({ items }) => items.length)).toEqual([1, 1, 1])
  })

  it('is told of together by kind and cause, the worst first and then what most have; nothing is left out', () => {
    const why = say('attention.whyDrifted')
    const all = [
      ...many(3, 'lagging'),
      ...many(490, 'drifted', { why }),
      ...many(4, 'drifted', { why: say('attention.whyOrphan') }),
      item('failed', 'geo-x', { severity: 'failed' }),
    ]
    const groups = groupAttention(all)
    expect(groups.map(({ kind, items }) => [kind, items.length])).toEqual([
      ['failed', 1],
      ['drifted', 490],
      ['drifted', 4],
      ['lagging', 3],
    ])
    expect(groups[1]?.why).toEqual(why)
    expect(groups.flatMap(({ items }) => items)).toHaveLength(all.length)
  })

  it('keeps causes together that differ in names and numbers alone, and names none of them for all', () => {
    const items = [1, 2, 3].map((place) =>
      item('diverged', `geo-${place}`, {
        why: say('attention.drifted', { node: `${place}`, reference: 'a', count: place }),
      }),
    )
    expect(groupAttention(items)).toMatchObject([{ why: null, items: [{}, {}, {}] }])
  })

  it('says since when the first of them needs it', () => {
    const items = [30, 10, 20].map((since, place) => item('gap', `geo-${place}`, { since }))
    expect(groupAttention(items)[0]?.since).toBe(10)
  })
})
