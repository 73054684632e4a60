import { isDeepStrictEqual } from 'node:util'
import type { RelativePath } from '../storage/directory-root.ts'
import type { XmlElement } from '../xml/element.ts'
import type { PropertyType } from './kinds/property.ts'
import { byNameOf, propertiesOf } from './kinds/table.ts'
import { nameOf, propertyOf, textOfProperty, type CatalogObject } from './object.ts'
import type { Wording } from '../sentences/sentence.ts'
import { say } from '../sentences/say.ts'

/** An object as a file holds it; its id is empty when the file states none. */
export interface Found {
  readonly object: CatalogObject
  readonly path: RelativePath
}

/** Where an object was found, as one text. */
export function placeOf({ path }: Found): string {
  return path.join('/')
}

/**
 * Why a GeoServer does not load an object it finds in a file, as far as the file alone says so.
 * @param halves whether objects that may be waiting for a change under way are loaded nevertheless
 */
export function reasonNotToLoad({ object, path }: Found, halves: boolean): Wording | undefined {
  if (object.kind !== 'layer' && (nameOf(object) ?? '') === '') {
    return object.kind === 'namespace' ? say('catalog.noPrefix') : say('catalog.noName')
  }
  if (halves) return undefined
  switch (object.kind) {
    case 'style':
      return (textOfProperty(object, 'filename') ?? '') === '' ? say('catalog.noFileWithRules') : undefined
    case 'layerGroup': {
      const members = propertyOf(object, 'publishables')?.children.length ?? 0
      const styles = propertyOf(object, 'styles')?.children.length ?? 0
      if (members === 0) return say('catalog.needsMember')
      return styles === 0 || styles === members
        ? undefined
        : say('catalog.membersAndStyles', { members, styles })
    }
    case 'settings':
      return propertyOf(object, 'workspace') === undefined ? say('catalog.noWorkspace') : undefined
    case 'service':
      return path.length > 1 && propertyOf(object, 'workspace') === undefined
        ? say('catalog.noWorkspace')
        : undefined
    case 'featureType':
    case 'coverage':
    case 'wmsLayer':
    case 'wmtsLayer':
      return propertyOf(object, 'store') === undefined ? say('catalog.noStore') : undefined
    case 'layer':
      return propertyOf(object, 'resource') === undefined ? say('catalog.noResource') : undefined
    default:
      return undefined
  }
}

const names: ReadonlySet<string> = new Set(['name', 'prefix', 'filename'])
const referring: ReadonlySet<PropertyType['type'] | undefined> = new Set<PropertyType['type']>([
  'reference',
  'references',
  'structure',
  'structures',
])

/** Whether one object can take another's place in what all files make together, and changes nothing else in that. */
export function isSuccessor(object: CatalogObject, former: CatalogObject): boolean {
  const { kind, root, id } = object
  return (
    kind === former.kind &&
    root === former.root &&
    id === former.id &&
    isDeepStrictEqual(bindingsOf(object), bindingsOf(former))
  )
}

/** All by which an object is found, and by which it finds others. */
function bindingsOf({ kind, root, properties }: CatalogObject): readonly XmlElement[] {
  const table = byNameOf(propertiesOf(kind, root))
  return properties.filter(({ name }) => names.has(name) || referring.has(table.get(name)?.type.type))
}
