import { onErrorCaptured, shallowRef, type ShallowRef } from 'vue'
import { asCallFailure, type CallFailure } from '../api/call-failure.ts'

/**
 * Where Vue says an error came from when it left nothing drawn: in words while developing, by the number of
 * https://vuejs.org/error-reference/#runtime-errors in what ships.
 */
const drawing = /^(?:setup function|render function|component update)$|#runtime-(?:0|1|15)$/

/**
 * Catches what keeps the components below from being drawn, so that something can be shown in their place. Errors of
 * handlers and watchers leave what is drawn as it is, and go on to whoever tells the operator.
 */
export function useDrawingFailure(): {
  readonly failure: ShallowRef<CallFailure | undefined>
  /** Draws them again. */
  readonly retry: () => void
} {
  const failure = shallowRef<CallFailure>()
  onErrorCaptured((error, _component, where) => {
    if (!drawing.test(where)) return true
    failure.value = asCallFailure(error)
    // eslint-disable-next-line no-console -- what is shown has no stack
    console.error(error)
    return false
  })
  return { failure, retry: () => (failure.value = undefined) }
}
