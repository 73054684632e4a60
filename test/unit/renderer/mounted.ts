import { createRenderer, type App, type VNode } from 'vue'

interface Place {
  parent: Place | null
}

/** Keeps no document: enough for what composables need of a component. */
const renderer = createRenderer<Place, Place>({
  createElement: () => ({ parent: null }),
  createText: () => ({ parent: null }),
  createComment: () => ({ parent: null }),
  insert: (place, parent) => (place.parent = parent),
  remove: (place) => (place.parent = null),
  parentNode: ({ parent }) => parent,
  nextSibling: () => null,
  setText: () => undefined,
  setElementText: () => undefined,
  patchProp: () => undefined,
})

export interface Mounted<Used> {
  /** What the component uses. */
  readonly used: Used
  /** Takes the component away, as when its screen is left. */
  readonly unmount: () => void
}

/** Runs composables inside of a component. */
export function mounted<Used>(use: () => Used, prepare?: (app: App<Place>) => void): Mounted<Used> {
  return drawn(() => ({ used: use(), draw: () => null }), prepare)
}

/** Runs composables inside of a component that draws others. */
export function drawn<Used>(
  use: () => { readonly used: Used; readonly draw: () => VNode | null },
  prepare?: (app: App<Place>) => void,
): Mounted<Used> {
  const found: { used?: Used } = {}
  const app = renderer.createApp({
    setup: () => {
      const { used, draw } = use()
      found.used = used
      return draw
    },
  })
  // A component that cannot be set up is what the test has to hear of.
  app.config.errorHandler = (error) => {
    throw error
  }
  prepare?.(app)
  app.mount({ parent: null })
  if (!('used' in found)) throw new Error('The component was not set up')
  return { used: found.used, unmount: () => app.unmount() }
}
