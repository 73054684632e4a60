import type { BrowserWindow as RealWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron'
import { EventEmitter } from 'node:events'
import { app } from './app.ts'
import { control, recorded } from './controls.ts'
import { StandInWebContents } from './web-contents.ts'

const open = new Set<BrowserWindow>()

type Used =
  | 'loadURL'
  | 'show'
  | 'focus'
  | 'isFocused'
  | 'isMinimized'
  | 'restore'
  | 'maximize'
  | 'isMaximized'
  | 'getNormalBounds'
  | 'isDestroyed'
  | 'destroy'
  | 'close'
  | 'blur'

/** A window whose page is one of Chromium's. */
export class BrowserWindow extends EventEmitter implements Pick<RealWindow, Used> {
  readonly webContents: StandInWebContents
  #bounds: Rectangle
  #isMaximized = false
  #isMinimized = false
  #isFocused = false
  #isDestroyed = false

  constructor(options: BrowserWindowConstructorOptions) {
    super()
    const { x = 0, y = 0, width = 800, height = 600, webPreferences } = options
    this.#bounds = { x, y, width, height }
    recorded('BrowserWindow', options)
    this.webContents = new StandInWebContents(webPreferences?.preload ?? '')
    open.add(this)
  }

  async loadURL(url: string): Promise<void> {
    await this.webContents.load(url, () => this.emit('ready-to-show'))
  }

  show(): void {
    this.#isFocused = true
    recorded('BrowserWindow.show')
  }

  focus(): void {
    this.#isFocused = true
    recorded('BrowserWindow.focus')
  }

  isFocused(): boolean {
    return this.#isFocused
  }

  isMinimized(): boolean {
    return this.#isMinimized
  }

  restore(): void {
    this.#isMinimized = false
  }

  maximize(): void {
    this.#isMaximized = true
  }

  isMaximized(): boolean {
    return this.#isMaximized
  }

  getNormalBounds(): Rectangle {
    return this.#bounds
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  destroy(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    open.delete(this)
    this.emit('closed')
    void this.webContents.close()
    if (open.size === 0) app.emit('window-all-closed')
  }

  /** As the operator does it. */
  close(): void {
    this.emit('close', { preventDefault: () => undefined })
    this.destroy()
  }

  moveTo(bounds: Rectangle): void {
    this.#bounds = bounds
    this.emit('move')
  }

  blur(): void {
    this.#isFocused = false
    this.emit('blur')
  }
}

control('window.move', (bounds) => open.forEach((window) => window.moveTo(bounds as Rectangle)))
control('window.close', () => open.forEach((window) => window.close()))
control('window.blur', () => open.forEach((window) => window.blur()))
