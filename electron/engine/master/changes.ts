import { byNameOf, propertiesOf } from '../../catalog/kinds/table.ts'
import { propertyOf, type CatalogObject } from '../../catalog/object.ts'
import { isSameValue } from '../../catalog/same-value.ts'
import type { PropertyChange } from '../../wire/event.ts'
import type { XmlElement } from '../../xml/element.ts'
import { isCleared } from './object-input.ts'

/**
 * The changes that make an object have these properties; the others stay as they are.
 * @param whole whether properties that are not given are to go
 */
export function changesTo(
  object: CatalogObject,
  properties: readonly XmlElement[],
  whole = false,
): readonly PropertyChange[] {
  const table = byNameOf(propertiesOf(object.kind, object.root))
  const given = new Set(properties.map((element) => element.name))
  const gone = whole ? object.properties.filter((element) => !given.has(element.name)) : []
  const wanted: readonly (readonly [string, XmlElement | null])[] = [
    ...properties.map(
      (element) => [element.name, isCleared(element, table.get(element.name)) ? null : element] as const,
    ),
    ...gone.map((element) => [element.name, null] as const),
  ]
  return wanted.flatMap(([name, after]) => {
    const property = table.get(name)
    if (property?.delegated === true) return []
    const before = propertyOf(object, name) ?? null
    if (isSameValue(object, before, after)) return []
    return [{ bean: property?.bean ?? name, name, before, after }]
  })
}
