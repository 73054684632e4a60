import type { Property, PropertyType } from '../catalog/kinds/property.ts'
import { isSince, type Release } from '../catalog/kinds/release.ts'
import { isEmptyElement, type XmlElement } from '../xml/element.ts'

/** Who is to read a message. */
export interface Receiver {
  /**
   * A GeoServer, which refuses a message with a field its class does not have; a node of Plumbline, which takes any; or
   * whoever listens on the topic.
   */
  readonly runs: 'geoserver' | 'plumbline' | 'anything'
  /** The release a GeoServer runs, or the lot of them, when it is known. */
  readonly release?: Release
}

export const anyReceiver: Receiver = { runs: 'anything' }
export const ownReceiver: Receiver = { runs: 'plumbline' }

/** The name of a property's field, its name in a list of changes, and its class there, as this receiver knows them. */
export function namesFor(
  property: Property,
  value: XmlElement | null,
  receiver: Receiver,
): { readonly field: string; readonly bean: string; readonly class: string | undefined } {
  const { later, type } = property
  const own = type.type === 'structure' ? type.class : undefined
  if (later === undefined || !usesLaterName(property, later.since, value, receiver)) {
    return { field: property.field, bean: property.bean, class: own }
  }
  return later
}

function usesLaterName(
  property: Property,
  since: Release,
  value: XmlElement | null,
  { release }: Receiver,
): boolean {
  if (release !== undefined) return isSince(release, since)
  // Whoever wrote the value knew the fields of its own release, and so most likely do those it is sent to.
  return value !== null && value.children.length > 0 && !hasFormerFields(property.type, value)
}

/** Whether a structure holds fields that later releases dropped, or there are none it could hold. */
function hasFormerFields(type: PropertyType, value: XmlElement): boolean {
  if (type.type !== 'structure') return true
  const former = type.properties.flatMap(({ name, goneIn }) => (goneIn === undefined ? [] : [name]))
  return former.length === 0 || value.children.some(({ name }) => former.includes(name))
}

/** Whether the class a receiver has for the object can hold this property. */
export function isKnownTo(property: Property, value: XmlElement, { runs, release }: Receiver): boolean {
  if (property.unsent === true || property.entry === true) return false
  if (runs === 'plumbline') return true
  const { since, goneIn } = property
  if (release !== undefined) {
    return (
      (since === undefined || isSince(release, since)) && (goneIn === undefined || !isSince(release, goneIn))
    )
  }
  // Left out where it says nothing; a setting somebody made is one the nodes of his cluster know.
  return since === undefined || (property.notCompared === undefined && !saysNothing(property, value))
}

function saysNothing(property: Property, value: XmlElement): boolean {
  return isEmptyElement(value) || (property.default !== undefined && value.text.trim() === property.default)
}

/**
 * Whether a receiver may be sent a property the table does not know. The fields of a GeoServer whose release is known
 * are in the table; of a later one than the table knows, anything can be new.
 */
export function takesUnknownFields({ runs, release }: Receiver): boolean {
  return runs !== 'geoserver' || release === undefined || isSince(release, firstUnknownRelease)
}

const firstUnknownRelease: Release = '3.0'
