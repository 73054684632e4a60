import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ClusterState, OpenedCluster, Profile } from '../../electron/contract/features/profiles.ts'
import type { Severity } from '../../electron/contract/shared.ts'
import { call } from '../api/index.ts'
import type { ItemFor } from '../api/types.ts'
import { followState } from './follow-state.ts'
import { useToasts } from './toasts.ts'

/** Id of the profile of the cluster that is shown; undefined while none is. */
export const openCluster = shallowRef<string>()

/** The cluster that is shown: its state, its nodes and what needs attention, kept up to date for every screen. */
export const useCluster = defineStore('cluster', () => {
  const state = shallowRef<ClusterState>()
  const inventory = shallowRef<ItemFor<'inventory', 'nodes'>>()
  const profiles = shallowRef<readonly Profile[]>([])
  const opened = shallowRef<readonly OpenedCluster[]>([])

  /** How a saved cluster is, where it is open. */
  const openedAs = (id: string): OpenedCluster | undefined => opened.value.find((each) => each.id === id)

  const profile = computed(() => state.value?.profile ?? undefined)
  const isOpen = computed(() => state.value?.state === 'open')
  /** Both streams tell of the cluster that is shown, but not at the same moment when another one is. */
  const present = computed(() =>
    isOpen.value && inventory.value?.cluster === profile.value?.id ? inventory.value : undefined,
  )
  const nodes = computed(() => present.value?.nodes ?? [])
  const attention = computed(() => present.value?.attention ?? [])
  /** What needs somebody; what somebody acknowledged or accepted stays among the findings. */
  const openAttention = computed(() => attention.value.filter(({ known }) => known !== true))
  const masters = computed(() => nodes.value.filter(({ roles }) => roles.includes('master')))
  const slaves = computed(() => nodes.value.filter(({ roles }) => roles.includes('slave')))
  /** The one state the cluster is summed up in. */
  const worst = computed((): Severity =>
    state.value?.state === 'failed' ? 'failed' : (present.value?.worst ?? 'unknown'),
  )

  function start(): void {
    followState('profiles', 'cluster', {}, (newest) => {
      if (newest.profile?.id !== openCluster.value) {
        // What was said of one cluster means nothing over another one.
        if (openCluster.value !== undefined) useToasts().dismissAll()
        openCluster.value = newest.profile?.id
      }
      state.value = newest
      refreshProfiles().catch(useToasts().showFailure)
    })
    followState('profiles', 'opened', {}, (newest) => (opened.value = newest))
    followState('inventory', 'nodes', {}, (newest) => (inventory.value = newest))
  }

  async function refreshProfiles(): Promise<void> {
    profiles.value = await call('profiles', 'list', {})
  }

  return {
    state,
    profile,
    isOpen,
    nodes,
    masters,
    slaves,
    attention,
    openAttention,
    worst,
    profiles,
    opened,
    openedAs,
    start,
    refreshProfiles,
  }
})
