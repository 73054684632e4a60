import type { App } from 'vue'
import type { Router } from 'vue-router'
import { useToasts } from '../stores/toasts.ts'

/**
 * Tells the operator of errors nobody caught, wherever they came up; the console has them with their stacks. A screen
 * that cannot be loaded is told by the router and by whoever asked for it, so each error is told once.
 */
export function tellUnexpectedErrors(app: App, router: Router): void {
  const toasts = useToasts()
  const told = new WeakSet<object>()

  function tell(error: unknown): void {
    // A window also reports what is no error, such as an observer that was called twice in a frame.
    if (!(error instanceof Error) || told.has(error)) return
    told.add(error)
    toasts.showFailure(error)
  }

  app.config.errorHandler = (error) => reportError(error)
  window.addEventListener('error', ({ error }) => tell(error))
  window.addEventListener('unhandledrejection', ({ reason }) => tell(reason))
  router.onError(tell)
}
