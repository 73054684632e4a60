import { formerFieldsOf } from '../catalog/former-fields.ts'
import type { Property, PropertyType } from '../catalog/kinds/property.ts'
import { isSince, parseRelease, type Release } from '../catalog/kinds/release.ts'
import { isEmptyElement, type XmlElement } from '../xml/element.ts'

/** Who is to read a message. */
export interface Receiver {
  /**
   * A GeoServer, which refuses a message with a field its class does not have; a node of Plumbline, which takes any; or
   * whoever listens on the topic.
   */
  readonly runs: 'geoserver' | 'plumbline' | 'anything'
  /** The releases the GeoServers it is for run, when all of them are known; a single one of a single one. */
  readonly releases?: readonly Release[]
}

export const anyReceiver: Receiver = { runs: 'anything' }
export const ownReceiver: Receiver = { runs: 'plumbline' }

/**
 * Whoever listens on a topic.
 * @param versions what the GeoServers among them say they are; undefined when one of them is not known
 */
export function listenersOf(versions: readonly string[] | undefined): Receiver {
  const releases = versions?.map(parseRelease).filter((release) => release !== undefined)
  const isKnown = releases !== undefined && releases.length > 0 && releases.length === versions?.length
  return isKnown ? { ...anyReceiver, releases } : anyReceiver
}

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
  { releases }: Receiver,
): boolean {
  if (releases !== undefined) return releases.every((release) => isSince(release, since))
  // Whoever wrote the value knew the fields of its own release, and so most likely do those it is sent to.
  return value !== null && value.children.length > 0 && !hasFormerFields(property.type, value)
}

/** Whether a structure holds fields that later releases dropped, or there are none it could hold. */
function hasFormerFields(type: PropertyType, value: XmlElement): boolean {
  if (type.type !== 'structure') return true
  const former = formerFieldsOf(type.properties)
  return former.length === 0 || value.children.some(({ name }) => former.includes(name))
}

/** Whether the class a receiver has for the object can hold this property. */
export function isKnownTo(property: Property, value: XmlElement, { runs, releases }: Receiver): boolean {
  if (property.unsent === true || property.entry === true) return false
  if (runs === 'plumbline') return true
  if (releases !== undefined) return isOfAll(property, releases)
  // Left out where it says nothing; a setting somebody made is one the nodes of his cluster know.
  return property.since === undefined || (property.notCompared === undefined && !saysNothing(property, value))
}

/** Whether all of these releases have a property, under one name. */
function isOfAll({ since, goneIn, later }: Property, releases: readonly Release[]): boolean {
  const names = new Set(releases.map((release) => later !== undefined && isSince(release, later.since)))
  return (
    names.size <= 1 &&
    (since === undefined || releases.every((release) => isSince(release, since))) &&
    (goneIn === undefined || !releases.some((release) => isSince(release, goneIn)))
  )
}

function saysNothing(property: Property, value: XmlElement): boolean {
  return isEmptyElement(value) || (property.default !== undefined && value.text.trim() === property.default)
}

/**
 * Whether a receiver may be sent a property the table does not know. The fields of a GeoServer whose release is known
 * are in the table; of a later one than the table knows, anything can be new.
 */
export function takesUnknownFields({ releases }: Receiver): boolean {
  return releases?.every((release) => isSince(release, firstUnknownRelease)) ?? true
}

/** Names of values that say something and would not arrive, because some release they are for has no place for them. */
export function lostOn(
  values: readonly XmlElement[],
  properties: readonly Property[],
  receiver: Receiver,
): readonly string[] {
  const { releases = [] } = receiver
  return values.flatMap((value): readonly string[] => {
    const property = properties.find(({ name }) => name === value.name)
    if (property === undefined) return takesUnknownFields(receiver) ? [] : [value.name]
    if (saysNothing(property, value)) return []
    if (!isOfAll(property, releases)) return [value.name]
    return property.type.type === 'structure'
      ? lostOn(value.children, property.type.properties, receiver)
      : []
  })
}

/**
 * The fields a GeoServer of one release never leaves out of an object of these properties, and another has no place for:
 * it refuses the whole message. Flags, numbers and structures are always there, anything else when it says something.
 */
export function refusedFields(
  properties: readonly Property[],
  sender: Release,
  reader: Release,
): readonly string[] {
  return properties.flatMap((property): readonly string[] => {
    const { field, later, type, default: assumed, unsent, entry } = property
    const isAlwaysThere = type.type === 'structure' || assumed !== undefined
    if (!isAlwaysThere || unsent === true || entry === true || !isOfAll(property, [sender])) return []
    if (isOfAll(property, [sender, reader]))
      return type.type === 'structure' ? refusedFields(type.properties, sender, reader) : []
    return [later !== undefined && isSince(sender, later.since) ? later.field : field]
  })
}

const firstUnknownRelease: Release = '3.0'
