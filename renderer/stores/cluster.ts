import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { AttentionItem, NodeView } from '../../electron/contract/features/inventory.ts'
import type { ClusterState, Profile } from '../../electron/contract/features/profiles.ts'
import type { Severity } from '../../electron/contract/shared.ts'
import { call } from '../api/index.ts'
import { followState } from './follow-state.ts'
import { useToasts } from './toasts.ts'

/** Id of the profile of the cluster that is open; undefined while none is. */
export const openCluster = shallowRef<string>()

/** The open cluster: its state, its nodes and what needs attention, kept up to date for every screen. */
export const useCluster = defineStore('cluster', () => {
  const state = shallowRef<ClusterState>()
  const nodes = shallowRef<readonly NodeView[]>([])
  const attention = shallowRef<readonly AttentionItem[]>([])
  const profiles = shallowRef<readonly Profile[]>([])

  const profile = computed(() => state.value?.profile ?? undefined)
  const isOpen = computed(() => state.value?.state === 'open')
  const masters = computed(() => nodes.value.filter(({ roles }) => roles.includes('master')))
  const slaves = computed(() => nodes.value.filter(({ roles }) => roles.includes('slave')))

  /** The one state the cluster is summed up in. */
  const worst = shallowRef<Severity>('unknown')

  function start(): void {
    followState('profiles', 'cluster', {}, (newest) => {
      if (newest.profile?.id !== state.value?.profile?.id || newest.state !== 'open') {
        nodes.value = []
        attention.value = []
        worst.value = newest.state === 'failed' ? 'failed' : 'unknown'
      }
      if (newest.profile?.id !== openCluster.value) {
        // What was said of one cluster means nothing over another one.
        if (openCluster.value !== undefined) useToasts().dismissAll()
        openCluster.value = newest.profile?.id
      }
      state.value = newest
      refreshProfiles().catch(useToasts().showFailure)
    })
    followState('inventory', 'nodes', {}, (newest) => {
      nodes.value = newest.nodes
      attention.value = newest.attention
      worst.value = newest.worst
    })
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
    worst,
    profiles,
    start,
    refreshProfiles,
  }
})
