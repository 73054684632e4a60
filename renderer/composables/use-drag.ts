import { onScopeDispose } from 'vue'

export interface DragSteps {
  readonly begin: (event: PointerEvent) => void
  readonly move: (event: PointerEvent) => void
  /** Let go of: what was dragged to counts. */
  readonly end: () => void
  /** Escape was pressed, or the pointer was taken away: all is as it was before. */
  readonly giveUp: () => void
}

/**
 * Dragging over an element, for its `v-on`. Only the first button drags, so that a menu is no drag, and Escape gives
 * up what is dragged and closes nothing else.
 */
export function useDrag({
  begin,
  move,
  end,
  giveUp,
}: DragSteps): Record<string, (event: PointerEvent) => void> {
  let dragging: { readonly pointer: number; readonly keys: AbortController } | undefined

  function stop(then: () => void): void {
    if (dragging === undefined) return
    dragging.keys.abort()
    dragging = undefined
    then()
  }
  function press(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopImmediatePropagation()
    stop(giveUp)
  }
  onScopeDispose(() => dragging?.keys.abort())

  const ofThisPointer = (then: (event: PointerEvent) => void) => (event: PointerEvent) => {
    if (event.pointerId === dragging?.pointer) then(event)
  }
  return {
    pointerdown: (event) => {
      if (event.button !== 0 || !event.isPrimary || !(event.currentTarget instanceof Element)) return
      // What was dragged over may have gone meanwhile, and nobody hears of the end.
      stop(giveUp)
      event.currentTarget.setPointerCapture(event.pointerId)
      // The browser would choose text, and the next time drag that instead. The keyboard goes on from here all the same.
      event.preventDefault()
      if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus({ preventScroll: true })
      dragging = { pointer: event.pointerId, keys: new AbortController() }
      window.addEventListener('keydown', press, { capture: true, signal: dragging.keys.signal })
      begin(event)
    },
    pointermove: ofThisPointer(move),
    pointerup: ofThisPointer(() => stop(end)),
    lostpointercapture: ofThisPointer(() => stop(giveUp)),
  }
}
