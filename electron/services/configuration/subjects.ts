import { Catalog, titleOf } from '../../catalog/catalog.ts'
import { propertiesFromFile } from '../../catalog/from-file.ts'
import { heldBy } from '../../catalog/held-by-groups.ts'
import { nameOf, referenceOf, type CatalogObject } from '../../catalog/object.ts'
import { isFailure } from '../../errors/failure.ts'
import type { CatalogView, NodeConfiguration, ObjectElsewhere } from '../../nodes/face/cluster-node.ts'
import { parseXml } from '../../xml/parse.ts'

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
  const subjects = new Map<string, Subject>()
  for (const changed of new Set([id, ...change.map(({ objectId }) => objectId)]))
    for (const subject of await subjectsOfOne(configuration, view, changed))
      if (!subjects.has(subject.object.id)) subjects.set(subject.object.id, subject)
  return [...subjects.values()]
}

async function subjectsOfOne(
  configuration: NodeConfiguration,
  { catalog, styleBody }: CatalogView,
  id: string,
): Promise<readonly Subject[]> {
  const object = catalog.get(id)
  if (object === undefined) return removed(configuration, catalog, id)
  const bodyOf = (each: CatalogObject) => (each.kind === 'style' ? styleBody(each) : undefined)
  return [object, ...together(object, catalog), ...namesakes(object, catalog)].map((each) => ({
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

/** What was removed is known from the history. */
async function removed(
  configuration: NodeConfiguration,
  catalog: Catalog,
  id: string,
): Promise<readonly Subject[]> {
  const [last] = await configuration.historyOf(id, 1)
  if (last?.before === undefined) return []
  const { kind, before } = last
  try {
    const root = parseXml(before)
    const object: CatalogObject = { kind, root: root.name, id, properties: propertiesFromFile(kind, root) }
    const withIt = new Catalog()
    withIt.become(catalog)
    withIt.put(object)
    return [{ object, title: titleOf(withIt, object), catalog: withIt, styleBody: undefined, isGone: true }]
  } catch (error) {
    if (isFailure(error)) return []
    throw error
  }
}
