import { BrowserWindow, screen } from 'electron'
import { systemClock } from '../scheduler/clock.ts'
import { boundsOnScreen, smallestSize, type WindowState } from './window-state.ts'
import { appOrigin } from './app-protocol.ts'

export interface WindowOptions {
  /** The bundled preload script. */
  readonly preload: string
  readonly icon: string
  readonly state: WindowState
  /** Called with where the window is, when it was moved and when it is closed. */
  readonly keepState: (state: WindowState) => void
  readonly devTools: boolean
}

/** Milliseconds the window must stand still before its place is kept. */
const restBeforeKeeping = 500

/** Makes the window and loads the app in it; it is shown when there is something to see. */
export function createWindow({ preload, icon, state, keepState, devTools }: WindowOptions): BrowserWindow {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  const areas = [primary, ...others].map(({ workArea }) => workArea)
  const window = new BrowserWindow({
    ...boundsOnScreen(state.bounds, areas),
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
    title: 'Plumbline',
    icon,
    show: false,
    // Drawn before the page is there; neither theme flashes white.
    backgroundColor: '#16181d',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      devTools,
    },
  })
  if (state.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  keepStateOf(window, keepState)
  void window.loadURL(`${appOrigin}/`)
  return window
}

/** Brings the window to the front, wherever it is. */
export function present(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function keepStateOf(window: BrowserWindow, keepState: (state: WindowState) => void): void {
  let forget = (): void => undefined
  const keep = (): void => {
    forget()
    keepState({ bounds: window.getNormalBounds(), maximized: window.isMaximized() })
  }
  const keepSoon = (): void => {
    forget()
    forget = systemClock.after(restBeforeKeeping, keep)
  }
  window.on('move', keepSoon)
  window.on('resize', keepSoon)
  window.on('close', keep)
  window.on('closed', () => forget())
}
