import { onScopeDispose, shallowRef, toValue, watch, type MaybeRefOrGetter, type ShallowRef } from 'vue'
import type { Feature } from '../../electron/contract/features/application.ts'
import { call } from '../api/index.ts'
import { asCallFailure, isCancellation, type CallFailure } from '../api/call-failure.ts'
import type { InputFor, OutputFor, ProcedureOf, ProgressFor } from '../api/types.ts'

export interface Call<Output, Progress> {
  /** The last answer; kept while a newer one is fetched, so that the layout stays. */
  readonly data: ShallowRef<Output | undefined>
  readonly failure: ShallowRef<CallFailure | undefined>
  readonly pending: ShallowRef<boolean>
  readonly progress: ShallowRef<Progress | undefined>
  /** Asks again. */
  readonly refresh: () => Promise<void>
}

/**
 * Asks a procedure that only looks, again whenever its input changes, and gives the older question up.
 * Nothing is asked while the input is undefined. Leaving the screen cancels it.
 */
export function useCall<Name extends Feature, Procedure extends ProcedureOf<Name>>(
  feature: Name,
  procedure: Procedure,
  input: MaybeRefOrGetter<InputFor<Name, Procedure> | undefined>,
): Call<OutputFor<Name, Procedure>, ProgressFor<Name, Procedure>> {
  const data = shallowRef<OutputFor<Name, Procedure>>()
  const failure = shallowRef<CallFailure>()
  const pending = shallowRef(false)
  const progress = shallowRef<ProgressFor<Name, Procedure>>()
  let controller = new AbortController()

  async function refresh(): Promise<void> {
    controller.abort()
    const own = new AbortController()
    controller = own
    progress.value = undefined
    const asked = toValue(input)
    pending.value = asked !== undefined
    if (asked === undefined) {
      data.value = undefined
      failure.value = undefined
      return
    }
    try {
      const answer = await call(feature, procedure, asked, {
        signal: own.signal,
        onProgress: (value) => (progress.value = value),
      })
      if (own.signal.aborted) return
      data.value = answer
      failure.value = undefined
    } catch (error) {
      if (own.signal.aborted || isCancellation(error)) return
      failure.value = asCallFailure(error)
    } finally {
      if (controller === own) pending.value = false
    }
  }

  // Inputs are small plain objects made anew by getters; only a change of what they say is worth a new question.
  watch(
    () => JSON.stringify(toValue(input) ?? null),
    () => void refresh(),
    { immediate: true },
  )
  onScopeDispose(() => controller.abort())
  return { data, failure, pending, progress, refresh }
}
