import { failure } from '../../errors/failure.ts'
import { findingsOf, type PlannedChange } from './planned-change.ts'
import { brokenStyle } from './style-findings.ts'

/** What whoever asks for a change has seen of it and agrees to. */
export interface Agreement {
  /** Digest of the plan that was shown. */
  readonly plan: string
  /** The name of the object, where the plan asks for it. */
  readonly name?: string | undefined
  /** Whether a style is published although GeoServer cannot draw with it. */
  readonly publishAnyway?: boolean | undefined
  /** Why it is made, for the history. */
  readonly reason?: string | undefined
}

/**
 * Refuses what nobody agreed to. Every change of the catalog comes through here, whoever asks for it.
 * @throws PLB-ENGINE-PLAN-CHANGED, PLB-ENGINE-STYLE-BROKEN, PLB-ENGINE-NAME-NEEDED
 */
export function checkAgreement(planned: PlannedChange, agreement: Agreement): void {
  const broken = brokenStyle(findingsOf(planned))
  if (broken !== undefined && agreement.publishAnyway !== true) throw broken
  if (agreement.plan !== planned.digest) throw failure('PLB-ENGINE-PLAN-CHANGED', {})
  const name = nameAskedFor(planned)
  if (name !== undefined && agreement.name !== name) throw failure('PLB-ENGINE-NAME-NEEDED', { name })
}

/** The name a change has to be agreed to with: that of the first object of which not all would come back. */
export function nameAskedFor({ edits }: PlannedChange): string | undefined {
  return edits.find(({ asksForName }) => asksForName !== undefined)?.asksForName
}
