import type { Drift, DriftEntry } from '../../catalog/diff.ts'
import { kindTable, propertiesOf } from '../../catalog/kinds/table.ts'
import type { Kind } from '../../catalog/kinds/property.ts'
import { nameOf, propertyOf, referenceOf, textOfProperty, type CatalogObject } from '../../catalog/object.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import { clearPassword, withPasswords } from '../../catalog/passwords.ts'
import { referencedIds } from '../../catalog/references.ts'
import { styleResourcePath } from '../../wire/encode.ts'
import type { ClusterEvent, PropertyChange, StyleFileEvent } from '../../wire/event.ts'
import type { XmlElement } from '../../xml/element.ts'
import { spaced } from '../words.ts'
import type { NodeState } from './compare.ts'

/** One step of a resync: what happens to one object of the slave, and why. */
export interface Operation {
  readonly verb: 'add' | 'modify' | 'remove' | 'default'
  readonly kind: Kind
  readonly id: string
  /** `add layer topp:roads`. */
  readonly title: string
  /** Why, as a sentence about the slave. */
  readonly reason: string
  /** In the order they are sent. */
  readonly events: readonly ClusterEvent[]
}

/** The object an entry of a drift is about. */
interface Subject {
  readonly kind: Kind
  readonly id: string
  readonly title: string
}

/** What something belongs or refers to comes before it. */
const order: readonly Kind[] = [
  'workspace',
  'namespace',
  'style',
  'dataStore',
  'coverageStore',
  'wmsStore',
  'wmtsStore',
  'featureType',
  'coverage',
  'wmsLayer',
  'wmtsLayer',
  'layer',
  'layerGroup',
  'settings',
  'service',
  'global',
  'logging',
]

/**
 * The smallest ordered set of operations that makes a slave equal its reference. First what is missing or known by
 * another id, parents first; then what differs; then the default workspace; last what the slave has too much,
 * children first, when nothing refers to it any more.
 */
export function planResync(drift: Drift, reference: NodeState, slave: NodeState): readonly Operation[] {
  const added: Operation[] = []
  const modified: Operation[] = []
  const defaults: Operation[] = []
  const removed: Operation[] = []
  const renamed = new Set(drift.entries.flatMap((each) => (each.type === 'sameNameOtherId' ? [each.id] : [])))
  for (const entry of drift.entries) {
    switch (entry.type) {
      case 'missing':
        added.push(addition(entry, 'it is missing', reference))
        break
      case 'sameNameOtherId':
        added.push(addition(entry, `it is known there by another id, ${entry.otherId}`, reference))
        break
      case 'different':
        // An object known by another id is sent whole, its differences with it.
        if (!renamed.has(entry.id)) modified.push(...modification(entry, reference, slave))
        break
      case 'defaultWorkspace':
        defaults.push(...defaultWorkspace(entry, reference.catalog))
        break
      case 'extra':
        removed.push(removal(entry, slave.catalog))
        break
    }
  }
  return [
    ...inOrder(added, reference.catalog),
    ...inOrder(modified, reference.catalog),
    ...defaults,
    ...inOrder(removed, slave.catalog).toReversed(),
  ]
}

function addition(entry: Subject, reason: string, { catalog, body }: NodeState): Operation {
  const object = known(catalog, entry.id)
  const bytes = object.kind === 'style' ? body(object) : undefined
  return {
    verb: 'add',
    kind: entry.kind,
    id: entry.id,
    title: `add ${words(entry)}`,
    reason,
    events: [
      ...(bytes === undefined ? [] : [styleFile(object, bytes, catalog)]),
      { verb: 'add', object, copies: copiesOf(object, catalog) },
    ],
  }
}

/** A style's rules are sent as the text they are; a slave that reads them writes the same bytes. */
function styleFile(style: CatalogObject, bytes: Uint8Array, catalog: Catalog): StyleFileEvent {
  const fileName = textOfProperty(style, 'filename') ?? ''
  const workspace = catalog.get(referenceOf(style, 'workspace') ?? '', 'workspace')
  const name = workspace && nameOf(workspace)
  return {
    verb: 'style-file',
    fileName,
    resourcePath: styleResourcePath(fileName, name),
    body: Buffer.from(bytes).toString('utf8'),
    ...(name === undefined ? {} : { workspace: name }),
  }
}

function modification(
  entry: DriftEntry & { type: 'different' },
  reference: NodeState,
  slave: NodeState,
): readonly Operation[] {
  const wanted = known(reference.catalog, entry.id)
  const current = known(slave.catalog, entry.id)
  const names = entry.properties.map((each) => each.property).filter((name) => name !== 'styleBody')
  const changes = names.flatMap((name) => changeOf(name, current, wanted))
  const body = entry.properties.some((each) => each.property === 'styleBody')
    ? reference.body(wanted)
    : undefined
  const what = entry.properties.map((each) =>
    each.property === 'styleBody' ? 'body' : spaced(each.property),
  )
  return [
    {
      verb: 'modify',
      kind: entry.kind,
      id: entry.id,
      title: `modify ${words(entry)}: ${what.join(', ')}`,
      reason: `${what.join(', ')} ${what.length === 1 ? 'differs' : 'differ'}`,
      events: [
        {
          verb: 'modify',
          object: current,
          changes,
          copies: copiesOf(wanted, reference.catalog),
          ...(body === undefined ? {} : { styleBody: body }),
        },
      ],
    },
  ]
}

function changeOf(name: string, current: CatalogObject, wanted: CatalogObject): readonly PropertyChange[] {
  const property = propertiesOf(wanted.kind, wanted.root).find((each) => each.name === name)
  const before = propertyOf(current, name) ?? null
  const after = propertyOf(wanted, name) ?? null
  const kept = after === null || before === null ? after : withOwnPasswords(after, before)
  return [{ bean: property?.bean ?? name, name, before, after: kept }]
}

/** A password only the reference can read is worth nothing to the slave, which keeps its own. */
function withOwnPasswords(wanted: XmlElement, current: XmlElement): XmlElement {
  const own = new Map<string, string>()
  withPasswords(current, (password, name) => {
    own.set(name, password)
    return password
  })
  return withPasswords(wanted, (password, name) =>
    clearPassword(password) === undefined ? (own.get(name) ?? password) : password,
  )
}

function defaultWorkspace(
  entry: DriftEntry & { type: 'defaultWorkspace' },
  catalog: Catalog,
): readonly Operation[] {
  const workspace = catalog.get(catalog.defaultWorkspace ?? '', 'workspace')
  if (workspace === undefined) return []
  return [
    {
      verb: 'default',
      kind: 'workspace',
      id: workspace.id,
      title: `make ${entry.left ?? workspace.id} the default workspace`,
      reason:
        entry.right === undefined ? 'there is no default workspace' : `${entry.right} is the default there`,
      events: [
        {
          verb: 'default',
          property: 'defaultWorkspace',
          object: { kind: 'workspace', id: workspace.id, name: nameOf(workspace) },
          copies: new Map([[workspace.id, workspace]]),
        },
      ],
    },
  ]
}

function removal(entry: Subject, catalog: Catalog): Operation {
  const object = known(catalog, entry.id)
  return {
    verb: 'remove',
    kind: entry.kind,
    id: entry.id,
    title: `remove ${words(entry)}`,
    reason: 'the reference has no such object',
    events: [{ verb: 'remove', object, copies: copiesOf(object, catalog) }],
  }
}

/** Everything an object refers to, directly or through others, so that the event is complete in itself. */
function copiesOf(object: CatalogObject, catalog: Catalog): ReadonlyMap<string, CatalogObject> {
  const copies = new Map<string, CatalogObject>()
  const collect = (each: CatalogObject): void => {
    for (const id of referencedIds(each)) {
      const other = catalog.get(id)
      if (other === undefined || copies.has(id)) continue
      copies.set(id, other)
      collect(other)
    }
  }
  collect(object)
  return copies
}

/** Operations by kind, and a group behind the groups it contains. */
function inOrder(operations: readonly Operation[], catalog: Catalog): readonly Operation[] {
  const byId = new Map(operations.map((operation) => [operation.id, operation]))
  const done = new Set<string>()
  const result: Operation[] = []
  const add = (operation: Operation): void => {
    if (done.has(operation.id)) return
    done.add(operation.id)
    const object = operation.kind === 'layerGroup' ? catalog.get(operation.id) : undefined
    for (const id of object === undefined ? [] : referencedIds(object)) {
      const needed = byId.get(id)
      if (needed?.kind === 'layerGroup') add(needed)
    }
    result.push(operation)
  }
  for (const operation of operations.toSorted(
    (left, right) => order.indexOf(left.kind) - order.indexOf(right.kind),
  )) {
    add(operation)
  }
  return result
}

function words(entry: { readonly kind: Kind; readonly title: string }): string {
  const isAlone = entry.kind === 'global' || entry.kind === 'logging'
  return isAlone ? kindTable[entry.kind].words : `${kindTable[entry.kind].words} ${entry.title}`
}

function known(catalog: Catalog, id: string): CatalogObject {
  const object = catalog.get(id)
  // The drift was computed from these very catalogs.
  if (object === undefined) throw new Error(`The catalog no longer holds ${id}.`)
  return object
}
