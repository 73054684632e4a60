import { dialog, ipcMain, type BrowserWindow, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron'
import { z } from 'zod'
import { applicationContract } from '../contract/features/application.ts'
import { bridgeChannels, type BridgeCommand } from '../contract/desktop-bridge.ts'
import { Connection, type ConnectionOptions } from '../channel/answering-connection.ts'
import { say } from '../sentences/say.ts'
import { appOrigin } from './app-protocol.ts'
import type { Refused } from './security.ts'

/** What connections of windows need of the application. */
export type ChannelOptions = Required<
  Pick<ConnectionOptions, 'application' | 'isReadOnly' | 'record' | 'clusterOf' | 'report'>
>

const pageName = z.uuid()

/**
 * The way between the page of the window and the application. Nothing is taken from any other frame, origin or
 * window, and a page that is loaded anew begins with a connection of its own.
 */
export class WindowChannel {
  readonly #window: BrowserWindow
  readonly #options: ChannelOptions
  readonly #refused: Refused
  readonly #waitingCommands: BridgeCommand[] = []
  #page: { readonly name: string; readonly connection: Connection } | undefined

  constructor(window: BrowserWindow, options: ChannelOptions, refused: Refused) {
    this.#window = window
    this.#options = options
    this.#refused = refused
    const { opened, toApplication, chooseDirectory } = bridgeChannels
    const onOpened = (event: IpcMainEvent, name: unknown): void => {
      if (this.#isOwn(event, opened)) this.#open(name)
    }
    const onMessage = (event: IpcMainEvent, name: unknown, message: unknown): void => {
      const page = this.#page
      if (this.#isOwn(event, toApplication) && page !== undefined && name === page.name) {
        page.connection.receive(message)
      }
    }
    ipcMain.on(opened, onOpened)
    ipcMain.on(toApplication, onMessage)
    ipcMain.handle(chooseDirectory, (event: IpcMainInvokeEvent) => {
      if (!this.#isOwn(event, chooseDirectory)) return null
      return this.#chooseDirectory()
    })
    window.webContents.on('render-process-gone', () => this.#close())
    window.on('closed', () => {
      ipcMain.off(opened, onOpened)
      ipcMain.off(toApplication, onMessage)
      ipcMain.removeHandler(chooseDirectory)
      this.#close()
    })
  }

  /** Asks the page for something, as soon as there is one. */
  command(command: BridgeCommand): void {
    if (this.#page === undefined) this.#waitingCommands.push(command)
    else this.#window.webContents.send(bridgeChannels.command, command)
  }

  #open(given: unknown): void {
    const parsed = pageName.safeParse(given)
    if (!parsed.success) {
      this.#refused(say('log.pageWithoutName'))
      return
    }
    this.#close()
    const name = parsed.data
    const connection = new Connection({
      ...this.#options,
      contract: applicationContract,
      send: (message) => {
        if (!this.#window.isDestroyed()) {
          this.#window.webContents.send(bridgeChannels.fromApplication, name, message)
        }
      },
    })
    this.#page = { name, connection }
    for (const command of this.#waitingCommands.splice(0)) this.command(command)
  }

  #close(): void {
    this.#page?.connection.close()
    this.#page = undefined
  }

  #isOwn({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent, channel: string): boolean {
    const own =
      !this.#window.isDestroyed() &&
      sender === this.#window.webContents &&
      senderFrame !== null &&
      senderFrame === this.#window.webContents.mainFrame &&
      senderFrame.origin === appOrigin
    if (!own) {
      const from = senderFrame?.origin ?? say('log.frameGone')
      this.#refused(say('log.message', { channel, sender: from }))
    }
    return own
  }

  async #chooseDirectory(): Promise<string | null> {
    const { canceled, filePaths } = await dialog.showOpenDialog(this.#window, {
      properties: ['openDirectory', 'createDirectory', 'showHiddenFiles'],
    })
    return canceled ? null : (filePaths[0] ?? null)
  }
}
