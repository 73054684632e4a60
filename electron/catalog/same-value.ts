import { isSameElement, type XmlElement } from '../xml/element.ts'
import { comparableText } from './comparable.ts'
import { byNameOf, propertiesOf } from './kinds/table.ts'
import type { CatalogObject } from './object.ts'

/** Whether two values of a property, or none, are the same, or both mean what its absence does. */
export function isSameValue(
  { kind, root }: Pick<CatalogObject, 'kind' | 'root'>,
  one: XmlElement | null | undefined,
  other: XmlElement | null | undefined,
): boolean {
  if (isSameElement(one, other)) return true
  const table = byNameOf(propertiesOf(kind, root))
  return [one ?? undefined, other ?? undefined].every((value) => {
    if (value === undefined) return true
    const property = table.get(value.name)
    return property !== undefined && comparableText(kind, property, value) === undefined
  })
}
