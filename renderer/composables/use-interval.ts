import { onScopeDispose } from 'vue'
import type { Call } from './use-call.ts'

/** Does something again and again as long as the screen is there and the window is seen. */
export function useInterval(run: () => void, milliseconds: number): void {
  const timer = setInterval(() => {
    if (!document.hidden) run()
  }, milliseconds)
  onScopeDispose(() => clearInterval(timer))
}

/** Asks a question again and again, once it was answered: for what no stream tells of. */
export function useAskedAgain(
  { pending, refresh }: Pick<Call<unknown, unknown>, 'pending' | 'refresh'>,
  milliseconds: number,
): void {
  useInterval(() => {
    if (!pending.value) void refresh()
  }, milliseconds)
}
