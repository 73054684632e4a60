import type { DriftData } from '../../contract/shared.ts'
import type { Failure } from '../../errors/failure.ts'
import type { Wording } from '../../sentences/sentence.ts'

interface PlannedStep {
  readonly title: Wording
  readonly reason: Wording
  /** How it reaches the slave, where there is more than one way. */
  readonly way?: Wording
}

/** What the demo tells as it goes on. */
export type DemoEvent =
  | { readonly type: 'step'; readonly number: number; readonly title: Wording }
  /** How far a step is. */
  | { readonly type: 'progress'; readonly text: Wording }
  /** Something that is so from now on. */
  | { readonly type: 'note'; readonly text: Wording }
  | { readonly type: 'done'; readonly text: Wording; readonly milliseconds: number }
  | { readonly type: 'drift'; readonly node: string; readonly drift: DriftData }
  /** What a resync is going to do, and why. */
  | {
      readonly type: 'plan'
      readonly operations: readonly PlannedStep[]
    }
  | { readonly type: 'refusal'; readonly failure: Failure }
  /** Something the demo claims, and whether what it measured bears it out. */
  | { readonly type: 'proof'; readonly claim: Wording; readonly held: boolean; readonly evidence: Wording }
