import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useAction } from '../../composables/use-action.ts'
import { useCluster } from '../../stores/cluster.ts'

/** The look at maps that was started here. It outlives the screen, so that one may look elsewhere meanwhile. */
export const useMapLook = defineStore('map-look', () => {
  const cluster = useCluster()
  const looking = useAction('maps', 'look', { keep: true })
  const begunIn = shallowRef<string>()
  const isElsewhere = computed(() => looking.pending.value && begunIn.value !== cluster.profile?.id)

  async function compare(): Promise<void> {
    if (!looking.pending.value) begunIn.value = cluster.profile?.id
    await looking.run({ instanceNames: [], layers: [] })
  }

  return { looking, isElsewhere, compare }
})
