import { kindOfClass, propertiesOf } from '../catalog/kinds/table.ts'
import type { Kind, Property } from '../catalog/kinds/property.ts'
import type { XmlElement } from '../xml/element.ts'
import { isForeignToCatalog } from './remote-styles.ts'

/**
 * The property an event means by a name, whatever release its sender runs. Names are those of Java accessors with the
 * first letter lowered, which makes `getURI` into `uRI`; a receiver compares without regard to case.
 */
export function propertyOfBean(kind: Kind, root: string, bean: string): Property | undefined {
  const wanted = bean.toLowerCase()
  const properties = propertiesOf(kind, root)
  return (
    properties.find(({ bean, later }) =>
      [bean, later?.bean].some((name) => name?.toLowerCase() === wanted),
    ) ?? properties.find((property) => property.field.replace(/^_/, '').toLowerCase() === wanted)
  )
}

/** Whether accessors of that name set something else: the object it refers to, or an entry of its metadata. */
function isForwarded(property: Property): boolean {
  return property.delegated === true || property.entry === true
}

/** Whether Java could name a property so; any other text is none. */
export function isPropertyName(name: string): boolean {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)
}

/**
 * The field of a class behind a property name of a proxy's overlay (`URI`, `DefaultStyle`), or undefined when
 * this value sets nothing in the object itself.
 */
export function fieldOfOverlay(className: string, name: string, value: XmlElement): string | undefined {
  if (!isPropertyName(name)) return undefined
  const known = kindOfClass(className)
  const property = known && propertyOfBean(known.kind, known.root, name)
  if (isForeignToCatalog(property, value)) return undefined
  if (property !== undefined) return isForwarded(property) ? undefined : property.field
  return name.slice(0, 1).toLowerCase() + name.slice(1)
}
