import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Catalog } from '../../electron/catalog/catalog.ts'
import { DataDirectoryWriter } from '../../electron/catalog/data-directory-writer.ts'
import { digestOfCatalog } from '../support/catalog-digest.ts'
import {
  propertyOf,
  textOfProperty,
  withProperties,
  type CatalogObject,
} from '../../electron/catalog/object.ts'
import { withReferences } from '../../electron/catalog/references.ts'
import { noFiles } from '../../electron/engine/replica/directory-files.ts'
import { Replica } from '../../electron/engine/replica/replica.ts'
import { compareStates, readNodeState, type NodeState } from '../../electron/engine/resync/compare.ts'
import { planResync } from '../../electron/engine/resync/plan.ts'
import { decodeBody } from '../../electron/wire/decode.ts'
import { encodeEvent } from '../../electron/wire/encode.ts'
import { textElement, type XmlElement } from '../../electron/xml/element.ts'
import { asSent } from '../support/as-sent.ts'
import { object, reference } from '../support/catalog-changes.ts'
import { arbitraryCatalog } from '../support/catalog-generator.ts'
import { directoryRoot, filesBelow } from '../support/data-directories.ts'
import { hastyFileSystem, replicaIn } from '../support/replicas.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { references, worldObjects } from '../unit/replica/world.ts'

/** As many passes as a resync makes before it gives up. */
const passLimit = 3

/** What a directory of a GeoServer always holds: both settings, and services that have a name. */
function asOfNode(catalog: Catalog): Catalog {
  const complete = new Catalog()
  for (const kind of ['global', 'logging'] as const) complete.put(object(kind, kind, {}))
  for (const each of catalog.objects()) complete.put(asSent(each))
  complete.defaultWorkspace = catalog.defaultWorkspace
  return complete
}

function stateOf(catalog: Catalog): NodeState {
  return { catalog, problems: [], body: () => undefined, bodyDigest: () => undefined }
}

/** Resyncs a slave as often as a resync does before it gives up; what it holds must be what the reference holds then. */
function expectResynced(reference: Catalog, slave: Catalog): void {
  const replica = new Replica(new Catalog(), noFiles)
  replica.catalog.become(slave)
  const drift = () => compareStates(stateOf(reference), stateOf(replica.catalog))
  for (let pass = 0; pass < passLimit && !drift().equal; pass += 1) {
    const { operations } = planResync(drift(), stateOf(reference), stateOf(replica.catalog))
    for (const event of operations.flatMap((operation) => operation.events)) {
      const { handler, body } = encodeEvent(event)
      expect(replica.apply(decodeBody(handler, body)).outcome).not.toBe('parked')
    }
  }
  expect(drift().entries).toEqual([])
  expect(digestOfCatalog(replica.catalog).whole).toBe(digestOfCatalog(reference).whole)
}

it('a resync makes any catalog equal to any other', () => {
  fc.assert(fc.property(arbitraryCatalog().map(asOfNode), arbitraryCatalog().map(asOfNode), expectResynced), {
    numRuns: 20,
  })
})

/** How names and ids are handed on: a number a group of siblings, from which their order follows. */
const handedOn = fc.record({
  names: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
  files: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
  ids: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
})

/** In the order a number stands for. */
function permuted<Item>(items: readonly Item[], number: number): readonly Item[] {
  const left = [...items]
  const result: Item[] = []
  for (let rest = number; left.length > 0;) {
    result.push(...left.splice(rest % left.length, 1))
    rest = Math.floor(rest / (left.length + 1))
  }
  return result
}

interface Holding {
  readonly catalog: Catalog
  readonly bodies: ReadonlyMap<string, string>
}

function holding(): Holding {
  const catalog = new Catalog()
  for (const each of [...worldObjects(), ...moreObjects()]) catalog.put(each)
  catalog.defaultWorkspace = 'ws-a'
  const styles = catalog.ofKind('style')
  return { catalog, bodies: new Map(styles.map(({ id }) => [id, `<sld>${id}</sld>`])) }
}

function moreObjects(): readonly CatalogObject[] {
  const spaces = ['', '-a', '-b', '-c']
  return [
    object('workspace', 'ws-c', { name: 'c', isolated: 'false' }),
    object('namespace', 'ns-c', { prefix: 'c', uri: 'http://c', isolated: 'false' }),
    ...spaces.flatMap((space) =>
      ['one', 'two', 'three'].flatMap((name) => {
        const inSpace: Record<string, XmlElement> =
          space === '' ? {} : { workspace: reference('workspace', `ws${space}`) }
        return [
          object('style', `${name}${space}`, { name, ...inSpace, format: 'sld', filename: `${name}.sld` }),
          object('layerGroup', `group-${name}${space}`, {
            name,
            mode: 'SINGLE',
            ...inSpace,
            title: name,
            // A GeoServer does not load one without members.
            publishables: references('publishables', 'published', ['layer-a'], 'layer'),
            styles: references('styles', 'style', [null]),
          }),
          ...(space === ''
            ? []
            : [object('dataStore', `store-${name}${space}`, { name, ...inSpace, type: name })]),
        ]
      }),
    ),
  ]
}

/** The same objects with their names given to one another, among siblings. */
function withNamesHandedOn(
  { catalog, bodies }: Holding,
  names: readonly number[],
  files: readonly number[],
): Holding {
  const changed = new Catalog()
  const groups = Map.groupBy(catalog.objects(), ({ kind, properties }) =>
    JSON.stringify([kind, properties.filter(({ name }) => name === 'workspace' || name === 'store')]),
  )
  const spaces = new Map<string, string>()
  let at = 0
  for (const siblings of groups.values()) {
    const [order = 0, fileOrder = 0] = [names[at], files[at]]
    at += 1
    const takers = permuted(siblings, order)
    const fileTakers = permuted(siblings, fileOrder)
    for (const [index, each] of siblings.entries()) {
      const from = takers[index] ?? each
      const values = new Map<string, XmlElement>()
      if (each.kind === 'namespace') {
        values.set('prefix', textElement('prefix', spaces.get(textOfProperty(each, 'prefix') ?? '') ?? ''))
      } else if (propertyOf(each, 'name') !== undefined) {
        values.set('name', textElement('name', textOfProperty(from, 'name') ?? ''))
      }
      if (each.kind === 'workspace') {
        spaces.set(textOfProperty(each, 'name') ?? '', textOfProperty(from, 'name') ?? '')
      }
      const file = textOfProperty(fileTakers[index] ?? each, 'filename')
      if (file !== undefined) values.set('filename', textElement('filename', file))
      changed.put(withProperties(each, values))
    }
  }
  changed.defaultWorkspace = catalog.defaultWorkspace
  return { catalog: changed, bodies }
}

/** The same objects with their ids given to one another, among those of a kind; references follow. */
function withIdsHandedOn({ catalog, bodies }: Holding, ids: readonly number[]): Holding {
  const given = new Map<string, string>()
  for (const [at, siblings] of [...Map.groupBy(catalog.objects(), ({ kind }) => kind).values()].entries()) {
    const takers = permuted(siblings, ids[at] ?? 0)
    for (const [index, { id }] of siblings.entries()) given.set(id, takers[index]?.id ?? id)
  }
  const idFor = (id: string): string => given.get(id) ?? id
  const changed = new Catalog()
  for (const each of catalog.objects()) {
    const own = new Map([['id', textElement('id', idFor(each.id))]])
    changed.put({ ...withProperties(withReferences(each, idFor), own), id: idFor(each.id) })
  }
  changed.defaultWorkspace = idFor(catalog.defaultWorkspace ?? '')
  return { catalog: changed, bodies: new Map([...bodies].map(([id, body]) => [idFor(id), body])) }
}

it('a resync hands names and ids on in any order, and removes nothing on the way', () => {
  fc.assert(
    fc.property(handedOn, ({ names, files, ids }) => {
      const wanted = holding()
      const had = withIdsHandedOn(withNamesHandedOn(wanted, names, files), ids)
      const path = temporaryDirectory()
      const root = directoryRoot(path, hastyFileSystem)
      const writer = new DataDirectoryWriter(root, had.catalog)
      for (const each of had.catalog.objects()) writer.write(each)
      for (const style of had.catalog.ofKind('style')) {
        writer.writeStyleBody(style, Buffer.from(had.bodies.get(style.id) ?? ''))
      }
      writer.writeDefaultWorkspace()
      const before = filesBelow(path).size
      const body = ({ id }: CatalogObject) => Buffer.from(wanted.bodies.get(id) ?? '')
      const reference = { catalog: wanted.catalog, problems: [], body, bodyDigest: body }
      const replica = replicaIn(path)
      for (let pass = 0; pass < passLimit; pass += 1) {
        const slave = readNodeState(root)
        const drift = compareStates(reference, slave)
        if (drift.equal) break
        const { operations, withheld } = planResync(drift, reference, slave)
        expect(withheld).toEqual([])
        expect(operations.filter(({ verb }) => verb === 'remove')).toEqual([])
        for (const event of operations.flatMap((operation) => operation.events)) {
          const { handler, body: sent } = encodeEvent(event)
          const { outcome } = replica.apply(decodeBody(handler, sent))
          expect(outcome).toBe('applied')
        }
      }
      const after = readNodeState(root)
      expect(compareStates(reference, after).entries).toEqual([])
      expect(filesBelow(path).size).toBe(before)
    }),
    { numRuns: 6, endOnFailure: true },
  )
  // Each run writes and reads whole directories, several times; a busy machine takes long for that.
})
