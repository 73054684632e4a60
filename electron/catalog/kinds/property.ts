import { kinds, type Kind } from '../../sentences/kinds.ts'
import type { Release } from './release.ts'
import type { Wording } from '../../sentences/sentence.ts'

/**
 * The vocabulary in which the table of kinds is written. A property's type says how its value looks in a data
 * directory, how it looks on the wire, and how two values are compared; the code that knows those rules reads
 * this description and nothing else.
 */

export { kinds, type Kind }

export const storeKinds = ['dataStore', 'coverageStore', 'wmsStore', 'wmtsStore'] as const satisfies Kind[]
export const resourceKinds = ['featureType', 'coverage', 'wmsLayer', 'wmtsLayer'] as const satisfies Kind[]

/** Whether whatever is said of an object of that kind says all of it. */
export function travelsWhole(kind: Kind): boolean {
  return kind === 'global' || kind === 'logging'
}

export type StoreKind = (typeof storeKinds)[number]
export type ResourceKind = (typeof resourceKinds)[number]

/** Whether objects of a kind are what resources lie in. */
export function isStore(kind: Kind): kind is StoreKind {
  return storeKinds.some((each) => each === kind)
}

/** Whether objects of a kind are what layers publish. */
export function isResource(kind: Kind): kind is ResourceKind {
  return resourceKinds.some((each) => each === kind)
}

export type PropertyType =
  /** One value; `java` is the XStream alias or the class name it travels under in a list of values. */
  | { readonly type: 'text'; readonly java: string }
  /** A password field: clear on the wire, compared and shown only under seal. */
  | { readonly type: 'password' }
  /** Another object, by id. */
  | { readonly type: 'reference'; readonly kinds: readonly Kind[] }
  /** Other objects, by id, in order; a missing one (`<null/>`) keeps its place. */
  | {
      readonly type: 'references'
      readonly kinds: readonly Kind[]
      /** Element name of an item in a file. */
      readonly item: string
      /** Whether an item names its kind in a `type` attribute. */
      readonly typed?: boolean
      /** Whether order does not matter. */
      readonly set?: boolean
    }
  | { readonly type: 'strings'; readonly set?: boolean }
  | { readonly type: 'keywords' }
  /** A map of names to mostly plain values: `<entry key="k">v</entry>`. */
  | { readonly type: 'metadata' }
  /** A store's connection parameters; like metadata, but with passwords in it. */
  | { readonly type: 'parameters' }
  /** A bounding box with its coordinate reference system. */
  | { readonly type: 'envelope' }
  /** A coordinate reference system as well-known text. */
  | { readonly type: 'crs' }
  /** The grid geometry of a coverage. */
  | { readonly type: 'grid' }
  | { readonly type: 'range' }
  /** Texts by language. */
  | { readonly type: 'international' }
  /** Keywords' and versions' kind of thing: an object written in place, field by field. */
  | {
      readonly type: 'structure'
      readonly class: string
      readonly declared?: boolean
      readonly properties: readonly Property[]
    }
  | {
      readonly type: 'structures'
      readonly class: string
      /** Element name of an item in a file. */
      readonly item: string
      readonly properties: readonly Property[]
    }
  /** A field that points back at the object it is part of, or at live objects: never decoded, sent or written. */
  | { readonly type: 'backReference' }
  /** Anything else: kept as it came, class names exchanged for their aliases. */
  | {
      readonly type: 'opaque'
      /** XStream alias of the value in a list, where it is no list and no string. */
      readonly alias?: 'map'
    }

/** What later releases call a property on the wire; files go on under its old name. */
export interface LaterName {
  readonly since: Release
  readonly field: string
  readonly bean: string
  /** Class of its value, for a structure. */
  readonly class: string
}

/** One property of a kind, under its three names. */
export interface Property {
  /** Element name in a data directory. */
  readonly name: string
  /** Java field name, the element name on the wire (before escaping). */
  readonly field: string
  /** Name in a modify event's list of changed properties. */
  readonly bean: string
  readonly later?: LaterName
  /** First release whose class has the field: an older one refuses a message that has it. */
  readonly since?: Release
  /** First release whose class has the field no more. */
  readonly goneIn?: Release
  /** Whether no class has such a field, whatever files hold. */
  readonly unsent?: true
  /** Whether no field holds it but the entry of that name in the metadata, which its accessors read and write. */
  readonly entry?: true
  readonly type: PropertyType
  /** `never`: not written to files; `derived`: written, but computed from other objects. */
  readonly persisted: 'always' | 'never' | 'derived'
  /** Not part of a comparison, and why. */
  readonly notCompared?: Wording
  /**
   * The value GeoServer assumes when there is none. It makes no use of a constructor when it reads a file, so that a
   * number or a flag that Java cannot leave out is 0 or false, whatever a new configuration would have.
   */
  readonly default?: string
  /** Set through this object, but belongs to the object it refers to: a change here changes nothing here. */
  readonly delegated?: boolean
}

const collectionTypes: ReadonlySet<PropertyType['type']> = new Set<PropertyType['type']>([
  'strings',
  'keywords',
  'references',
  'structures',
  'metadata',
  'parameters',
])

/** Whether values of a type are lists, sets or maps, of which an empty one is a value of its own. */
export function isCollection({ type }: PropertyType): boolean {
  return collectionTypes.has(type)
}

/** Whether it may be a list, set or map: what is kept as it came can be anything. */
export function canBeCollection(type: PropertyType): boolean {
  return isCollection(type) || type.type === 'opaque'
}
