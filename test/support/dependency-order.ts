import type { Catalog } from '../../electron/catalog/catalog.ts'
import { resourceKinds, storeKinds, type Kind } from '../../electron/catalog/kinds/property.ts'
import type { CatalogObject } from '../../electron/catalog/object.ts'
import { referencedIds } from '../../electron/catalog/references.ts'

const order: readonly Kind[] = [
  'workspace',
  'namespace',
  'style',
  ...storeKinds,
  ...resourceKinds,
  'layer',
  'layerGroup',
  'settings',
  'service',
  'global',
  'logging',
]

/** The objects of a catalog, each behind those it refers to. */
export function inDependencyOrder(catalog: Catalog): readonly CatalogObject[] {
  const ordered = new Set<CatalogObject>()
  const add = (object: CatalogObject): void => {
    if (ordered.has(object)) return
    if (object.kind === 'layerGroup') {
      for (const id of referencedIds(object)) {
        const member = id === object.id ? undefined : catalog.get(id, 'layerGroup')
        if (member !== undefined) add(member)
      }
    }
    ordered.add(object)
  }
  for (const kind of order) for (const object of catalog.ofKind(kind)) add(object)
  return [...ordered]
}
