import { shallowRef, watch, type Ref, type WatchSource } from 'vue'
import { call } from '../../../api/index.ts'
import { useToasts } from '../../../stores/toasts.ts'
import type { FormContext, Reference } from './form-context.ts'

/**
 * The objects fields can refer to, fetched once for every set of kinds.
 * @param fresh what to fetch them anew after
 */
export function useReferences(instanceName: () => string, fresh: WatchSource): FormContext['references'] {
  const toasts = useToasts()
  const fetched = new Map<string, Ref<readonly Reference[] | undefined>>()
  watch([instanceName, fresh], () => fetched.clear())

  return (kinds) => {
    const key = kinds.join(' ')
    const present = fetched.get(key)
    if (present !== undefined) return present
    const references = shallowRef<readonly Reference[]>()
    fetched.set(key, references)
    call('configuration', 'references', { instanceName: instanceName(), kinds: [...kinds] }).then(
      (answer) => (references.value = answer),
      toasts.showFailure,
    )
    return references
  }
}
