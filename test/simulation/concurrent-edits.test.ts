import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compareCatalogs } from '../../electron/catalog/diff.ts'
import { readStyleBody } from '../../electron/catalog/style-body.ts'
import { StockNode } from '../../electron/imitation/stock-node.ts'
import type { Incoming } from '../../electron/engine/slave/receiver.ts'
import { directoryRoot } from '../support/data-directories.ts'
import { HastyClock } from '../support/stock-node/stock-cluster.ts'
import { seedDirectory } from '../support/master.ts'
import { driftBetween } from '../support/replicas.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { before, pairs } from './edits.ts'
import { peerOfTest, type Peer } from './peers.ts'

/** Whose edit does not stand, when the first is the earlier one and when the second is. */
type Loser = 'left' | 'right' | undefined
const theEarlier = ['left', 'right'] as const
const theLater = ['right', 'left'] as const
const losers: Readonly<Record<string, readonly [Loser, Loser]>> = {
  'the same property': theEarlier,
  'the body of a style': theEarlier,
  'one key of one map': theEarlier,
  'rename and rename': theEarlier,
  'two renames to one name': theLater,
  'two workspaces renamed to one name': theLater,
  'rename and add of that name': [undefined, 'left'],
  'rename of a workspace and add of that name': [undefined, 'left'],
  'remove and edit': ['right', 'right'],
  'remove and rename': ['right', 'right'],
  'remove and rename of a workspace': ['right', 'right'],
  'remove and add of a child': ['right', 'right'],
  'remove of a style and change of its body': ['right', 'right'],
  // Whoever renames a style sends its rules along.
  'rename of a style and change of its body': [undefined, 'right'],
  'two styles of one name': theEarlier,
  'two stores of one name': theEarlier,
  'two defaults': theEarlier,
  'a default and its removal': ['left', 'left'],
}

/** Everything alike, with what the pairs need. */
function cluster(clocks: readonly [number, number]) {
  const path = temporaryDirectory()
  const peer = (called: string, clock = 0): Peer =>
    peerOfTest(seedDirectory(join(path, called)), called, clock)
  const masters = [peer('a', clocks[0]), peer('b', clocks[1])] as const
  const watchers = [peer('c', 1), peer('d', 2)] as const
  // Whoever made an event knows of it, and makes its next one later: so nobody of whom clocks are compared makes these.
  const [first, ...others] = [...watchers, ...masters]
  const stock = ['s', 't'].map((called) => stockSlave(called, join(path, called)))
  for (const edit of before) first?.edit(edit(first.replica.catalog))
  const messages = first?.published() ?? []
  for (const other of others) other.receiver.take(messages)
  return { masters, watchers, stock, messages, all: [...masters, ...watchers] }
}

/** A GeoServer that knows no order. */
function stockSlave(instanceName: string, path: string): StockNode {
  return new StockNode({
    seed: join(seedDirectory(path), 'data'),
    properties: { instanceName, group: 'cluster', toggleMaster: 'false' },
    clock: new HastyClock(),
  })
}

async function consume(node: StockNode, messages: readonly Incoming[]): Promise<void> {
  for (const { properties, content } of messages)
    if (content.kind === 'object') await node.consume({ properties, body: content.text })
}

/** What a GeoServer has otherwise than a node of ours. */
function driftOf(stock: StockNode, peer: Peer): readonly string[] {
  const { memory } = stock.core
  const root = directoryRoot(peer.dataDirectory)
  const { catalog } = peer.replica
  return compareCatalogs(catalog, memory.catalog, {
    bodies: {
      left: (style) => readStyleBody(root, catalog, style),
      right: (style) => memory.files.get(memory.bodyPathOf(style))?.content,
    },
  }).entries.map((entry) => JSON.stringify(entry))
}

const clocksOf = { 'the first is earlier': [0, 500], 'the second is earlier': [500, 0] } as const

describe.each(Object.entries(clocksOf))('edits of two masters at once, %s', (_, clocks) => {
  it.each(Object.entries(pairs))('end equal everywhere: %s', async (title, [left, right]) => {
    const { masters, watchers, stock, messages, all } = cluster(clocks)
    const [a, b] = masters
    a.edit(left(a.replica.catalog))
    b.edit(right(b.replica.catalog))
    const [fromA, fromB] = [a.published(), b.published()]
    const arrivals = [
      [...fromA, ...fromB],
      [...fromB, ...fromA],
    ]
    a.receiver.take(fromB)
    b.receiver.take(fromA)
    for (const [at, arrival] of arrivals.entries()) watchers[at]?.receiver.take(arrival)
    const repeated = masters.map((master) => master.published())
    for (const peer of all) for (const each of repeated) peer.receiver.take(each)
    for (const peer of all) {
      expect(driftBetween(a.dataDirectory, peer.dataDirectory).entries, peer.name).toEqual([])
      expect(peer.inbox.counts(), peer.name).toMatchObject({ received: 0, parked: 0, failed: 0 })
    }
    const loser = losers[title]?.[clocks[0] < clocks[1] ? 0 : 1]
    expect(a.conflicts.count, 'of the first').toBe(loser === 'left' ? 1 : 0)
    expect(b.conflicts.count, 'of the second').toBe(loser === 'right' ? 1 : 0)
    expect(repeated.filter((each) => each.length > 0).length).toBeLessThanOrEqual(1)
    expect(masters.flatMap((master) => master.published())).toEqual([])
    for (const [at, node] of stock.entries()) {
      await consume(node, [...messages, ...(arrivals[at] ?? []), ...repeated.flat()])
      expect(driftOf(node, a).join('\n'), at === 0 ? 'first the first' : 'first the second').toBe('')
    }
  })
})
