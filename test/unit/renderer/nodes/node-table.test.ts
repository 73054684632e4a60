import { neverCompared } from '../../../../electron/contract/features/inventory.ts'
import { describe, expect, it } from 'vitest'
import {
  barFraction,
  matching,
  onlyThose,
  referencesFor,
  worstFirst,
} from '../../../../renderer/features/nodes/node-table.ts'
import { master, nodeView } from './node-view.ts'

const names = (nodes: readonly { readonly instanceName: string }[]) => nodes.map((node) => node.instanceName)

describe('the table of nodes', () => {
  it('shows the worst first, and equally bad ones by name and number', () => {
    const nodes = [
      nodeView('geo-10'),
      nodeView('geo-2'),
      nodeView('geo-3', { severity: 'failed' }),
      nodeView('geo-4', { severity: 'pending' }),
      nodeView('geo-5', { severity: 'attention' }),
      nodeView('geo-6', { severity: 'unknown' }),
    ]
    expect(names(worstFirst(nodes))).toEqual(['geo-3', 'geo-5', 'geo-4', 'geo-6', 'geo-2', 'geo-10'])
  })

  it('keeps the nodes every word of the filter is found in', () => {
    const nodes = [master('geo-1'), nodeView('geo-2'), nodeView('geo-3', { url: 'http://disk:8080' })]
    const said = () => ['holt auf']
    expect(names(matching(nodes, 'slave GEO', said))).toEqual(['geo-2', 'geo-3'])
    expect(names(matching(nodes, ' disk ', said))).toEqual(['geo-3'])
    expect(names(matching(nodes, 'holt', said))).toHaveLength(3)
    expect(names(matching(nodes, 'slave nowhere', said))).toEqual([])
    expect(matching(nodes, '  ', said)).toEqual(nodes)
  })

  it('draws a bar that is seen for one message and never longer than its place', () => {
    expect(barFraction(0, 500)).toBe(0)
    expect(barFraction(1, 1000)).toBeCloseTo(0.06)
    expect(barFraction(1, 1)).toBeCloseTo(0.1)
    expect(barFraction(500, 500)).toBe(1)
    expect(barFraction(600, 500)).toBe(1)
  })

  it('offers the masters of the same group to compare with, the former reference first', () => {
    const nodes = [
      master('geo-1'),
      master('geo-0'),
      nodeView('other', { roles: ['master'], group: 'elsewhere' }),
      nodeView('geo-2'),
    ]
    expect(referencesFor(nodeView('geo-2'), nodes)).toEqual(['geo-1', 'geo-0'])
    expect(referencesFor(nodeView('geo-2', { drift: neverCompared }), nodes)).toEqual(['geo-0', 'geo-1'])
    expect(referencesFor(master('geo-1'), nodes)).toEqual(['geo-0'])
  })

  it('shows those alone that were asked for: of a state, of a group, or in need of the same', () => {
    const nodes = [
      nodeView('geo-2', { state: 'drifted' }),
      nodeView('geo-3', { group: 'maps:new' }),
      nodeView('geo-4', { group: null }),
    ]
    const attention = [
      { kind: 'lost' as const, instanceName: 'geo-4' },
      { kind: 'drifted' as const, instanceName: 'geo-2' },
    ]
    const only = (asked: string) => names(onlyThose(nodes, asked, attention))
    expect(only('state:drifted')).toEqual(['geo-2'])
    expect(only('group:maps:new')).toEqual(['geo-3'])
    expect(only('group:')).toEqual(['geo-4'])
    expect(only('attention:lost')).toEqual(['geo-4'])
    expect(only('attention:gap')).toEqual([])
    expect(only('')).toHaveLength(3)
  })
})
