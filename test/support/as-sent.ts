import { textOfProperty, type CatalogObject } from '../../electron/catalog/object.ts'
import { textElement } from '../../electron/xml/element.ts'

/** A real slave needs a name on every service, so one without is given that of its type. */
export function asSent(object: CatalogObject): CatalogObject {
  if (object.kind !== 'service' || textOfProperty(object, 'name') !== undefined) return object
  return { ...object, properties: [...object.properties, textElement('name', object.root.toUpperCase())] }
}
