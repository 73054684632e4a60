import { titleOf, type Catalog } from '../../catalog/catalog.ts'
import { failure } from '../../errors/failure.ts'
import type { PlannedEdit } from './planned-edit.ts'
import { brokenStyle } from './style-findings.ts'

/** What whoever asks for a change has seen of it and agrees to. */
export interface Agreement {
  /** Digest of the plan that was shown. */
  readonly plan: string
  /** The name of the object, where the plan asks for it. */
  readonly name?: string | undefined
  /** Whether a style is published although GeoServer cannot draw with it. */
  readonly publishAnyway?: boolean | undefined
}

/**
 * Refuses what nobody agreed to. Every change of the catalog comes through here, whoever asks for it.
 * @throws PLB-ENGINE-PLAN-CHANGED, PLB-ENGINE-STYLE-BROKEN, PLB-ENGINE-NAME-NEEDED
 */
export function checkAgreement(prepared: PlannedEdit, agreement: Agreement, catalog: Catalog): void {
  const broken = brokenStyle(prepared.findings)
  if (broken !== undefined && agreement.publishAnyway !== true) throw broken
  if (agreement.plan !== prepared.digest) throw failure('PLB-ENGINE-PLAN-CHANGED', {})
  const name = nameAskedFor(prepared, catalog)
  if (name !== undefined && agreement.name !== name) throw failure('PLB-ENGINE-NAME-NEEDED', { name })
}

/** The name a change has to be agreed to with: one that removes more than one object cannot be undone as a whole. */
export function nameAskedFor({ edit, goesAlong }: PlannedEdit, catalog: Catalog): string | undefined {
  return edit.verb === 'remove' && goesAlong.length > 0 ? titleOf(catalog, edit.object) : undefined
}
