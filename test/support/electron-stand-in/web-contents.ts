import type { IpcMainEvent, WebContents, WebFrameMain, WindowOpenHandlerResponse } from 'electron'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Frame, Page, Route } from 'playwright-core'
import { app } from './app.ts'
import { asApp, asShown, chromiumContext } from './chromium.ts'
import { control, recorded } from './controls.ts'
import { answerByProtocol } from './session.ts'

type Listener = (...args: readonly unknown[]) => unknown

/** Where messages of pages arrive. */
class StandInIpcMain extends EventEmitter {
  readonly handlers = new Map<string, Listener>()

  handle(channel: string, listener: Listener): void {
    this.handlers.set(channel, listener)
  }

  removeHandler(channel: string): void {
    this.handlers.delete(channel)
  }
}

export const ipcMain = new StandInIpcMain()

/** The page of one window, in Chromium. */
export class StandInWebContents extends EventEmitter {
  readonly #preload: string
  readonly #frames = new WeakMap<Frame, Pick<WebFrameMain, 'origin' | 'url'>>()
  #page: Page | undefined
  #openHandler: ((details: { readonly url: string }) => WindowOpenHandlerResponse) | undefined

  constructor(preload: string) {
    super()
    this.#preload = preload
    control('contents.emit', (details) => {
      const { event, url } = details as { readonly event: string; readonly url: string }
      let isPrevented = false
      this.emit(event, { url, preventDefault: () => (isPrevented = true) })
      recorded('contents.emit', { event, isPrevented })
    })
    app.emit('web-contents-created', {}, this)
  }

  get mainFrame(): Pick<WebFrameMain, 'origin' | 'url'> | undefined {
    return this.#page === undefined ? undefined : this.#frameOf(this.#page.mainFrame())
  }

  setWindowOpenHandler(handler: (details: { readonly url: string }) => WindowOpenHandlerResponse): void {
    this.#openHandler = handler
  }

  send(channel: string, ...args: readonly unknown[]): void {
    // What cannot be cloned cannot be sent, as in Electron.
    const cloned: unknown = structuredClone(args)
    this.#page
      ?.evaluate(
        ([to, values]) => {
          const receive = (globalThis as { standInReceive?: (to: string, values: unknown) => void })
            .standInReceive
          receive?.(to, values)
        },
        [channel, cloned] as const,
      )
      .catch(() => undefined)
  }

  async load(url: string, background: () => void): Promise<void> {
    const context = await chromiumContext()
    const [first] = context.pages()
    const page = first ?? (await context.newPage())
    this.#page = page
    await page.exposeBinding('standInSend', ({ frame }, channel: string, args: readonly unknown[]) => {
      ipcMain.emit(channel, this.#eventFrom(frame), ...args)
    })
    await page.exposeBinding('standInInvoke', ({ frame }, channel: string, args: readonly unknown[]) =>
      ipcMain.handlers.get(channel)?.(this.#eventFrom(frame), ...args),
    )
    await page.addInitScript({ content: preloadInPage(readFileSync(this.#preload, 'utf8')) })
    await page.route('**/*', (route) => this.#answer(route))
    page.on('popup', (popup) => void popup.close())
    page.on('pageerror', (error) => recorded('page.error', error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') recorded('page.console', message.text())
    })
    await page.goto(asShown(url))
    background()
  }

  async close(): Promise<void> {
    await this.#page?.close()
  }

  #eventFrom(frame: Frame): Pick<IpcMainEvent, 'sender' | 'senderFrame'> {
    // Only what the app looks at is there.
    return { sender: this as unknown as WebContents, senderFrame: this.#frameOf(frame) as WebFrameMain }
  }

  #frameOf(frame: Frame): Pick<WebFrameMain, 'origin' | 'url'> {
    const known = this.#frames.get(frame)
    if (known !== undefined) return known
    const made = {
      get origin() {
        const url = URL.parse(asApp(frame.url()))
        return url === null || url.host === '' ? 'null' : `${url.protocol}//${url.host}`
      },
      get url() {
        return asApp(frame.url())
      },
    }
    this.#frames.set(frame, made)
    return made
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request()
    const url = asApp(request.url())
    if (request.isNavigationRequest() && this.#isPreventedNavigation(request.frame(), url)) {
      await route.abort('aborted')
      return
    }
    const response = await answerByProtocol(url, request.method())
    if (response === undefined) {
      recorded('network', url)
      await route.abort('blockedbyclient')
      return
    }
    const body = Buffer.from(await response.arrayBuffer())
    await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body })
  }

  /** The first page of all was asked for by the app itself, which asks nobody. */
  #isPreventedNavigation(frame: Frame, url: string): boolean {
    if (frame.url() === 'about:blank' || frame.url() === asShown(url)) return false
    let isPrevented = false
    const event = { url, preventDefault: () => (isPrevented = true) }
    this.emit(frame.parentFrame() === null ? 'will-navigate' : 'will-frame-navigate', event)
    return isPrevented
  }

  /** A page that opened a window; Electron asks before there is one. */
  opened(url: string): void {
    recorded('window.open', { url, action: this.#openHandler?.({ url }).action })
  }
}

/** The preload script as Electron runs it: with a `require` that knows `electron` alone. */
function preloadInPage(script: string): string {
  return `(() => {
    if (window.top !== window) return
    const listeners = new Map()
    window.standInReceive = (channel, args) => {
      for (const listener of listeners.get(channel) ?? []) listener({}, ...args)
    }
    const open = window.open
    window.open = (url) => { void window.standInSend('stand-in:open', [String(url)]); return null }
    const send = window.standInSend
    const invoke = window.standInInvoke
    const electron = {
      contextBridge: {
        exposeInMainWorld: (name, api) => Object.defineProperty(window, name, { value: Object.freeze(api) }),
      },
      ipcRenderer: {
        send: (channel, ...args) => void send(channel, structuredClone(args)),
        invoke: (channel, ...args) => invoke(channel, structuredClone(args)),
        on: (channel, listener) => listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
      },
    }
    const require = (name) => {
      if (name === 'electron') return electron
      throw new Error('a preload script in a sandbox cannot load ' + name)
    }
    const own = { platform: ${JSON.stringify(process.platform)} }
    const module = { exports: {} }
    ;(function (require, process, module, exports) {
      ${script}
    })(require, own, module, module.exports)
  })()`
}

ipcMain.on('stand-in:open', (event: { readonly sender: unknown }, url: string) => {
  if (event.sender instanceof StandInWebContents) event.sender.opened(url)
})
