import { onScopeDispose, shallowRef, toValue, watch, type MaybeRefOrGetter, type ShallowRef } from 'vue'
import { subscribe } from '../api/index.ts'
import type { CallFailure } from '../api/call-failure.ts'
import type { Batch } from '../api/client.ts'
import type { ItemFor, StreamFeature, StreamInputFor, StreamOf } from '../api/types.ts'

/**
 * Listens to a stream as long as the screen is there; a new input opens it anew, an undefined one closes it.
 * `onItems` gets batches, at most about one a frame; `batch.first` says to forget what came before.
 */
export function useStream<Name extends StreamFeature, Stream extends StreamOf<Name>>(
  feature: Name,
  stream: Stream,
  input: MaybeRefOrGetter<StreamInputFor<Name, Stream> | undefined>,
  onItems: (items: readonly ItemFor<Name, Stream>[], batch: Batch) => void,
): { readonly failure: ShallowRef<CallFailure | undefined> } {
  const failure = shallowRef<CallFailure>()
  let end: (() => void) | undefined
  watch(
    () => JSON.stringify(toValue(input) ?? null),
    () => {
      end?.()
      end = undefined
      failure.value = undefined
      const wanted = toValue(input)
      if (wanted === undefined) return
      end = subscribe(feature, stream, wanted, {
        items: onItems,
        failed: (reason) => (failure.value = reason),
      })
    },
    { immediate: true },
  )
  onScopeDispose(() => end?.())
  return { failure }
}
