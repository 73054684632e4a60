import type { MenuItemConstructorOptions } from 'electron'
import type { BridgeCommand } from '../contract/desktop-bridge.ts'
import { screenNames } from '../contract/screens.ts'
import type { DesktopTexts } from '../languages/en/desktop.ts'

export interface MenuOptions {
  readonly platform: NodeJS.Platform
  readonly texts: DesktopTexts
  readonly devTools: boolean
  /** Asks the page for something. */
  readonly command: (command: BridgeCommand) => void
}

/** The application's menu, with the shortcuts the platform has for what it has names for. */
export function menuTemplate({
  platform,
  texts,
  devTools,
  command,
}: MenuOptions): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  const separator = { type: 'separator' } as const
  const settings: MenuItemConstructorOptions = {
    label: texts.settings,
    accelerator: 'CmdOrCtrl+,',
    click: () => command({ type: 'go', screen: 'settings' }),
  }
  const application: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
  const file: MenuItemConstructorOptions = {
    label: texts.file,
    submenu: isMac ? [{ role: 'close' }] : [settings, separator, { role: 'quit', label: texts.quit }],
  }
  const view: MenuItemConstructorOptions = {
    label: texts.view,
    submenu: [
      // The page takes the keys itself; a second taker would open and close it in one stroke.
      {
        label: texts.palette,
        accelerator: 'CmdOrCtrl+K',
        registerAccelerator: false,
        click: () => command({ type: 'palette' }),
      },
      separator,
      { role: 'reload' },
      ...(devTools ? [{ role: 'toggleDevTools' } as const] : []),
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
    ],
  }
  const go: MenuItemConstructorOptions = {
    label: texts.go,
    submenu: screenNames
      .filter((screen) => screen !== 'settings')
      .map((screen, index) => ({
        label: texts.screens[screen],
        // There are nine digits; the tenth sets the size back.
        ...(index < 9 ? { accelerator: `CmdOrCtrl+${index + 1}` } : {}),
        click: () => command({ type: 'go', screen }),
      })),
  }
  const help: MenuItemConstructorOptions = {
    role: 'help',
    label: texts.help,
    submenu: [{ label: texts.shortcuts, click: () => command({ type: 'shortcuts' }) }],
  }
  return [
    ...(isMac ? [application] : []),
    file,
    { role: 'editMenu', label: texts.edit },
    view,
    go,
    { role: 'windowMenu', label: texts.window },
    help,
  ]
}
