import { queue } from '../../../electron/broker/destinations.ts'
import type { Publication } from '../../../electron/broker/sessions/session.ts'
import type { CatalogObject } from '../../../electron/catalog/object.ts'
import { nameOf, withObjectId, withProperties } from '../../../electron/catalog/object.ts'
import { storeKinds, type Kind } from '../../../electron/catalog/kinds/property.ts'
import { objectFromFile } from '../../../electron/catalog/object-from-file.ts'
import { withReferences } from '../../../electron/catalog/references.ts'
import { compareCatalogs } from '../../../electron/catalog/diff.ts'
import type { StockDelivery } from '../../../electron/engine/resync/stock/stock-delivery.ts'
import { replacementsFor } from '../../../electron/engine/resync/stock/replacements.ts'
import { StockReader } from '../../../electron/engine/resync/stock/stock-reader.ts'
import { StockResync, type StockResyncOptions } from '../../../electron/engine/resync/stock/stock-resync.ts'
import type { Release } from '../../../electron/catalog/kinds/release.ts'
import type { Receiver } from '../../../electron/wire/receiver.ts'
import { parseXml } from '../../../electron/xml/parse.ts'
import type { XmlElement } from '../../../electron/xml/element.ts'
import { goldenPath } from '../data-directories.ts'
import type { Applied } from '../../../electron/imitation/messages/receiver.ts'
import { askDirectly } from './serve-in-test.ts'
import { HastyClock, StockCluster } from './stock-cluster.ts'
import type { StockNode } from '../../../electron/imitation/stock-node.ts'

export const receiver: Receiver = { runs: 'geoserver', releases: ['2.26.2'] }

/** What GeoServers a trio is of. */
export interface Releases {
  readonly above: Release
  readonly below: Release
}

/**
 * Three stock nodes that hold the same: a master, the slave to be wrecked and brought back, and one nobody is to touch.
 * @param key of the slaves alone, when they were not cloned from the master
 */
export function stockTrio(
  options: Partial<StockResyncOptions> = {},
  { above, below }: Releases = { above: '2.26.2', below: '2.26.2' },
  key?: string,
) {
  const receiver: Receiver = { runs: 'geoserver', releases: [below] }
  const stock = new StockCluster()
  const clock = new HastyClock()
  const seed = goldenPath('after-build-up/master')
  const master = stock.add('m', { release: above, seed, clock, properties: { toggleSlave: 'false' } })
  const own = { release: below, seed, clock, ...(key === undefined ? {} : { key }) }
  const slave = stock.add('s1', { ...own, properties: { toggleMaster: 'false' } })
  const other = stock.add('s2', { ...own, properties: { toggleMaster: 'false' } })
  for (const node of [slave, other]) adoptMemory(node, master)
  // Another release than the one that wrote the files makes them its own with the first change of anything.
  for (const node of [master, slave, other]) node.core.memory.write(node.core.changes.global)
  const [masterRest, slaveRest] = [askDirectly(master), askDirectly(slave)]
  const sent: Publication[] = []
  const taken: Applied[] = []
  const delivery: StockDelivery = {
    session: {
      publish: async (publication) => {
        sent.push(publication)
        const { properties, body } = publication
        stock.send('s1', { properties: new Map(Object.entries(properties)), body })
        taken.push(...(await stock.drain('s1')))
      },
    },
    queue: queue('Consumer.s1.VirtualTopic.geoserver'),
    client: slaveRest.client,
    slave: { instanceName: 's1', group: 'geoserver-cluster' },
    receiver,
    clock,
  }
  const resync = (more: Pick<StockResyncOptions, 'resumes'> = {}) =>
    new StockResync({
      reference: new StockReader(masterRest.client, { clock }),
      slave: new StockReader(slaveRest.client, { clock }),
      receiver,
      ...options,
      ...more,
    })
  return { stock, clock, master, slave, other, masterRest, slaveRest, sent, taken, delivery, resync }
}

/** Nodes that load the same files give their global settings ids of their own. */
export function adoptMemory(node: StockNode, from: StockNode): void {
  const global = from.core.memory.catalog.get('global')
  if (global !== undefined) node.core.memory.catalog.put(global)
}

/** What the memory of two nodes differs in, as people would name it. */
export function memoryDrift(left: StockNode, right: StockNode): readonly string[] {
  const { entries } = compareCatalogs(left.core.memory.catalog, right.core.memory.catalog)
  return entries.map((entry) =>
    entry.type === 'defaultWorkspace' ? entry.type : `${entry.type} ${entry.kind} ${entry.title}`,
  )
}

/** Finds an object in a node's memory. */
export function find(node: StockNode, kind: Kind, name: string, workspace?: string): CatalogObject {
  const { core } = node
  const space = workspace === undefined ? undefined : core.workspace(workspace)
  const found =
    kind === 'workspace' || kind === 'namespace'
      ? core.memory.catalog.byName(kind, name)
      : kind === 'global' || kind === 'logging'
        ? core.memory.catalog.get(kind)
        : kind === 'settings' || kind === 'service'
          ? core.inWorkspace(space, kind).find((each) => nameOf(each) === name)
          : core.named(space, name, kind)
  if (found === undefined) throw new Error(`${node.instanceName} has no ${kind} ${name}.`)
  return found
}

/** Gives an object of a node another id, in memory, in files, and wherever it is referred to. */
export function giveOtherId(
  node: StockNode,
  object: CatalogObject,
  id = `${object.id}-other`,
): CatalogObject {
  const { memory } = node.core
  const renamed = withObjectId(object, id)
  const all = [...memory.catalog.objects()]
  memory.catalog.remove(object.id)
  memory.catalog.put(renamed)
  for (const each of all) {
    if (each.id === object.id) continue
    memory.catalog.put(withReferences(each, (other) => (other === object.id ? id : other)))
  }
  if (memory.catalog.defaultWorkspace === object.id) {
    memory.catalog.defaultWorkspace = id
    memory.writeDefault()
  }
  for (const each of memory.catalog.objects()) memory.write(each)
  return renamed
}

/** Takes an object away from a node, with all that cannot be without it, as if it had never been there. */
export function takeAway(node: StockNode, object: CatalogObject): void {
  const { memory } = node.core
  const [{ doomed } = { doomed: [] }] = replacementsFor([{ roots: [object] }], memory.catalog)
  for (const each of doomed) memory.remove(each)
}

/** Changes an object of a node, in memory and in its file. */
export function change(node: StockNode, object: CatalogObject, ...values: readonly XmlElement[]): void {
  const changed = withProperties(object, new Map(values.map((value) => [value.name, value])))
  const { memory } = node.core
  memory.put(changed, object)
  // A password is clear in memory alone; anything else is there as it was read.
  if (storeKinds.some((kind) => kind === object.kind)) return
  const read = objectFromFile(
    parseXml(memory.files.text(memory.pathOf(changed)) ?? ''),
    object.kind,
    object.root,
  )
  if (read !== null) memory.catalog.put(read)
}
