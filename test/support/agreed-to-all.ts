import type { Agreement } from '../../electron/engine/resync/resync.ts'
import { consentsOf, needsConsent } from '../../electron/engine/resync/stock/stock-operation.ts'
import type { StockPlan } from '../../electron/engine/resync/stock/plan.ts'

/** Everything was shown and wanted, whatever way it takes. */
export function agreedToAll({ operations }: Pick<StockPlan, 'operations'>): Agreement {
  const keys = operations.filter(needsConsent).flatMap(consentsOf)
  return { removals: new Set(keys), leftOut: new Set() }
}
