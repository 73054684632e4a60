import { propertyOf, withProperties, type CatalogObject } from './object.ts'
import { oncePerList, propertiesOf } from './kinds/table.ts'
import { withChildren, type XmlElement } from '../xml/element.ts'

/** Names of fields that later releases dropped. */
export const formerFieldsOf = oncePerList((properties) =>
  properties.flatMap(({ name, goneIn }) => (goneIn === undefined ? [] : [name])),
)

/**
 * An object without the fields its counterpart's release has dropped: a structure that says something, and nothing of
 * what a release before would have written into it, is of one that has these fields no more.
 * @returns the names of what is left out as well, joined by `.`
 */
export function withoutFormerFields(
  object: CatalogObject,
  counterpart: CatalogObject,
): { readonly object: CatalogObject; readonly left: readonly string[] } {
  const changed = new Map<string, XmlElement>()
  const left: string[] = []
  for (const { name, type } of propertiesOf(object.kind, object.root)) {
    const former = type.type === 'structure' ? formerFieldsOf(type.properties) : []
    const [own, other] = [propertyOf(object, name), propertyOf(counterpart, name)]
    if (former.length === 0 || own === undefined || other === undefined) continue
    const isFormer = (child: XmlElement): boolean => former.includes(child.name)
    if (other.children.length === 0 || other.children.some(isFormer)) continue
    const dropped = own.children.filter(isFormer)
    if (dropped.length === 0) continue
    left.push(...dropped.map((child) => `${name}.${child.name}`))
    changed.set(
      name,
      withChildren(
        own,
        own.children.filter((child) => !isFormer(child)),
      ),
    )
  }
  return left.length === 0 ? { object, left } : { object: withProperties(object, changed), left }
}
