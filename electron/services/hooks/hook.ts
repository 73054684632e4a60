import type { Severity } from '../../contract/shared.ts'

/** A finding that was opened or closed, in words, for a program. */
export interface FindingEvent {
  readonly event: 'opened' | 'closed'
  readonly at: string
  readonly cluster: string
  /** The same as long as it is the same finding. */
  readonly id: string
  readonly severity: Severity
  readonly node: string | null
  readonly message: string
  readonly cause: string | null
  readonly evidence: readonly string[]
  readonly remedy: string | null
}

/** Whom findings are told to. */
export interface Hook {
  readonly kind: 'webhook' | 'command'
  /** @throws PLB-HOOK-REFUSED; the signal's reason */
  readonly tell: (event: FindingEvent, signal: AbortSignal) => Promise<void>
}
