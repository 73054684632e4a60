import type { Kind } from '../catalog/kinds/property.ts'
import { withProperties, type CatalogObject } from '../catalog/object.ts'
import type { XmlElement } from '../xml/element.ts'

/** One property a modify event lists, in the form of {@link CatalogObject.properties}; null for no value. */
export interface PropertyChange {
  /** The name the event lists it under. */
  readonly bean: string
  /** Element name of the property. */
  readonly name: string
  readonly before: XmlElement | null
  readonly after: XmlElement | null
}

/** The object after its changes. */
export function applyChanges(object: CatalogObject, changes: readonly PropertyChange[]): CatalogObject {
  return withProperties(object, new Map(changes.map((change) => [change.name, change.after ?? undefined])))
}

/** Other objects an event carries in full, by id: the workspace of a store, the styles of a layer. */
export type Copies = ReadonlyMap<string, CatalogObject>

export interface AddEvent {
  readonly verb: 'add'
  readonly object: CatalogObject
  readonly copies: Copies
}

export interface ModifyEvent {
  readonly verb: 'modify'
  /** The whole object before the change (for global and settings, too). */
  readonly object: CatalogObject
  readonly changes: readonly PropertyChange[]
  readonly copies: Copies
  /** The body file of a style as it is after the change. */
  readonly styleBody?: Uint8Array
}

export interface RemoveEvent {
  readonly verb: 'remove'
  readonly object: CatalogObject
  readonly copies: Copies
}

/** The body file of a style that is about to be added. */
export interface StyleFileEvent {
  readonly verb: 'style-file'
  readonly fileName: string
  /** Name of the workspace whose style it is. */
  readonly workspace?: string
  /** The path as the sender wrote it, which is where the workspace was read from. */
  readonly resourcePath: string
  readonly body: string
}

/** The default workspace, namespace or data store of the catalog. */
export interface DefaultEvent {
  readonly verb: 'default'
  readonly property: 'defaultWorkspace' | 'defaultNamespace' | 'defaultDataStore'
  readonly object: { readonly kind: Kind; readonly id: string; readonly name: string | undefined } | null
  readonly copies: Copies
}

/** What a message says, decoded. */
export type ClusterEvent = AddEvent | ModifyEvent | RemoveEvent | StyleFileEvent | DefaultEvent
