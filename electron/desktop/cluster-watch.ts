import type { z } from 'zod'
import type { Application } from '../contract/features/application.ts'
import type { inventoryStreams } from '../contract/features/inventory.ts'
import type { Settings } from '../contract/features/settings.ts'
import type { ClusterState } from '../contract/features/profiles.ts'
import type { Severity } from '../contract/shared.ts'

export type Inventory = z.output<(typeof inventoryStreams)['nodes']['item']>

/** What the tray and notifications go by. */
export interface ClusterView {
  readonly cluster: ClusterState | undefined
  readonly inventory: Inventory
  readonly settings: Settings
}

/** Follows the open cluster and the settings; calls back at every change until the signal is aborted. */
export function watchCluster(
  { sources }: Application,
  settings: Settings,
  onChange: (view: ClusterView) => void,
  signal: AbortSignal,
): void {
  let view: ClusterView = {
    cluster: undefined,
    inventory: { nodes: [], attention: [], worst: 'unknown' },
    settings,
  }
  const change = (changes: Partial<ClusterView>): void => {
    view = { ...view, ...changes }
    onChange(view)
  }
  const newest =
    <Item>(take: (item: Item) => void) =>
    (items: readonly Item[]): void => {
      const item = items.at(-1)
      if (item !== undefined) take(item)
    }
  sources.profiles.cluster(
    {},
    newest((cluster) => change({ cluster })),
    signal,
  )
  sources.inventory.nodes(
    {},
    newest((inventory) => change({ inventory })),
    signal,
  )
  sources.settings.current(
    {},
    newest((changed) => change({ settings: changed })),
    signal,
  )
}

/** The worst there is to say of the open cluster; undefined when none is open. */
export function worstState({ cluster, inventory }: ClusterView): Severity | undefined {
  if (cluster === undefined || cluster.state === 'closed') return undefined
  return inventory.worst
}
