import { propertiesFromFile } from '../../catalog/from-file.ts'
import type { Kind } from '../../catalog/kinds/property.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { parseXml } from '../../xml/parse.ts'

/**
 * An object as the history keeps it.
 * @param text its file
 * @throws PLB-XML-…
 */
export function keptObject(kind: Kind, id: string, text: string): CatalogObject {
  const root = parseXml(text)
  return { kind, root: root.name, id, properties: propertiesFromFile(kind, root) }
}
