import type { DeliveryState } from '../../../electron/contract/features/messages.ts'
import type { Severity } from '../../../electron/contract/shared.ts'

/** How a state of delivery is drawn: a shape of 12 by 12, filled by the even-odd rule, and the colour's role. */
export interface DeliveryShape {
  readonly path: string
  readonly severity: Severity
}

const disk = 'M6 1.25a4.75 4.75 0 1 0 0 9.5a4.75 4.75 0 1 0 0-9.5z'
const hole = 'M6 2.75a3.25 3.25 0 1 0 0 6.5a3.25 3.25 0 1 0 0-6.5z'
const cross =
  'M2.6 1.2 6 4.6 9.4 1.2 10.800 2.600 7.400 6 10.800 9.400 9.400 10.800 6 7.400 2.600 10.800 1.200 9.400 4.600 6 1.200 2.600z'

export const deliveryShapes: Readonly<Record<DeliveryState, DeliveryShape>> = {
  verified: { path: disk, severity: 'ok' },
  taken: { path: `${disk}${hole}M6 4.4a1.6 1.6 0 1 0 0 3.2a1.6 1.6 0 1 0 0-3.2z`, severity: 'pending' },
  applied: { path: `${disk}M6 4.4a1.6 1.6 0 1 0 0 3.2a1.6 1.6 0 1 0 0-3.2z`, severity: 'ok' },
  pending: { path: `${disk}M6 2.75a3.25 3.25 0 0 0 0 6.5z`, severity: 'pending' },
  missing: { path: cross, severity: 'failed' },
  failed: {
    path: `M.5 .5h11v11H.5z${cross}`,
    severity: 'failed',
  },
  unknown: { path: `${disk}${hole}`, severity: 'unknown' },
}

/** The states of the legend, from good to bad. */
export const deliveryStates: readonly DeliveryState[] = [
  'verified',
  'applied',
  'taken',
  'pending',
  'missing',
  'failed',
  'unknown',
]

/** The deliveries of one message in short. */
export interface DeliverySummary {
  /** How many slaves have it. */
  readonly arrived: number
  readonly total: number
  /** States that need somebody, with how many slaves are in each; the worst first. */
  readonly troubled: readonly { readonly state: DeliveryState; readonly count: number }[]
}

const arrivedStates: readonly DeliveryState[] = ['verified', 'applied']
const troubledStates: readonly DeliveryState[] = ['failed', 'missing']

/** Sums up what became of a message at many slaves: 14 of 15 have it, one failed. */
export function summaryOf(
  delivery: Readonly<Partial<Record<string, DeliveryState>>>,
  slaves: readonly string[],
): DeliverySummary {
  const counts = new Map<DeliveryState, number>()
  for (const slave of slaves) {
    const state = delivery[slave] ?? 'unknown'
    counts.set(state, (counts.get(state) ?? 0) + 1)
  }
  const countOf = (state: DeliveryState): number => counts.get(state) ?? 0
  return {
    arrived: arrivedStates.reduce((sum, state) => sum + countOf(state), 0),
    total: slaves.length,
    troubled: troubledStates
      .map((state) => ({ state, count: countOf(state) }))
      .filter(({ count }) => count > 0),
  }
}

/** Slaves whose columns leave room enough for what a message says. */
export function isFolded(slaves: number, columnWidth: number, tableWidth: number): boolean {
  return slaves > 3 && slaves * columnWidth > tableWidth / 3
}

/**
 * What heads a narrow column: the names without what all of them begin with, up to a separator, when they are long.
 * `plumbline-slave-1` and `plumbline-slave-2` become `1` and `2`; names as short as `geo-3` stay whole.
 */
export function shortNames(names: readonly string[]): ReadonlyMap<string, string> {
  const longest = Math.max(0, ...names.map((name) => name.length))
  const prefix = names.length > 1 && longest > 9 ? commonPrefix(names) : ''
  return new Map(names.map((name) => [name, name.slice(prefix.length)]))
}

function commonPrefix(names: readonly string[]): string {
  const [first = ''] = names
  let length = 0
  while (length < first.length && names.every((name) => name[length] === first[length])) length += 1
  const upToSeparator = /^.*[-_. ]/.exec(first.slice(0, length))?.[0] ?? ''
  return names.every((name) => name.length > upToSeparator.length) ? upToSeparator : ''
}
