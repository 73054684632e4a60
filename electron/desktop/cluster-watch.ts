import type { Application } from '../contract/features/application.ts'
import type { Settings } from '../contract/features/settings.ts'
import { severity, type Severity } from '../contract/shared.ts'
import type { RunningApplication } from '../services/application.ts'
import type { ClusterPicture } from '../services/open-clusters.ts'

/** What the tray and notifications go by. */
export interface ClusterView {
  /** Those that are open. */
  readonly clusters: readonly ClusterPicture[]
  readonly settings: Settings
}

/** Follows the clusters that are open and the settings; calls back at every change until the signal is aborted. */
export function watchClusters(
  clusters: Pick<RunningApplication['clusters'], 'watch'>,
  { sources }: Application,
  settings: Settings,
  onChange: (view: ClusterView) => void,
  signal: AbortSignal,
): void {
  let view: ClusterView = { clusters: [], settings }
  const change = (changes: Partial<ClusterView>): void => {
    view = { ...view, ...changes }
    onChange(view)
  }
  clusters.watch((open) => change({ clusters: open }), signal)
  sources.settings.current(
    {},
    (items) => {
      const changed = items.at(-1)
      if (changed !== undefined) change({ settings: changed })
    },
    signal,
  )
}

/** The worst there is to say of the open clusters; undefined when none is open. */
export function worstState({ clusters }: ClusterView): Severity | undefined {
  const found = new Set(clusters.map(({ inventory }) => inventory.worst))
  return severity.options.findLast((candidate) => found.has(candidate))
}
