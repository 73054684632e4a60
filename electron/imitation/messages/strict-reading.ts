import type { Property } from '../../catalog/kinds/property.ts'
import type { Release } from '../../catalog/kinds/release.ts'
import { kindOfClass, propertiesOf } from '../../catalog/kinds/table.ts'
import { javaNameOf } from '../../wire/names.ts'
import { isKnownTo, namesFor, type Receiver } from '../../wire/receiver.ts'
import { securedGroup } from '../memory/proxies.ts'
import { parentElement, type XmlElement } from '../../xml/element.ts'
import { isKnownClass } from './known-classes.ts'

/** Classes the module's list of allowed ones lacks. */
const forbidden: ReadonlySet<string> = new Set(['org.geotools.jdbc.VirtualTableParameter'])

/** Fields of the classes although the table does not name them. */
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

const noValue = parentElement('null', [])

/**
 * Why XStream on a stock node of that release refuses a body: it knows no class but its own that are allowed, and no field
 * but those of these classes, and one it does not know costs the whole message.
 */
export function reasonNotToRead(element: XmlElement, release: Release): string | undefined {
  const className = classOf(element)
  if (className !== undefined && forbidden.has(className)) return `class ${className} is forbidden`
  if (className !== undefined && !isKnownClass(className, release)) return `no class ${className}`
  if (className === securedGroup) return 'Failed calling method'
  const fields = className === undefined ? undefined : fieldsOf(className, release)
  for (const child of element.children) {
    const field = javaNameOf(child.name)
    if (fields !== undefined && !fields.has(field)) return `no field ${field} in ${className ?? ''}`
    const reason = reasonNotToRead(child, release)
    if (reason !== undefined) return reason
  }
  return undefined
}

/** The name a change of a property goes by in a release; undefined where that release has no such property. */
export function beanIn(property: Property, release: Release): string | undefined {
  const receiver = readerOf(release)
  return isKnownTo(property, noValue, receiver) ? namesFor(property, null, receiver).bean : undefined
}

function readerOf(release: Release): Receiver {
  return { runs: 'geoserver', releases: [release] }
}

function classOf(element: XmlElement): string | undefined {
  const stated = element.attributes.class
  if (stated === 'dynamic-proxy' || element.attributes.reference !== undefined) return undefined
  return stated ?? (element.name.includes('.') ? javaNameOf(element.name) : undefined)
}

const known = new Map<string, ReadonlySet<string> | undefined>()

function fieldsOf(className: string, release: Release): ReadonlySet<string> | undefined {
  const key = `${release} ${className}`
  if (!known.has(key)) known.set(key, readFields(className, release))
  return known.get(key)
}

function readFields(className: string, release: Release): ReadonlySet<string> | undefined {
  const kind = kindOfClass(className)
  if (kind === undefined || kind.kind === 'service') return undefined
  const receiver = readerOf(release)
  const fields = propertiesOf(kind.kind, kind.root)
    .filter((property) => isKnownTo(property, noValue, receiver))
    .map((property) => namesFor(property, null, receiver).field)
  return new Set([...otherFields, ...fields])
}
