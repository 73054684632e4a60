import { onScopeDispose } from 'vue'

/** Does something again and again as long as the screen is there and the window is seen. */
export function useInterval(run: () => void, milliseconds: number): void {
  const timer = setInterval(() => {
    if (!document.hidden) run()
  }, milliseconds)
  onScopeDispose(() => clearInterval(timer))
}
