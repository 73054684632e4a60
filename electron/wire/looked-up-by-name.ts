import type { Kind } from '../catalog/kinds/property.ts'
import { nameOf, referenceOf, type CatalogObject } from '../catalog/object.ts'
import { textElement } from '../xml/element.ts'
import type { PropertyChange } from './event.ts'

/**
 * A real slave that is to modify one of these looks it up by its old name alone: the one the event lists, or else the
 * one the object has. A bare name finds whatever is called so in the default workspace or in any other, and a layer
 * group outside the default workspace never. The name with its workspace in front finds the right one.
 */
const lookedUpByName: ReadonlySet<Kind> = new Set<Kind>(['layer', 'layerGroup', 'style'])

type Find = (id: string) => CatalogObject | undefined

/** The changes as a real slave has to be told them, the name in front; see {@link withBareName}. */
export function withFullName(
  object: CatalogObject,
  changes: readonly PropertyChange[],
  find: Find,
): readonly PropertyChange[] {
  const place = placeOf(object, find)
  if (place === undefined) return changes
  const { workspace, name } = place
  const rename = changes.find((change) => change.name === 'name')
  return [
    {
      bean: 'name',
      name: 'name',
      before: textElement('name', `${workspace}:${name}`),
      after: rename?.after ?? textElement('name', name),
    },
    ...changes.filter((change) => change !== rename),
  ]
}

/** The changes without what only serves to find the object. */
export function withBareName(
  object: CatalogObject,
  changes: readonly PropertyChange[],
  find: Find,
): readonly PropertyChange[] {
  const place = placeOf(object, find)
  const [first, ...others] = changes
  if (place === undefined || first?.name !== 'name') return changes
  const { workspace, name } = place
  if (first.before?.text !== `${workspace}:${name}`) return changes
  return first.after?.text === name ? others : [{ ...first, before: textElement('name', name) }, ...others]
}

/** The name an object goes by, and that of its workspace, when it is looked up by them and has one. */
function placeOf(
  object: CatalogObject,
  find: Find,
): { readonly workspace: string; readonly name: string } | undefined {
  if (!lookedUpByName.has(object.kind)) return undefined
  const target = (from: CatalogObject | undefined, property: string): CatalogObject | undefined => {
    const id = from === undefined ? undefined : referenceOf(from, property)
    return id === undefined ? undefined : find(id)
  }
  const resource = object.kind === 'layer' ? target(object, 'resource') : undefined
  const space = object.kind === 'layer' ? target(resource, 'namespace') : target(object, 'workspace')
  const name = nameOf(resource ?? object)
  const workspace = space === undefined ? undefined : nameOf(space)
  return name === undefined || workspace === undefined ? undefined : { workspace, name }
}
