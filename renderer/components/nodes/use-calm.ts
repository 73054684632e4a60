import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '../../composables/use-format.ts'
import { useNow } from '../../composables/use-now.ts'
import { useCluster } from '../../stores/cluster.ts'
import { calmAbout } from './calm.ts'
import { useBrokerAway } from './use-broker-away.ts'

/** What is said of the cluster that is open when nothing is known to be wrong: no more than what was compared. */
export function useCalm(): ComputedRef<string> {
  const { t } = useI18n()
  const format = useFormat()
  const now = useNow()
  const cluster = useCluster()
  const away = useBrokerAway()
  const calm = computed(() => calmAbout(cluster.nodes))
  return computed(() => {
    const found = calm.value
    if (found.kind === 'equal' || found.kind === 'stale') {
      const ago = t('format.ago', { duration: format.duration(now.value - found.at) })
      return found.kind === 'equal'
        ? t('overview.calm.equal', { ago })
        : t('overview.calm.stale', { ago, count: found.nodes }, found.nodes)
    }
    return found.kind === 'not-compared'
      ? t('overview.calm.notCompared', { count: found.nodes }, found.nodes)
      : found.kind === 'no-nodes'
        ? (away.value?.why ?? t('nodes.none'))
        : t('overview.calm.noSlaves')
  })
}
