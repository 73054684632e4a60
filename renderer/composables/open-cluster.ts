import { shallowRef } from 'vue'

/** Id of the profile of the cluster that is open; undefined while none is. */
export const openCluster = shallowRef<string>()
