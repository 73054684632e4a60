import { computed, watch } from 'vue'
import type { DriftingObject, NodeView } from '../../../electron/contract/features/inventory.ts'
import { useCall } from '../../composables/use-call.ts'
import { useCluster } from '../../stores/cluster.ts'

/** The objects that differ between a node and those it was compared with, as far as that was looked at. */
export function useDrifting(instanceName: () => string) {
  const cluster = useCluster()
  const { data, refresh } = useCall('inventory', 'drifting', () => (cluster.isOpen ? {} : undefined))
  watch(
    () => cluster.nodes.map(({ drift }) => `${drift.at} ${drift.objects} ${drift.accepted}`).join(),
    () => void refresh(),
  )
  /** The nodes whose comparison says something of this one. */
  const compared = computed(() =>
    cluster.nodes.filter((node) => node.drift.at !== null && isOf(node, instanceName())),
  )
  const objects = computed((): readonly DriftingObject[] =>
    (data.value?.objects ?? []).filter((each) =>
      [each.instanceName, each.reference].includes(instanceName()),
    ),
  )
  return { objects, compared, left: computed(() => data.value?.left ?? 0) }
}

function isOf({ instanceName, drift }: NodeView, name: string): boolean {
  return instanceName === name || drift.reference === name
}

/** Whether what differs is this object, under whichever of the ids it has. */
export function isDrifting({ id, otherId }: DriftingObject, object: string): boolean {
  return id === object || otherId === object
}
