import { titleOf, type Catalog } from '../../../catalog/catalog.ts'
import { byDependency } from '../../../catalog/kinds/places.ts'
import { nameOf, type CatalogObject } from '../../../catalog/object.ts'
import { referencedIds } from '../../../catalog/references.ts'
import { failure } from '../../../errors/failure.ts'

/**
 * The objects of a catalog, or of one workspace of it, what is needed first.
 * @throws PLB-ENGINE-OBJECT-NOT-FOUND when there is no such workspace
 */
export function objectsOf(catalog: Catalog, workspace: string | undefined): readonly CatalogObject[] {
  const all = [...catalog.objects()].toSorted(byDependency)
  if (workspace === undefined) return all
  const own = all.filter((object) => isIn(workspace, object, catalog))
  if (own.length > 0) return own
  throw failure('PLB-ENGINE-OBJECT-NOT-FOUND', { kind: 'workspace', name: workspace })
}

function isIn(workspace: string, object: CatalogObject, catalog: Catalog): boolean {
  if (object.kind === 'workspace' || object.kind === 'namespace') return nameOf(object) === workspace
  const title = titleOf(catalog, object)
  return title.startsWith(`${workspace}:`) || (object.kind === 'settings' && title === workspace)
}

/** The objects with all they refer to, what is needed first. */
export function withReferenced(
  objects: readonly CatalogObject[],
  catalog: Catalog,
): readonly CatalogObject[] {
  const found = new Map(objects.map((object) => [object.id, object]))
  // What is added to a map while it is gone through is gone through as well.
  for (const object of found.values()) {
    for (const id of referencedIds(object)) {
      const other = catalog.get(id)
      if (other !== undefined) found.set(id, other)
    }
    const namespace =
      object.kind === 'workspace' ? catalog.byName('namespace', nameOf(object) ?? '') : undefined
    if (namespace !== undefined) found.set(namespace.id, namespace)
  }
  return [...found.values()].toSorted(byDependency)
}
