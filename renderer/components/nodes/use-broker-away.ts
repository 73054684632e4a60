import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '../../composables/use-format.ts'
import { useCluster } from '../../stores/cluster.ts'

/** What is to be said of lists the broker tells of while it is away. */
export interface BrokerAway {
  /** Beside what is listed: since when, and what that means for it. */
  readonly asOf: string
  /** Where nothing is listed: why. */
  readonly why: string
}

/** Whether the broker of the cluster that is shown is away; undefined while it is there, or is asked for the first time. */
export function useBrokerAway(): ComputedRef<BrokerAway | undefined> {
  const { t } = useI18n()
  const format = useFormat()
  const cluster = useCluster()
  return computed(() => {
    const broker = cluster.isOpen ? cluster.state?.broker : undefined
    if (broker?.state !== 'lost' || broker.since === null) return undefined
    const since = format.dateTime(broker.since)
    return { asOf: t('common.brokerAway.asOf', { since }), why: t('common.brokerAway.why', { since }) }
  })
}
