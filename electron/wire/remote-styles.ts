import type { Property } from '../catalog/kinds/property.ts'
import { childOf, type XmlElement } from '../xml/element.ts'

/**
 * A layer cascaded from another WMS answers with that server's styles when it is asked for its own. They look like
 * styles of the catalog, marked as remote in their metadata, and travel in overlays and in lists of changes; but
 * setting them sets nothing in the layer, and no catalog holds them. Only the resource behind the layer has them, as
 * parts of its own.
 */

/**
 * Whether the plain form of a value is such a style, or a collection of nothing but such styles, in a property that
 * cannot hold them.
 */
export function isForeignToCatalog(property: Property | undefined, value: XmlElement): boolean {
  return property?.type.type !== 'structures' && isRemoteStyles(value)
}

function isRemoteStyles(value: XmlElement): boolean {
  if (isRemoteStyle(value)) return true
  return value.children.length > 0 && value.children.every(isRemoteStyle)
}

function isRemoteStyle(style: XmlElement): boolean {
  const metadata = childOf(style, 'metadata')
  const map = metadata && (childOf(metadata, 'map') ?? metadata)
  return (
    map?.children.some(({ children: [key, value] }) => key?.text === 'isRemote' && value?.text === 'true') ??
    false
  )
}
