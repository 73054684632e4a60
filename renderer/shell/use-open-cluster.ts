import { useRouter } from 'vue-router'
import { call } from '../api/index.ts'
import { openCluster } from '../stores/cluster.ts'
import { useToasts } from '../stores/toasts.ts'

/** Opens and closes clusters from wherever the operator is. */
export function useOpenCluster() {
  const router = useRouter()
  const toasts = useToasts()

  /** Shows a saved cluster, and opens it where it is not open. */
  async function open(id: string): Promise<void> {
    // A screen with unsaved changes may keep the operator where they are.
    const refused = await router.push({ name: 'overview' })
    if (refused !== undefined && router.currentRoute.value.name !== 'overview') return
    try {
      await call('profiles', 'open', { id })
    } catch (error) {
      toasts.showFailure(error)
    }
  }

  /** Closes a cluster that is open. */
  async function close(id: string): Promise<void> {
    if (id === openCluster.value) {
      const refused = await router.push({ name: 'welcome' })
      if (refused !== undefined && router.currentRoute.value.name !== 'welcome') return
    }
    try {
      await call('profiles', 'close', { id })
    } catch (error) {
      toasts.showFailure(error)
    }
  }

  return { open, close }
}
