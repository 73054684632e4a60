import type { ClientMessage } from './protocol.ts'
import type { ScreenName } from './screens.ts'
import type { FailureData } from './wording.ts'

/** What the desktop window can be asked for by the menu, the tray or the operating system. */
export type BridgeCommand =
  | { readonly type: 'go'; readonly screen: ScreenName }
  | { readonly type: 'palette' }
  | { readonly type: 'shortcuts' }
  /** A profile file the operating system opened with the app. */
  | { readonly type: 'import-profile'; readonly content: string }
  /** What it was asked for and could not be done. */
  | { readonly type: 'failed'; readonly failure: FailureData }

/**
 * What the desktop app's preload script puts on `window.plumbline`: messages of the protocol, and the few things only
 * a desktop window can do.
 */
export interface DesktopBridge {
  readonly platform: 'linux' | 'darwin' | 'win32'
  readonly post: (message: ClientMessage) => void
  /** Calls back with every message of the application; returns what ends that. */
  readonly listen: (listener: (message: unknown) => void) => () => void
  /** The system's dialog for a directory; null when the operator closed it without choosing. */
  readonly chooseDirectory: () => Promise<string | null>
  /** Calls back when something asks the window for something; returns what ends that. */
  readonly onCommand: (listener: (command: BridgeCommand) => void) => () => void
}

/**
 * The channels between preload and main process. A page gives itself a name when it is loaded and puts it on all it
 * says, and what it is told bears it too, so that what was meant for a page before it never reaches it.
 */
export const bridgeChannels = {
  /** Page to main: a page was loaded; its name. */
  opened: 'plumbline:opened',
  /** Page to main: its name and a message of the protocol. */
  toApplication: 'plumbline:to-application',
  /** Main to page: its name and a message of the protocol. */
  fromApplication: 'plumbline:from-application',
  /** Main to page: a command. */
  command: 'plumbline:command',
  /** Page to main, with an answer: a directory or null. */
  chooseDirectory: 'plumbline:choose-directory',
} as const
