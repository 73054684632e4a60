import type { Kind } from '../../catalog/kinds/property.ts'
import type { Wording } from '../../sentences/sentence.ts'

/** An object an event needs and this replica does not have. */
export interface Missing {
  readonly kind: Kind
  readonly id: string
  readonly name: string | undefined
}

/** What became of an event. A failure is thrown instead. */
export type Outcome =
  /** The replica now holds what the event says. Notes tell what it could not say, for the log. */
  | { readonly outcome: 'applied'; readonly notes: readonly Wording[] }
  /** The event asks for nothing this replica has to do. */
  | { readonly outcome: 'ignored'; readonly reason: Wording }
  /** To be tried again when the missing object arrives. */
  | { readonly outcome: 'parked'; readonly missing: Missing }

export const applied = (...notes: readonly Wording[]): Outcome => ({ outcome: 'applied', notes })
export const ignored = (reason: Wording): Outcome => ({ outcome: 'ignored', reason })
export const parked = (missing: Missing): Outcome => ({ outcome: 'parked', missing })
