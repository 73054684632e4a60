import { describe, expect, it } from 'vitest'
import { layOutTopology, type Box } from '../../../../renderer/features/overview/topology-layout.ts'
import { master, nodeView } from '../nodes/node-view.ts'

const slaves = (count: number) => Array.from({ length: count }, (_, index) => nodeView(`geo-${index + 2}`))

function overlap(left: Box, right: Box): boolean {
  return (
    left.x < right.x + right.width &&
    right.x < left.x + left.width &&
    left.y < right.y + right.height &&
    right.y < left.y + left.height
  )
}

describe('the topology', () => {
  it('stands masters above the broker and slaves below it', () => {
    const { masters, broker, slaves: below, height } = layOutTopology([...slaves(3), master('geo-1')], 800)
    expect(masters.map(({ cell }) => cell.id)).toEqual(['geo-1'])
    expect(below.map(({ cell }) => cell.id)).toEqual(['geo-2', 'geo-3', 'geo-4'])
    expect((masters[0]?.y ?? 0) + (masters[0]?.height ?? 0)).toBeLessThan(broker.y)
    expect(below.every(({ y }) => y > broker.y + broker.height)).toBe(true)
    expect(height).toBe(Math.max(...below.map((box) => box.y + box.height)))
  })

  it.each([200, 320, 640, 1400])('keeps every box inside %i pixels and apart from the others', (width) => {
    const {
      masters,
      broker,
      slaves: below,
      height,
    } = layOutTopology([master('geo-0'), master('geo-1'), ...slaves(23)], width)
    const boxes: readonly Box[] = [...masters, broker, ...below]
    for (const [index, box] of boxes.entries()) {
      expect(box.x).toBeGreaterThanOrEqual(0)
      expect(box.x + box.width).toBeLessThanOrEqual(width)
      expect(box.y + box.height).toBeLessThanOrEqual(height)
      expect(boxes.slice(index + 1).some((other) => overlap(box, other))).toBe(false)
    }
  })

  it('gives each node one link, with what waits at its end', () => {
    const { links } = layOutTopology([master('geo-1'), nodeView('geo-2', { pending: 12 })], 800)
    expect(links.map(({ id, waiting }) => [id, waiting])).toEqual([
      ['geo-1', null],
      ['geo-2', 12],
    ])
  })

  it('shows what waits for a node that is master and slave', () => {
    const both = nodeView('geo-1', { roles: ['master', 'slave'], pending: 3 })
    const { masters, slaves: below, links } = layOutTopology([both], 800)
    expect([masters.length, below.length]).toEqual([1, 0])
    expect(links[0]?.waiting).toBe(3)
  })

  it('shows a broker without nodes', () => {
    const { broker, height, links } = layOutTopology([], 800)
    expect(height).toBe(broker.height)
    expect(links).toEqual([])
  })

  it.each([320, 1400])('draws 500 nodes together in %i pixels, the worst first, and loses none', (width) => {
    const states = ['in sync', 'drifted', 'lost'] as const
    const severities = { 'in sync': 'ok', drifted: 'attention', lost: 'failed' } as const
    const many = Array.from({ length: 500 }, (_, index) => {
      const state = states[index % 3] ?? 'lost'
      return nodeView(`geo-${index}`, {
        state,
        severity: severities[state],
        pending: 2,
        group: `g${index % 50}`,
      })
    })
    const byState = layOutTopology([master('m'), ...many], width)
    expect(byState.isFolded).toBe(true)
    expect(byState.slaves.map(({ cell }) => cell.id)).toEqual([
      'state:lost',
      'state:drifted',
      'state:in sync',
    ])
    expect(byState.slaves.flatMap(({ cell }) => cell.nodes)).toHaveLength(500)
    expect(byState.links.reduce((sum, { waiting }) => sum + (waiting ?? 0), 0)).toBe(1000)
    expect(layOutTopology(many, width, 'group').slaves).toHaveLength(50)
  })

  it('draws each node on its own while there is room for three rows', () => {
    expect(layOutTopology(slaves(12), 800).isFolded).toBe(false)
    expect(layOutTopology(slaves(13), 800).isFolded).toBe(true)
  })
})
