import type { ClientMessage } from '../../electron/contract/protocol.ts'
import type { OpenTransport } from './transport.ts'

/**
 * What the desktop app's preload script puts on `window.plumbline`. It is all the renderer has of Electron: messages
 * of the contract's protocol, and the few things only a desktop window can do.
 */
export interface PlumblineBridge {
  readonly platform: 'linux' | 'darwin' | 'win32'
  readonly post: (message: ClientMessage) => void
  /** Calls back with every message of the application; returns what ends that. */
  readonly listen: (listener: (message: unknown) => void) => () => void
  /** The system's dialog for a directory; null when the operator closed it without choosing. */
  readonly chooseDirectory: () => Promise<string | null>
  /** Calls back when the application's menu or tray asks the window for something. */
  readonly onCommand: (listener: (command: BridgeCommand) => void) => () => void
}

export type BridgeCommand =
  /** A screen of `renderer/navigation.ts` by name. */
  | { readonly type: 'go'; readonly screen: string }
  | { readonly type: 'palette' }
  | { readonly type: 'shortcuts' }
  /** A profile file the operating system opened with the app. */
  | { readonly type: 'import-profile'; readonly content: string }

declare global {
  interface Window {
    readonly plumbline?: PlumblineBridge
  }
}

/** The transport over the bridge of the preload script. */
export function openBridge(bridge: PlumblineBridge): OpenTransport {
  return (listener) => {
    const end = bridge.listen(listener.received)
    queueMicrotask(() => listener.stateChanged('open'))
    return { send: bridge.post, close: end }
  }
}
