import { kindOfClass, propertiesOf } from '../../catalog/kinds/table.ts'
import { javaNameOf } from '../../wire/names.ts'
import type { XmlElement } from '../../xml/element.ts'

/** Classes the module's list of allowed ones lacks. */
const forbidden: ReadonlySet<string> = new Set(['org.geotools.jdbc.VirtualTableParameter'])

/** Fields this version does not have, although others do and the table knows them. */
const notInThisVersion: Readonly<Record<string, readonly string[]>> = {
  'org.geoserver.catalog.impl.WMSLayerInfoImpl': ['vendorParameters'],
  'org.geoserver.config.impl.GeoServerInfoImpl': ['imageProcessing', 'userDetailsDisplaySettings'],
}

/** Fields this version has although the table does not name them. */
const otherFields: ReadonlySet<string> = new Set([
  ...[
    'headerName',
    'headerValue',
    'authKey',
    'allowedURLsForAuthForwarding',
    'namespacePrefixes',
    'featureType',
  ],
  ...['catalog', 'useConnectionPooling', 'attribute'],
])

/**
 * Why XStream on a stock node refuses a body: it knows no class but those allowed and no field but those of its own
 * classes, and one it does not know costs the whole message.
 */
export function reasonNotToRead(element: XmlElement): string | undefined {
  const className = classOf(element)
  if (className !== undefined && forbidden.has(className)) return `class ${className} is forbidden`
  const fields = className === undefined ? undefined : fieldsOf(className)
  for (const child of element.children) {
    const field = javaNameOf(child.name)
    if (fields !== undefined && !fields.has(field)) return `no field ${field} in ${className ?? ''}`
    const reason = reasonNotToRead(child)
    if (reason !== undefined) return reason
  }
  return undefined
}

function classOf(element: XmlElement): string | undefined {
  const stated = element.attributes.class
  if (stated === 'dynamic-proxy' || element.attributes.reference !== undefined) return undefined
  return stated ?? (element.name.includes('.') ? javaNameOf(element.name) : undefined)
}

const known = new Map<string, ReadonlySet<string> | undefined>()

function fieldsOf(className: string): ReadonlySet<string> | undefined {
  if (known.has(className)) return known.get(className)
  const kind = kindOfClass(className)
  const missing = notInThisVersion[className] ?? []
  const fields =
    kind === undefined || kind.kind === 'service'
      ? undefined
      : new Set([
          ...otherFields,
          ...propertiesOf(kind.kind, kind.root)
            .filter(({ name }) => !missing.includes(name))
            .flatMap(({ field, name }) => [field, name]),
        ])
  known.set(className, fields)
  return fields
}
