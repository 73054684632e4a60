import type { DriftForm } from '../../contract/features/shared.ts'
import type { Failure } from '../../errors/failure.ts'

/** What the demo tells as it goes on. */
export type DemoEvent =
  | { readonly type: 'step'; readonly number: number; readonly title: string }
  /** How far a step is. */
  | { readonly type: 'progress'; readonly text: string }
  /** Something that is so from now on. */
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'done'; readonly text: string; readonly milliseconds: number }
  | { readonly type: 'drift'; readonly node: string; readonly drift: DriftForm }
  /** What a resync is going to do, and why. */
  | {
      readonly type: 'plan'
      readonly operations: readonly { readonly title: string; readonly reason: string }[]
    }
  | { readonly type: 'refusal'; readonly failure: Failure }
  /** Something the demo claims, and whether what it measured bears it out. */
  | { readonly type: 'proof'; readonly claim: string; readonly held: boolean; readonly evidence: string }
