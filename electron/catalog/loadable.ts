import type { Found } from './found.ts'
import { nameOf, propertyOf, textOfProperty } from './object.ts'

/**
 * Why a GeoServer does not load an object it finds in a file, as far as the file alone says so.
 * @param halves whether objects that may be waiting for a change under way are loaded nevertheless
 */
export function reasonNotToLoad({ object, path }: Found, halves: boolean): string | undefined {
  if (object.kind !== 'layer' && (nameOf(object) ?? '') === '') {
    return object.kind === 'namespace' ? 'it has no prefix' : 'it has no name'
  }
  if (halves) return undefined
  switch (object.kind) {
    case 'style':
      return (textOfProperty(object, 'filename') ?? '') === '' ? 'it names no file with rules' : undefined
    case 'layerGroup': {
      const members = propertyOf(object, 'publishables')?.children.length ?? 0
      const styles = propertyOf(object, 'styles')?.children.length ?? 0
      if (members === 0) return 'a layer group needs a member'
      return styles === 0 || styles === members ? undefined : `it has ${members} members and ${styles} styles`
    }
    case 'settings':
      return propertyOf(object, 'workspace') === undefined ? 'it does not say its workspace' : undefined
    case 'service':
      return path.length > 1 && propertyOf(object, 'workspace') === undefined
        ? 'it does not say its workspace'
        : undefined
    case 'featureType':
    case 'coverage':
    case 'wmsLayer':
    case 'wmtsLayer':
      return propertyOf(object, 'store') === undefined ? 'it does not say its store' : undefined
    case 'layer':
      return propertyOf(object, 'resource') === undefined ? 'it does not say what it publishes' : undefined
    default:
      return undefined
  }
}
