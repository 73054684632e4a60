import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import type { EditDraft } from '../../../../electron/contract/features/configuration.ts'
import { openCluster } from '../../../stores/cluster.ts'

/** An edit that waits to be published with others, as one change. */
export interface CollectedEdit {
  readonly number: number
  readonly instanceName: string
  /** The object, in words. */
  readonly title: string
  readonly draft: EditDraft
}

/** The edits that are collected, by the node they are of; they are in no file, since they may hold a password. */
export const useChangeSet = defineStore('change set', () => {
  const edits = shallowRef<readonly CollectedEdit[]>([])
  let count = 0

  function collect(...added: readonly Omit<CollectedEdit, 'number'>[]): void {
    edits.value = [...edits.value, ...added.map((each) => ({ ...each, number: (count += 1) }))]
  }

  function drop(number: number): void {
    edits.value = edits.value.filter((each) => each.number !== number)
  }

  function dropAll(instanceName: string): void {
    edits.value = edits.value.filter((each) => each.instanceName !== instanceName)
  }

  // What was collected for one cluster means nothing in another one.
  watch(openCluster, () => (edits.value = []), { flush: 'sync' })

  return { edits, collect, drop, dropAll }
})
