import { onScopeDispose, shallowRef, watch } from 'vue'
import type { Draft, Preview } from '../../../../electron/contract/features/configuration.ts'
import { asCallFailure, call, isCancellation, type CallFailure } from '../../../api/index.ts'

export type Review = ReturnType<typeof useReview>

/**
 * What the application has to say about a change before it is published.
 * @param change the change as it is now; undefined when there is none
 * @param isFollowed whether it is asked anew about a change that became another after it was asked about
 */
export function useReview(
  change: () => { readonly instanceName: string; readonly draft: Draft } | undefined,
  isFollowed = false,
) {
  const preview = shallowRef<Preview>()
  const failure = shallowRef<CallFailure>()
  const checking = shallowRef(false)
  let checks = new AbortController()

  /** Asks what would happen; undefined when the application could not say, with the reason in `failure`. */
  async function check(): Promise<Preview | undefined> {
    checks.abort()
    const own = new AbortController()
    checks = own
    const asked = change()
    // One that is under way no longer counts, and so does not end it.
    checking.value = asked !== undefined
    if (asked === undefined) return undefined
    try {
      const answer = await call('configuration', 'preview', asked, { signal: own.signal })
      if (own.signal.aborted) return undefined
      preview.value = answer
      failure.value = undefined
      return answer
    } catch (error) {
      if (own.signal.aborted || isCancellation(error)) return undefined
      preview.value = undefined
      failure.value = asCallFailure(error)
      return undefined
    } finally {
      if (checks === own) checking.value = false
    }
  }

  /** Gives up asking; what was said of an earlier change stays. */
  function stop(): void {
    checks.abort()
    checking.value = false
  }

  function forget(): void {
    stop()
    preview.value = undefined
    failure.value = undefined
  }

  if (isFollowed)
    watch(
      () => JSON.stringify(change()),
      () => {
        if (preview.value !== undefined || failure.value !== undefined || checking.value) void check()
      },
    )
  onScopeDispose(stop)
  return { preview, failure, checking, check, stop, forget }
}
