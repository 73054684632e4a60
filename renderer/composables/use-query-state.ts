import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/**
 * One value of the address, so that back, reload and a copied link work: `?selected=geo-3`. The empty text stands for
 * a value that is not there.
 * @param options.push keeps the former value in the browser's history; otherwise it is replaced
 */
export function useQueryState(
  name: string,
  options: { readonly push?: boolean } = {},
): WritableComputedRef<string> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get: () => {
      const value = route.query[name]
      return typeof value === 'string' ? value : ''
    },
    set: (value) => {
      const { [name]: _former, ...others } = route.query
      const query = value === '' ? others : { ...others, [name]: value }
      void (options.push === true ? router.push({ query }) : router.replace({ query }))
    },
  })
}
