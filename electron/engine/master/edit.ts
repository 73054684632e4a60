import type { Catalog } from '../../catalog/catalog.ts'
import type { Kind } from '../../catalog/kinds/property.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type { Audience } from '../../wire/envelope.ts'
import type { ClusterEvent } from '../../wire/event.ts'
import type { XmlElement } from '../../xml/element.ts'
import type { IdentifierSource } from './identifiers.ts'

/** A change an operator asks for, its names resolved. */
export type Edit =
  | {
      readonly verb: 'add'
      readonly kind: Kind
      /** Root element of the object's file, which for a service names its type. */
      readonly root: string
      readonly properties: readonly XmlElement[]
      readonly styleBody?: string
      readonly comesBack?: boolean | undefined
    }
  | {
      readonly verb: 'modify'
      readonly object: CatalogObject
      readonly properties: readonly XmlElement[]
      readonly styleBody?: string
    }
  | { readonly verb: 'remove'; readonly object: CatalogObject; readonly recurse: boolean }
  | { readonly verb: 'default'; readonly workspace: CatalogObject }

/** The kind of the object an edit is about. */
export function kindOf(edit: Edit): Kind {
  if (edit.verb === 'add') return edit.kind
  return edit.verb === 'default' ? edit.workspace.kind : edit.object.kind
}

export interface PlannedEvent {
  readonly event: ClusterEvent
  readonly audience: Audience
}

export interface EditContext {
  readonly catalog: Catalog
  readonly identifiers: IdentifierSource
  readonly now: () => number
  /** Bytes a style body may have in a message. */
  readonly styleBodyLimit: number
  /** The rules of a style as they are. */
  readonly styleBody?: ((style: CatalogObject) => string | undefined) | undefined
}
