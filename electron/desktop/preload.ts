import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import { bridgeChannels, type BridgeCommand, type DesktopBridge } from '../contract/desktop-bridge.ts'

/** All the page has of Electron. Everything it sends is checked by the main process, which trusts no page. */
const page = crypto.randomUUID()

const listeners = new Set<(message: unknown) => void>()
const commandListeners = new Set<(command: BridgeCommand) => void>()
/** What came before the page was ready to be asked for something. */
const earlyCommands: BridgeCommand[] = []

ipcRenderer.on(bridgeChannels.fromApplication, (_event: IpcRendererEvent, to: unknown, message: unknown) => {
  if (to !== page) return
  for (const listener of listeners) listener(message)
})

ipcRenderer.on(bridgeChannels.command, (_event: IpcRendererEvent, command: BridgeCommand) => {
  if (commandListeners.size === 0) earlyCommands.push(command)
  for (const listener of commandListeners) listener(command)
})

function platformOf(platform: NodeJS.Platform): DesktopBridge['platform'] {
  return platform === 'darwin' || platform === 'win32' ? platform : 'linux'
}

const bridge: DesktopBridge = {
  platform: platformOf(process.platform),
  post: (message) => ipcRenderer.send(bridgeChannels.toApplication, page, message),
  listen: (listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  chooseDirectory: async () => {
    const chosen: unknown = await ipcRenderer.invoke(bridgeChannels.chooseDirectory, page)
    return typeof chosen === 'string' ? chosen : null
  },
  onCommand: (listener) => {
    commandListeners.add(listener)
    for (const command of earlyCommands.splice(0)) listener(command)
    return () => commandListeners.delete(listener)
  },
}

contextBridge.exposeInMainWorld('plumbline', bridge)
ipcRenderer.send(bridgeChannels.opened, page)
