import type {
  PlannedOperation,
  ResyncPlan,
  ResyncReport,
} from '../../../electron/contract/features/resync.ts'
import type { Wording } from '../../../electron/contract/wording.ts'
import { rankOfKind } from '../../components/catalog/kinds.ts'
import type { DriftEntry } from './drift-tree.ts'

/** The operations about objects of one kind, in the order they are sent. */
export interface PlanGroup {
  readonly kind: string
  readonly operations: readonly NumberedOperation[]
}

export interface NumberedOperation {
  readonly operation: PlannedOperation
  /** Its place in the order of sending, from 1. */
  readonly number: number
}

/** What a run will send. */
export interface Selection {
  readonly operations: number
  readonly messages: number
  readonly bytes: number
  /** How many of the operations remove something. */
  readonly removals: number
  /** How many go past the messages. */
  readonly past: number
}

export function planGroups({ operations }: ResyncPlan): readonly PlanGroup[] {
  const numbered = operations.map((operation, index) => ({ operation, number: index + 1 }))
  return [...Map.groupBy(numbered, ({ operation }) => operation.kind)]
    .toSorted(([left], [right]) => rankOfKind(left) - rankOfKind(right) || left.localeCompare(right))
    .map(([kind, ofKind]) => ({ kind, operations: ofKind }))
}

export function selectionOf({ operations }: ResyncPlan, leftOut: ReadonlySet<string>): Selection {
  const chosen = operations.filter(({ key }) => !leftOut.has(key))
  return {
    operations: chosen.length,
    messages: chosen.reduce((sum, { events, way }) => sum + (way === 'message' ? events : 0), 0),
    bytes: chosen.reduce((sum, { bytes }) => sum + bytes, 0),
    removals: chosen.filter(({ verb }) => verb === 'remove' || verb === 'replace').length,
    past: chosen.filter(({ way }) => way !== 'message').length,
  }
}

/** The difference a step of the plan makes good; undefined for one that goes along with others. */
export function entryOfOperation(
  { kind, id }: Pick<PlannedOperation, 'kind' | 'id'>,
  { drift }: Pick<ResyncPlan, 'drift'>,
): DriftEntry | undefined {
  return drift.entries.find((entry) => entry.kind === kind && (entry.id === id || entry.otherId === id))
}

/** How a step that is looked at stands in the address, where differences stand as well. */
export function operationAddress(key: string): string {
  return `step/${key}`
}

/** What reloads a node is done only when somebody wants it. */
export function offByDefault({ operations }: ResyncPlan): readonly string[] {
  return operations.filter(({ way }) => way === 'files').map(({ key }) => key)
}

/** Why something still differs after a run. */
export type StillBecause =
  | { readonly because: 'left-out' }
  | { readonly because: 'not-sent' }
  | { readonly because: 'withheld'; readonly reason: Wording }
  | { readonly because: 'outcome'; readonly state: string; readonly message: Wording | null }
  | { readonly because: 'applied-but-different' }
  | { readonly because: 'came-up-since' }

/** What the run did about an object that still differs. */
export function whyStill(entry: DriftEntry, plan: ResyncPlan, report: ResyncReport): StillBecause {
  const isAbout = ({ kind, id }: { readonly kind: string; readonly id: string }): boolean =>
    kind === entry.kind && id === entry.id
  const withheld = report.withheld.find(isAbout)
  if (withheld !== undefined) return { because: 'withheld', reason: withheld.reason }
  const keys = new Set(plan.operations.filter(isAbout).map(({ key }) => key))
  if (keys.size === 0) return { because: 'came-up-since' }
  if (report.left.some(({ key }) => keys.has(key))) return { because: 'left-out' }
  const results = report.results.filter(({ key }) => keys.has(key))
  const result = results.find(({ state }) => state !== 'applied') ?? results.at(-1)
  if (result === undefined) return { because: 'not-sent' }
  return result.state === 'applied' && result.message === null
    ? { because: 'applied-but-different' }
    : { because: 'outcome', state: result.state, message: result.message }
}
