import type { App } from 'electron'
import { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import { chromiumContext, closeChromium } from './chromium.ts'
import { control, recorded } from './controls.ts'

type Used =
  | 'setName'
  | 'setAppUserModelId'
  | 'setPath'
  | 'getPath'
  | 'getLocale'
  | 'getVersion'
  | 'getName'
  | 'requestSingleInstanceLock'
  | 'whenReady'
  | 'quit'
  | 'exit'
  | 'isPackaged'

/** The application's life as Electron has it: ready, windows, quitting. */
class StandInApp extends EventEmitter implements Pick<App, Used> {
  readonly isPackaged = process.env['STAND_IN_PACKAGED'] === 'yes'
  readonly #paths = new Map<string, string>()

  setName(name: string): void {
    recorded('app.setName', name)
  }

  getName(): string {
    return 'Plumbline'
  }

  setAppUserModelId(): void {}

  setPath(name: string, path: string): void {
    mkdirSync(path, { recursive: true })
    this.#paths.set(name, path)
  }

  getPath(name: string): string {
    const path = this.#paths.get(name)
    if (path === undefined) throw new Error(`the path ${name} was never set`)
    return path
  }

  getLocale(): string {
    return process.env['STAND_IN_LOCALE'] ?? 'en-US'
  }

  getVersion(): string {
    return '0.0.0-stand-in'
  }

  requestSingleInstanceLock(): boolean {
    return process.env['STAND_IN_SECOND_INSTANCE'] !== 'yes'
  }

  async whenReady(): Promise<void> {
    await chromiumContext()
  }

  quit(): void {
    let isPrevented = false
    this.emit('before-quit', { preventDefault: () => (isPrevented = true) })
    if (!isPrevented) this.exit(0)
  }

  exit(code = 0): void {
    recorded('app.exit', code)
    this.emit('quit', {}, code)
    void closeChromium().finally(() => process.exit(code))
  }
}

const standIn = new StandInApp()

// Where Electron says what the package brought along beside the app.
Object.assign(process, { resourcesPath: process.env['STAND_IN_RESOURCES'] })

control('app.emit', (details) => {
  const { event, args } = details as { readonly event: string; readonly args: readonly unknown[] }
  standIn.emit(event, { preventDefault: () => undefined }, ...args)
})
control('app.quit', () => standIn.quit())

export const app = standIn
