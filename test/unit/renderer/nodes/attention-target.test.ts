import { describe, expect, it } from 'vitest'
import { proposalFromAddress } from '../../../../renderer/components/catalog/proposal.ts'
import { attentionTarget } from '../../../../renderer/components/nodes/attention-target.ts'

describe('what needs attention', () => {
  it.each([
    ['open-broker', { name: 'brokers' }],
    ['open-messages', { name: 'messages' }],
    ['open-maps', { name: 'maps', query: { filter: 'geo-2' } }],
    ['resync', { name: 'resync', query: { node: 'geo-2' } }],
    ['review', { name: 'nodes', query: { selected: 'geo-2', tab: 'comparison' } }],
  ] as const)('is dealt with where its action %s leads', (action, target) => {
    expect(attentionTarget({ action, instanceName: 'geo-2' })).toEqual(target)
  })

  it('of a change that does not stand leads to what it would do to what stands', () => {
    const conflict = { id: 4, objectId: 'WorkspaceInfoImpl-1', historyId: 7 }
    const target = attentionTarget({ action: 'compare-versions', instanceName: 'geo-1', conflict })
    expect(target).toMatchObject({
      name: 'configuration',
      query: { node: 'geo-1', selected: 'WorkspaceInfoImpl-1' },
    })
    const query = typeof target === 'object' ? target.query : undefined
    expect(proposalFromAddress(String(query?.['review']))).toEqual({
      act: 'restore',
      id: 'WorkspaceInfoImpl-1',
      historyId: 7,
      state: 'again',
    })
  })
})
