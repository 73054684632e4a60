import type { Catalog } from '../../catalog/catalog.ts'
import type { Kind } from '../../catalog/kinds/property.ts'
import { nameOf, propertyOf, type CatalogObject } from '../../catalog/object.ts'
import { referencedIds, withReferences } from '../../catalog/references.ts'
import type { Copies } from '../../wire/event.ts'
import type { Missing } from './outcome.ts'

/**
 * Makes an object at home in a catalog: every reference is looked up by id first; where another node gave the same
 * object another id, by its name among its siblings, never across workspaces.
 * @param local the object as it is here, if it is: what it refers to in vain already, it may go on referring to
 * @returns the object with references that hold here, or the first object that is missing
 */
export function localise(
  object: CatalogObject,
  copies: Copies,
  catalog: Catalog,
  local: CatalogObject | undefined,
): { readonly object: CatalogObject } | { readonly missing: Missing } {
  let missing: Missing | undefined
  const known = local === undefined ? undefined : referencedIds(local)
  const localised = withReferences(object, (id, kinds) => {
    const found = findLocal(id, kinds, copies, catalog)
    if (found !== undefined) return found.id
    const isFree = id === object.id || known?.has(id) === true || isRemoteStyle(copies.get(id))
    if (!isFree) missing ??= missingObject(id, kinds, copies)
    return id
  })
  return missing === undefined ? { object: localised } : { missing }
}

/** The local object an id of another node means. */
function findLocal(
  id: string,
  kinds: readonly Kind[],
  copies: Copies,
  catalog: Catalog,
  depth = 0,
): CatalogObject | undefined {
  const byId = catalog.get(id, ...kinds)
  if (byId !== undefined) return byId
  const copy = copies.get(id)
  // A copy refers to its workspace, store and resource; deeper than that a sender is making circles.
  if (copy === undefined || depth > 8) return undefined
  return findByName(copy, copies, catalog, depth)
}

/** The local object with the name of this one in the place of this one. */
export function findByName(
  object: CatalogObject,
  copies: Copies,
  catalog: Catalog,
  depth = 0,
): CatalogObject | undefined {
  const here = withReferences(
    object,
    (id, kinds) => findLocal(id, kinds, copies, catalog, depth + 1)?.id ?? id,
  )
  const found = catalog.sameName(here)
  return found?.kind === object.kind ? found : undefined
}

/** A layer cascaded from another WMS may refer to a style of that server, which no catalog holds. */
function isRemoteStyle(copy: CatalogObject | undefined): boolean {
  const metadata = copy?.kind === 'style' ? propertyOf(copy, 'metadata') : undefined
  return (
    metadata?.children.some((entry) => entry.attributes.key === 'isRemote' && entry.text === 'true') ?? false
  )
}

function missingObject(id: string, kinds: readonly Kind[], copies: Copies): Missing {
  const copy = copies.get(id)
  return {
    kind: copy?.kind ?? kinds[0] ?? 'workspace',
    id,
    name: copy === undefined ? undefined : nameOf(copy),
  }
}
