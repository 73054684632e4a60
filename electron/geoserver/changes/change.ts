import type { CatalogObject } from '../../catalog/object.ts'
import type { Method } from '../exchange.ts'

/** One change of a stock node, as somebody decided it looking at the node's catalog. */
export type StockChange =
  | { readonly verb: 'add'; readonly object: CatalogObject; readonly styleBody?: Uint8Array<ArrayBuffer> }
  | {
      readonly verb: 'modify'
      readonly before: CatalogObject
      readonly after: CatalogObject
      readonly styleBody?: Uint8Array<ArrayBuffer>
    }
  | { readonly verb: 'remove'; readonly object: CatalogObject }
  | { readonly verb: 'default-workspace'; readonly workspace: CatalogObject }

/** What a step does, for whoever is told before and after. */
export type StepPurpose =
  | 'create'
  | 'set the URI'
  | 'write the rules'
  | 'change'
  /** The same once more, since GeoServer computed something anew. */
  | 'change again'
  /** What a group has already, since its node takes it for two otherwise. */
  | 'tell its root layer'
  | 'remove'
  /** Only to be created again, because it cannot be changed; what refers to it by id loses it. */
  | 'remove to create again'
  /** The settings of the tiles of what was created again. */
  | 'give back its tiles'
  /** As it was before it was removed, since it could not be created again. */
  | 'put back'
  | 'make the default'

/** One request. */
export interface Step {
  readonly purpose: StepPurpose
  /** Another object than that of the change, when it is about one. */
  readonly object?: CatalogObject
  readonly method: Exclude<Method, 'GET'>
  /** Below the address of the GeoServer, escaped, with its query. */
  readonly path: string
  readonly type?: string
  readonly body?: string | Uint8Array<ArrayBuffer>
  /** What it removes to create it again, and the requests that put that back, should that fail. */
  readonly takes?: { readonly object: CatalogObject; readonly restore: readonly Step[] }
}
