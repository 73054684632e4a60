import type { Advisories } from './advisories.ts'
import type { Make, Router } from './router.ts'
import type { MessageStore } from './store.ts'
import type { TransactionLimits } from './transactions.ts'
import type { Turn } from './turn.ts'

/** What a client that was let in works on, whatever it speaks. */
export interface SessionContext {
  readonly store: MessageStore
  readonly router: Router
  readonly turn: Turn
  readonly now: () => number
  /** Called before a destination is made for this client. */
  readonly make: Make
  readonly advisories: Advisories
  readonly limits: TransactionLimits & { readonly subscriptions: number }
}
