import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Catalog } from '../../electron/catalog/catalog.ts'
import { compareCatalogs } from '../../electron/catalog/diff.ts'
import { readStyleBody } from '../../electron/catalog/style-body.ts'
import { StockNode } from '../../electron/imitation/stock-node.ts'
import type { Incoming } from '../../electron/engine/slave/receiver.ts'
import { directoryRoot } from '../support/data-directories.ts'
import { HastyClock } from '../support/stock-node/stock-cluster.ts'
import { propertyOf, type CatalogObject } from '../../electron/catalog/object.ts'
import type { EditRequest } from '../../electron/engine/master/master.ts'
import { parentElement, textElement, withChildren, type XmlElement } from '../../electron/xml/element.ts'
import { reference } from '../support/catalog-changes.ts'
import { seedDirectory } from '../support/master.ts'
import { driftBetween } from '../support/replicas.ts'
import { sld } from '../support/styles.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { Peer } from './peers.ts'

type Edit = (catalog: Catalog) => EditRequest

const name = (text: string): XmlElement => textElement('name', text)

function found(catalog: Catalog, kind: CatalogObject['kind'], called: string): CatalogObject {
  const object = catalog.ofKind(kind).find((each) => propertyOf(each, 'name')?.text === called)
  if (object === undefined) throw new Error(`There is no ${kind} ${called}.`)
  return object
}

const change =
  (kind: CatalogObject['kind'], called: string, ...properties: readonly XmlElement[]): Edit =>
  (catalog) => ({ verb: 'modify', kind, name: found(catalog, kind, called).id, properties })

const remove =
  (kind: CatalogObject['kind'], called: string): Edit =>
  (catalog) => ({ verb: 'remove', kind, name: found(catalog, kind, called).id, recurse: true })

const addStore =
  (called: string, description = ''): Edit =>
  (catalog) => ({
    verb: 'add',
    kind: 'dataStore',
    properties: [
      name(called),
      textElement('description', description),
      reference('workspace', found(catalog, 'workspace', 'shared').id),
      parentElement('connectionParameters', [textElement('entry', '/data', { key: 'url' })]),
    ],
  })

const addWorkspace =
  (called: string): Edit =>
  () => ({ verb: 'add', kind: 'workspace', properties: [name(called)] })

const addStyle =
  (called: string, colour: string): Edit =>
  () => ({ verb: 'add', kind: 'style', properties: [name(called)], styleBody: sld(colour) })

const changeBody =
  (called: string, colour: string): Edit =>
  (catalog) => ({
    verb: 'modify',
    kind: 'style',
    name: found(catalog, 'style', called).id,
    styleBody: sld(colour),
  })

const makeDefault =
  (called: string): Edit =>
  (catalog) => ({ verb: 'default', kind: 'workspace', name: found(catalog, 'workspace', called).id })

const setParameter =
  (key: string, value: string): Edit =>
  (catalog) => {
    const store = found(catalog, 'dataStore', 'one')
    const parameters = propertyOf(store, 'connectionParameters') ?? parentElement('connectionParameters', [])
    const others = parameters.children.filter((entry) => entry.attributes.key !== key)
    const changed = withChildren(parameters, [...others, textElement('entry', value, { key })])
    return { verb: 'modify', kind: 'dataStore', name: store.id, properties: [changed] }
  }

const changeGlobal =
  (property: string, value: string): Edit =>
  () => ({ verb: 'modify', kind: 'global', properties: [textElement(property, value)] })

const description = (text: string): XmlElement => textElement('description', text)

/** What two masters do without knowing of each other. */
const pairs: Readonly<Record<string, readonly [Edit, Edit]>> = {
  'different objects': [
    change('dataStore', 'one', description('a')),
    change('dataStore', 'two', description('b')),
  ],
  'different properties of one object': [
    change('dataStore', 'one', description('a')),
    change('dataStore', 'one', textElement('enabled', 'false')),
  ],
  'the same property': [
    change('dataStore', 'one', description('a')),
    change('dataStore', 'one', description('b')),
  ],
  'the body of a style': [changeBody('drawn', 'red'), changeBody('drawn', 'blue')],
  'two keys of one map': [setParameter('user', 'a'), setParameter('schema', 'b')],
  'one key of one map': [setParameter('user', 'a'), setParameter('user', 'b')],
  'different properties of global': [
    changeGlobal('featureTypeCacheSize', '7'),
    changeGlobal('xmlPostRequestLogBufferSize', '77'),
  ],
  'rename and edit': [change('dataStore', 'one', name('uno')), change('dataStore', 'one', description('b'))],
  'rename and rename': [change('dataStore', 'one', name('uno')), change('dataStore', 'one', name('eins'))],
  'two renames to one name': [change('dataStore', 'one', name('x')), change('dataStore', 'two', name('x'))],
  'two workspaces renamed to one name': [
    change('workspace', 'shared', name('x')),
    change('workspace', 'other', name('x')),
  ],
  'rename and add of that name': [change('dataStore', 'one', name('x')), addStore('x')],
  'rename of a workspace and add of that name': [change('workspace', 'shared', name('x')), addWorkspace('x')],
  'remove and edit': [remove('dataStore', 'one'), change('dataStore', 'one', description('b'))],
  'remove and rename': [remove('dataStore', 'one'), change('dataStore', 'one', name('uno'))],
  'remove and rename of a workspace': [
    remove('workspace', 'shared'),
    change('workspace', 'shared', name('x')),
  ],
  'remove and add of a child': [remove('workspace', 'shared'), addStore('three')],
  'remove and remove': [remove('workspace', 'shared'), remove('workspace', 'shared')],
  'remove of a style and change of its body': [remove('style', 'drawn'), changeBody('drawn', 'blue')],
  'rename of a style and change of its body': [
    change('style', 'drawn', name('x')),
    changeBody('drawn', 'blue'),
  ],
  'two workspaces of one name': [addWorkspace('x'), addWorkspace('x')],
  'two styles of one name': [addStyle('x', 'red'), addStyle('x', 'blue')],
  'two stores of one name': [addStore('x', 'a'), addStore('x', 'b')],
  'two defaults': [makeDefault('shared'), makeDefault('other')],
  'a default and its removal': [makeDefault('shared'), remove('workspace', 'shared')],
}

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

const before: readonly Edit[] = [
  addWorkspace('shared'),
  addWorkspace('other'),
  addStore('one'),
  addStore('two'),
  addStyle('drawn', 'green'),
]

/** Everything alike, with what the pairs need. */
function cluster(clocks: readonly [number, number]) {
  const path = temporaryDirectory()
  const peer = (called: string, clock = 0): Peer => new Peer(seedDirectory(join(path, called)), called, clock)
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
