import type { OpenTransport } from '../../electron/channel/transport.ts'

/** A press that lasts longer is no click, but dragging or choosing text, and the screen goes on. */
const longestPress = 2_000

/**
 * Holds back what the application tells while a button of the pointer is down. A row that moved away between pressing
 * and releasing would take the click with it, and the operator's action be lost.
 * @param pointers where pointers are heard of: the window
 */
export function heldWhilePressed(open: OpenTransport, pointers: EventTarget): OpenTransport {
  return (listener) => {
    const held: unknown[] = []
    let releasing: ReturnType<typeof setTimeout> | undefined
    let handing: ReturnType<typeof setTimeout> | undefined

    function releaseIn(milliseconds: number): void {
      clearTimeout(releasing)
      releasing = setTimeout(release, milliseconds)
    }
    function release(): void {
      clearTimeout(releasing)
      releasing = undefined
      handOver()
    }
    /** One message a turn, as they would have come: all at once could keep the page for long. */
    function handOver(): void {
      if (releasing !== undefined) return
      const [message] = held.splice(0, 1)
      if (message !== undefined) listener.received(message)
      if (held.length > 0) {
        clearTimeout(handing)
        handing = setTimeout(handOver)
      }
    }
    /** Before what comes behind all of it. */
    function handOverAll(): void {
      clearTimeout(releasing)
      clearTimeout(handing)
      releasing = undefined
      for (const message of held.splice(0)) listener.received(message)
    }
    const pressed = (): void => releaseIn(longestPress)
    // The click comes in the same turn, after the pointer went up.
    const lifted = (): void => {
      if (releasing !== undefined) releaseIn(0)
    }
    const listening = new AbortController()
    pointers.addEventListener('pointerdown', pressed, { capture: true, signal: listening.signal })
    for (const end of ['pointerup', 'pointercancel']) {
      pointers.addEventListener(end, lifted, { capture: true, signal: listening.signal })
    }

    const transport = open({
      received: (message) => {
        if (releasing === undefined && held.length === 0) listener.received(message)
        else held.push(message)
      },
      stateChanged: (state) => {
        handOverAll()
        listener.stateChanged(state)
      },
      ended: (because) => {
        handOverAll()
        listener.ended(because)
      },
    })
    return {
      send: transport.send,
      close: () => {
        listening.abort()
        handOverAll()
        transport.close()
      },
    }
  }
}
