import { propertiesOf } from '../../electron/catalog/kinds/table.ts'
import { textOfProperty, type CatalogObject } from '../../electron/catalog/object.ts'
import { textElement } from '../../electron/xml/element.ts'

/**
 * An object as a message can carry it: what no class has a field for stays behind. A real slave needs a name on every
 * service, so one without is given that of its type.
 */
export function asSent(object: CatalogObject): CatalogObject {
  const unsent = new Set(
    propertiesOf(object.kind, object.root).flatMap((each) => (each.unsent === true ? [each.name] : [])),
  )
  const properties = object.properties.filter(({ name }) => !unsent.has(name))
  if (object.kind !== 'service' || textOfProperty(object, 'name') !== undefined)
    return { ...object, properties }
  return { ...object, properties: [...properties, textElement('name', object.root.toUpperCase())] }
}
