import type { NodeView } from '../../../electron/contract/features/inventory.ts'

/** What can be said when nothing needs attention: no more than what was compared. */
export type Calm =
  | { readonly kind: 'no-nodes' }
  | { readonly kind: 'no-slaves' }
  /** Every slave was compared and equal; the comparison made longest ago counts. */
  | { readonly kind: 'equal'; readonly at: number }
  /** Every slave was found equal, and some may no longer be. */
  | { readonly kind: 'stale'; readonly at: number; readonly nodes: number }
  | { readonly kind: 'not-compared'; readonly nodes: number }

/** Says how far one may be calm about nodes of which none needs attention. */
export function calmAbout(nodes: readonly NodeView[]): Calm {
  if (nodes.length === 0) return { kind: 'no-nodes' }
  const slaves = nodes.filter(({ roles }) => roles.includes('slave') && !roles.includes('master'))
  if (slaves.length === 0) return { kind: 'no-slaves' }
  const compared = slaves.flatMap(({ drift }) =>
    drift.state === 'equal' && drift.at !== null ? [drift.at] : [],
  )
  if (compared.length < slaves.length) return { kind: 'not-compared', nodes: slaves.length - compared.length }
  const at = Math.min(...compared)
  const stale = slaves.filter(({ drift }) => drift.stale !== null).length
  return stale === 0 ? { kind: 'equal', at } : { kind: 'stale', at, nodes: stale }
}
