import { resourceOf, titleOf, type Catalog } from '../../catalog/catalog.ts'
import type { Kind } from '../../catalog/kinds/property.ts'
import { nameOf, type CatalogObject } from '../../catalog/object.ts'
import { failure } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'

/**
 * The one object of these kinds with that id or title (`topp:roads`), or with that name if only one has it.
 * @throws PLB-ENGINE-OBJECT-NOT-FOUND, PLB-ENGINE-EDIT-REFUSED when several have that name
 */
export function findObject(catalog: Catalog, kinds: readonly Kind[], name: string): CatalogObject {
  const byId = catalog.get(name, ...kinds)
  if (byId !== undefined) return byId
  // A title is the name with its workspace in front; making every title of a large catalog takes long.
  const candidates = catalog.ofName(kinds, (object) => {
    const short = object.kind === 'settings' ? undefined : shortName(object, catalog)
    return short === undefined || name === short || name.endsWith(`:${short}`)
  })
  const byTitle = candidates.filter((object) => titleOf(catalog, object) === name)
  const found =
    byTitle.length > 0 ? byTitle : candidates.filter((object) => shortName(object, catalog) === name)
  const [only, ...others] = found
  const words = kinds.map((kind) => say(`kinds.${kind}`))
  if (only === undefined) throw failure('PLB-ENGINE-OBJECT-NOT-FOUND', { kind: words, name })
  if (others.length > 0) {
    const titles = found.map((object) => titleOf(catalog, object))
    throw failure('PLB-ENGINE-EDIT-REFUSED', { reason: say('edits.mayAnySay', { name, titles }) })
  }
  return only
}

function shortName(object: CatalogObject, catalog: Catalog): string | undefined {
  if (object.kind !== 'layer') return nameOf(object)
  const resource = resourceOf(catalog, object)
  return resource && nameOf(resource)
}
