import type {
  Display,
  MenuItemConstructorOptions,
  NotificationConstructorOptions,
  OpenDialogReturnValue,
  SafeStorage,
  Shell,
  Rectangle,
} from 'electron'
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { control, recorded } from './controls.ts'

/** A menu that keeps its template, so that the test can click in it. */
class StandInMenu {
  readonly template: readonly MenuItemConstructorOptions[]

  constructor(template: readonly MenuItemConstructorOptions[]) {
    this.template = template
  }

  /** @param labels of the items from the outermost to the one that is meant */
  click(labels: readonly string[]): void {
    let items = this.template
    for (const [depth, label] of labels.entries()) {
      const item = items.find((each) => each.label === label)
      if (item === undefined) throw new Error(`the menu has no ${label}`)
      if (depth === labels.length - 1) (item.click as (() => void) | undefined)?.()
      else items = item.submenu as readonly MenuItemConstructorOptions[]
    }
  }
}

let applicationMenu: StandInMenu | undefined

export const Menu = {
  buildFromTemplate: (template: readonly MenuItemConstructorOptions[]) => new StandInMenu(template),
  setApplicationMenu: (menu: StandInMenu) => {
    applicationMenu = menu
    recorded('Menu.setApplicationMenu', menu.template)
  },
}

control('menu.click', (labels) => applicationMenu?.click(labels as readonly string[]))

interface Image {
  readonly path: string
}

export const nativeImage = {
  createFromPath: (path: string): Image => {
    // Electron shows an empty image without a word.
    if (!existsSync(path)) throw new Error(`there is no image ${path}`)
    return { path }
  },
}

export class Tray extends EventEmitter {
  constructor(image: Image) {
    super()
    if (process.env['STAND_IN_TRAY'] === 'none') throw new Error('there is no tray')
    recorded('Tray', image)
    control('tray.click', () => this.emit('click'))
  }

  setImage(image: Image): void {
    recorded('Tray.setImage', image)
  }

  setToolTip(text: string): void {
    recorded('Tray.setToolTip', text)
  }

  setContextMenu(menu: StandInMenu): void {
    control('tray.menu.click', (labels) => menu.click(labels as readonly string[]))
  }

  destroy(): void {
    recorded('Tray.destroy')
  }
}

export class Notification extends EventEmitter {
  readonly #options: NotificationConstructorOptions

  static isSupported(): boolean {
    return true
  }

  constructor(options: NotificationConstructorOptions) {
    super()
    this.#options = options
  }

  show(): void {
    recorded('Notification', this.#options)
    control('notification.click', () => this.emit('click'))
  }
}

export const shell = {
  openExternal: (url: string): Promise<void> => {
    recorded('shell.openExternal', url)
    return Promise.resolve()
  },
} satisfies Pick<Shell, 'openExternal'>

let chosen: readonly string[] = []
control('dialog.choose', (paths) => (chosen = paths as readonly string[]))

export const dialog = {
  showErrorBox: (title: string, content: string) => recorded('dialog.showErrorBox', { title, content }),
  showOpenDialog: (_window: unknown, options: unknown): Promise<OpenDialogReturnValue> => {
    recorded('dialog.showOpenDialog', options)
    return Promise.resolve({ canceled: chosen.length === 0, filePaths: [...chosen] })
  },
}

const workArea: Rectangle = { x: 0, y: 24, width: 1920, height: 1056 }
const display: Pick<Display, 'id' | 'workArea'> = { id: 1, workArea }

export const screen = {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
}

const keychain = process.env['STAND_IN_KEYCHAIN']

/** A key chain that turns texts around. STAND_IN_KEYCHAIN says that there is `none`, only a `plain` one, or a `locked` one. */
export const safeStorage = {
  isAsyncEncryptionAvailable: () => Promise.resolve(keychain !== 'none'),
  getSelectedStorageBackend: () => (keychain === 'plain' ? 'basic_text' : 'gnome_libsecret'),
  encryptStringAsync: (text: string) =>
    keychain === 'locked'
      ? Promise.reject(new Error('the key chain is locked'))
      : Promise.resolve(Buffer.from([...text].toReversed().join(''))),
  decryptStringAsync: (sealed: Buffer) =>
    Promise.resolve({ shouldReEncrypt: false, result: [...sealed.toString()].toReversed().join('') }),
} satisfies Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>
