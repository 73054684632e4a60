import { createPinia, setActivePinia } from 'pinia'
import { createMemoryHistory, createRouter } from 'vue-router'
import { createSSRApp } from 'vue'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { CallFailure } from '../../../../renderer/api/call-failure.ts'
import { tellUnexpectedErrors } from '../../../../renderer/shell/tell-unexpected-errors.ts'
import { useToasts } from '../../../../renderer/stores/toasts.ts'

beforeEach(() => {
  setActivePinia(createPinia())
  vi.stubGlobal('window', new EventTarget())
  onTestFinished(() => void vi.unstubAllGlobals())
})

function telling() {
  const app = createSSRApp({})
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: { render: () => null } },
      { path: '/nodes', component: () => Promise.reject(new Error('The screen is gone')) },
    ],
  })
  tellUnexpectedErrors(app, router)
  return { app, router, told: () => useToasts().toasts.map(({ message }) => message()) }
}

function dispatch(type: string, values: object): void {
  window.dispatchEvent(Object.assign(new Event(type), values))
}

describe('An error nobody caught', () => {
  it('is told, whether it was thrown or came of a promise', () => {
    const { told } = telling()
    dispatch('error', { error: new Error('It is thrown') })
    dispatch('unhandledrejection', { reason: new Error('It is rejected') })
    expect(told()).toEqual([
      expect.stringContaining('It is thrown'),
      expect.stringContaining('It is rejected'),
    ])
  })

  it('of a component goes the way of the window, so that the console has it too', () => {
    const { app, told } = telling()
    const reported = vi.fn((error: unknown) => dispatch('error', { error }))
    vi.stubGlobal('reportError', reported)
    const error = new Error('It is of a component')
    app.config.errorHandler?.(error, null, 'mounted hook')
    expect(reported).toHaveBeenCalledWith(error)
    expect(told()).toEqual([expect.stringContaining('It is of a component')])
  })

  it('is told once, when a screen cannot be loaded', async () => {
    const { router, told } = telling()
    const reason: unknown = await router.push('/nodes').catch((error: unknown) => error)
    expect(told()).toEqual([expect.stringContaining('The screen is gone')])
    dispatch('unhandledrejection', { reason })
    expect(told()).toHaveLength(1)
  })

  it('is not told when it is none, or something that was cancelled', () => {
    const { told } = telling()
    dispatch('error', { error: undefined, message: 'ResizeObserver loop limit exceeded' })
    dispatch('unhandledrejection', { reason: new CallFailure({ code: 'PLB-APP-CANCELLED', details: {} }) })
    expect(told()).toEqual([])
  })
})
