import { computed, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useNodeChoices } from '../../components/nodes/use-node-choices.ts'
import { useCall } from '../../composables/use-call.ts'
import { useQueryState } from '../../composables/use-query-state.ts'
import { useSpeak } from '../../i18n/use-speak.ts'
import { useCluster } from '../../stores/cluster.ts'
import { useResync } from './use-resync.ts'

/** Which slave is to become equal to which reference: as the address says, or else the likeliest. */
export function useResyncNodes() {
  const { t } = useI18n()
  const { speakIfAny } = useSpeak()
  const resync = useResync()
  const cluster = useCluster()
  const nodeChoices = useNodeChoices()
  /** The slave; other screens lead here with it. */
  const wanted = useQueryState('node')
  const from = useQueryState('from')
  const { data: choices, failure, refresh } = useCall('resync', 'choices', () => ({}))
  // Who comes, stops or was compared meanwhile may be another choice.
  watch(
    () =>
      JSON.stringify(
        cluster.nodes.map(({ instanceName, roles, actions, drift }) => [
          ...[instanceName, roles, drift.state],
          actions.find(({ action }) => action === 'resync')?.allowed,
        ]),
      ),
    () => void refresh(),
  )

  const slaves = computed(() => choices.value?.slaves ?? [])
  const slave = computed({
    get: () => {
      if (resync.step === 'run') return resync.plan?.instanceName ?? ''
      const allowed = slaves.value.filter((each) => each.allowed)
      const found =
        slaves.value.find(({ instanceName }) => instanceName === wanted.value)?.instanceName ??
        resync.plan?.instanceName ??
        allowed.find(({ instanceName }) => hasDrifted(instanceName))?.instanceName ??
        // One that cannot be resynced says why.
        (allowed[0] ?? slaves.value[0])?.instanceName
      return found ?? ''
    },
    set: (name: string) => (wanted.value = name),
  })
  const references = computed(() =>
    (choices.value?.references ?? []).filter(({ instanceName }) => instanceName !== slave.value),
  )
  const reference = computed({
    get: () => {
      const found =
        references.value.find(({ instanceName }) => instanceName === from.value) ??
        references.value.find(({ suggested }) => suggested) ??
        references.value[0]
      return found?.instanceName ?? ''
    },
    set: (name: string) => (from.value = name),
  })

  const slaveChoices = computed(() =>
    slaves.value.map(({ instanceName }) => ({ value: instanceName, label: instanceName })),
  )
  const referenceChoices = computed(() =>
    nodeChoices(
      references.value.map(({ instanceName }) => instanceName),
      whyReference,
    ),
  )
  /** Why the two cannot be compared, or null when they can. */
  const whyNot = computed(() => {
    const chosen = slaves.value.find(({ instanceName }) => instanceName === slave.value)
    if (chosen === undefined) return t('resync.noSlave')
    if (!chosen.allowed) return speakIfAny(chosen.why) ?? t('resync.notAllowed')
    return reference.value === '' ? t('resync.noReference') : null
  })

  function hasDrifted(name: string): boolean {
    return cluster.nodes.some(({ instanceName, drift }) => instanceName === name && drift.state === 'drifted')
  }

  /** Why a slave may be a reference; a master always may. */
  function whyReference(name: string): string | null {
    const equalTo = references.value.find(({ instanceName }) => instanceName === name)?.equalTo ?? null
    return equalTo === null ? null : t('resync.equalTo', { reference: equalTo })
  }

  /** Whether the address names a slave that is none of this cluster: the likeliest one is in its place. */
  const isGone = computed(
    () =>
      wanted.value !== '' &&
      choices.value !== undefined &&
      slaves.value.every(({ instanceName }) => instanceName !== wanted.value),
  )

  return {
    ...{ choices, failure, refresh, wanted, slave, reference, slaveChoices, referenceChoices, whyNot },
    isGone,
  }
}
