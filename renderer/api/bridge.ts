import type { DesktopBridge } from '../../electron/contract/desktop-bridge.ts'
import type { OpenTransport } from '../../electron/channel/transport.ts'

declare global {
  interface Window {
    /** Put there by the desktop app's preload script; all the renderer has of Electron. */
    readonly plumbline?: DesktopBridge
  }
}

/** The transport over the bridge of the preload script. */
export function openBridge(bridge: DesktopBridge): OpenTransport {
  return (listener) => {
    const end = bridge.listen(listener.received)
    queueMicrotask(() => listener.stateChanged('open'))
    return { send: bridge.post, close: end }
  }
}
