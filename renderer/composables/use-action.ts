import { computed, onScopeDispose, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { Feature } from '../../electron/contract/features/application.ts'
import { call } from '../api/index.ts'
import { asCallFailure, isCancellation, type CallFailure } from '../api/call-failure.ts'
import { openCluster } from '../stores/cluster.ts'
import type { InputFor, OutputFor, ProcedureOf, ProgressFor } from '../api/types.ts'

export interface Action<Input, Output, Progress> {
  /** Does it; undefined when it failed or was cancelled, with the reason in `failure`. */
  readonly run: (input: Input) => Promise<Output | undefined>
  readonly cancel: () => void
  readonly pending: ShallowRef<boolean>
  readonly failure: ShallowRef<CallFailure | undefined>
  readonly progress: ShallowRef<Progress | undefined>
  /** Whether it was started in another cluster than the one that is shown. */
  readonly isElsewhere: ComputedRef<boolean>
}

/**
 * A procedure the operator starts: one at a time, with its progress and its failure at hand. What came of one that was
 * started in a cluster is not told over another one: activity and audit log of its own have it.
 * @param options.keep goes on when the screen is left; otherwise leaving cancels it
 * @param options.onFailure hears of a failure, besides `failure`; for what has no place to show it
 */
export function useAction<Name extends Feature, Procedure extends ProcedureOf<Name>>(
  feature: Name,
  procedure: Procedure,
  options: { readonly keep?: boolean; readonly onFailure?: (failure: CallFailure) => void } = {},
): Action<InputFor<Name, Procedure>, OutputFor<Name, Procedure>, ProgressFor<Name, Procedure>> {
  const pending = shallowRef(false)
  const failure = shallowRef<CallFailure>()
  const progress = shallowRef<ProgressFor<Name, Procedure>>()
  const begunIn = shallowRef<string>()
  const isElsewhere = computed(() => begunIn.value !== undefined && openCluster.value !== begunIn.value)
  let controller = new AbortController()

  async function run(input: InputFor<Name, Procedure>): Promise<OutputFor<Name, Procedure> | undefined> {
    if (pending.value) return undefined
    controller = new AbortController()
    pending.value = true
    failure.value = undefined
    progress.value = undefined
    begunIn.value = feature === 'profiles' ? undefined : openCluster.value
    try {
      const output = await call(feature, procedure, input, {
        signal: controller.signal,
        onProgress: (value) => (progress.value = value),
      })
      return isElsewhere.value ? undefined : output
    } catch (error) {
      if (!isCancellation(error) && !isElsewhere.value) {
        failure.value = asCallFailure(error)
        options.onFailure?.(failure.value)
      }
      return undefined
    } finally {
      pending.value = false
    }
  }

  if (options.keep !== true) onScopeDispose(() => controller.abort())
  return { run, cancel: () => controller.abort(), pending, failure, progress, isElsewhere }
}
