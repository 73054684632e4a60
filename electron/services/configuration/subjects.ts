import { Catalog, titleOf } from '../../catalog/catalog.ts'
import { heldBy } from '../../catalog/held-by-groups.ts'
import type { Kind } from '../../catalog/kinds/property.ts'
import { nameOf, referenceOf, type CatalogObject } from '../../catalog/object.ts'
import type { KeptEntry } from '../../engine/journal/history.ts'
import { isFailure } from '../../errors/failure.ts'
import type { CatalogView, NodeConfiguration, ObjectElsewhere } from '../../nodes/face/cluster-node.ts'
import { keptObject } from './kept-object.ts'

/** An object that is to be compared on other nodes. */
export interface Subject extends ObjectElsewhere {
  readonly title: string
}

/**
 * What may differ on a slave after an object was changed: the object and what was changed with it, what comes and goes
 * with each, and those of the same name in other workspaces, which GeoServer's module takes for it.
 */
export async function subjectsOf(configuration: NodeConfiguration, id: string): Promise<readonly Subject[]> {
  const view = await configuration.view()
  const [last] = await configuration.historyOf(id, 1)
  const change = last === undefined ? [] : await configuration.changeOf(last.id)
  const latest = new Map(change.toReversed().map((entry) => [entry.objectId, entry]))
  if (last !== undefined) latest.set(id, last)
  const gone = goneIn(view.catalog, [...latest.values()])
  const subjects = new Map<string, Subject>()
  for (const changed of new Set([id, ...latest.keys()]))
    for (const subject of subjectsOfOne(view, gone, changed))
      if (!subjects.has(subject.object.id)) subjects.set(subject.object.id, subject)
  return [...subjects.values()]
}

function subjectsOfOne({ catalog, styleBody }: CatalogView, gone: Catalog, id: string): readonly Subject[] {
  const object = catalog.get(id)
  if (object === undefined) {
    const removed = gone.get(id)
    if (removed === undefined) return []
    return [
      { object: removed, title: titleOf(gone, removed), catalog: gone, styleBody: undefined, isGone: true },
    ]
  }
  const bodyOf = (each: CatalogObject) => (each.kind === 'style' ? styleBody(each) : undefined)
  const along = together(object, catalog)
  // What is made anew with a cascaded one is told by messages of its own.
  const told = object.kind === 'wmsLayer' ? [object, ...along] : [object]
  const taken = new Set([object, ...along, ...told.flatMap((each) => namesakes(each, catalog))])
  return [...taken].map((each) => ({
    object: each,
    title: titleOf(catalog, each),
    catalog,
    styleBody: bodyOf(each),
    isGone: false,
    isDefault: each.kind === 'workspace' ? catalog.defaultWorkspace === each.id : undefined,
  }))
}

/** A workspace and its namespace; a resource and its layer, and the groups that are made anew with a cascaded one. */
function together(object: CatalogObject, catalog: Catalog): readonly CatalogObject[] {
  if (object.kind === 'workspace') {
    return [catalog.byName('namespace', nameOf(object) ?? '')].filter((each) => each !== undefined)
  }
  const layers = catalog.ofKind('layer').filter((layer) => referenceOf(layer, 'resource') === object.id)
  if (object.kind !== 'wmsLayer') return layers
  const groups = catalog.ofKind('layerGroup').filter((group) => {
    const held = heldBy(group, catalog)
    return layers.some(({ id }) => held.has(id))
  })
  return [...layers, ...groups]
}

/** Looked up by their bare names: a change of one may have changed another. */
const byBareName: ReadonlySet<string> = new Set(['layer', 'layerGroup', 'style'])

function namesakes(object: CatalogObject, catalog: Catalog): readonly CatalogObject[] {
  if (!byBareName.has(object.kind)) return []
  const nameIn = (each: CatalogObject): string => titleOf(catalog, each).replace(/^.*:/, '')
  const name = nameIn(object)
  return catalog.ofKind(object.kind).filter((each) => each.id !== object.id && nameIn(each) === name)
}

/** The catalog with what a change removed from it, as the history has that: one finds its place by the others. */
function goneIn(catalog: Catalog, entries: readonly KeptEntry[]): Catalog {
  const removed = entries.flatMap(({ kind, objectId, before }) =>
    before === undefined || catalog.get(objectId) !== undefined ? [] : objectsIn(kind, objectId, before),
  )
  if (removed.length === 0) return catalog
  const gone = new Catalog()
  gone.become(catalog)
  for (const each of removed) gone.put(each)
  return gone
}

function objectsIn(kind: Kind, id: string, text: string): readonly CatalogObject[] {
  try {
    return [keptObject(kind, id, text)]
  } catch (error) {
    if (isFailure(error)) return []
    throw error
  }
}
