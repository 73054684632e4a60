import { app, Menu, session, type BrowserWindow } from 'electron'
import { join } from 'node:path'
import type { Application } from '../contract/features/application.ts'
import { dataOfFailure } from '../contract/failures.ts'
import type { RunningApplication } from '../services/application.ts'
import { largestProfileFile } from '../contract/features/profiles.ts'
import type { Settings } from '../contract/features/settings.ts'
import { isFailure, textOf } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'
import type { LogFile } from '../services/logging/log-file.ts'
import type { JsonFile } from '../state/json-file.ts'
import { localFileSystem } from '../storage/files.ts'
import type { ConnectionOptions } from '../channel/answering-connection.ts'
import type { RendererFile } from '../channel/renderer-files.ts'
import { serveApp } from './app-protocol.ts'
import { watchClusters, type ClusterView } from './cluster-watch.ts'
import { menuTemplate } from './menu.ts'
import type { Notice } from './notification-rules.ts'
import { Notifications } from './notifications.ts'
import { denyPermissions } from './security.ts'
import { desktopTexts } from '../languages/table.ts'
import { ClusterTray } from './tray.ts'
import { Updater, type UpdaterOptions } from './updater.ts'
import { createWindow, present } from './window.ts'
import { WindowChannel } from './window-channel.ts'
import type { windowState } from './window-state.ts'

export interface DesktopOptions extends Required<
  Pick<ConnectionOptions, 'isReadOnly' | 'record' | 'clusterOf' | 'report'>
> {
  readonly application: Application
  readonly clusters: Pick<RunningApplication['clusters'], 'watch'>
  readonly settings: () => Settings
  readonly files: ReadonlyMap<string, RendererFile>
  /** The bundled preload script. */
  readonly preload: string
  /** Directory of the images. */
  readonly icons: string
  readonly windowState: JsonFile<typeof windowState>
  readonly log: LogFile
  readonly devTools: boolean
  readonly updates: Pick<UpdaterOptions, 'source' | 'version' | 'load'>
}

/** The desktop app once the application behind it is there: its window, menu, tray and notifications. */
export class DesktopApp {
  readonly #options: DesktopOptions
  readonly #stop = new AbortController()
  readonly #tray: ClusterTray | undefined
  readonly #notifications: Notifications
  readonly #updater: Updater
  #window: BrowserWindow | undefined
  #channel: WindowChannel | undefined
  #language: Settings['language'] | undefined

  constructor(options: DesktopOptions) {
    this.#options = options
    const { application, clusters, settings, files, log, updates } = options
    denyPermissions(session.defaultSession, this.refused)
    serveApp(session.defaultSession, files)
    this.#tray = this.#createTray()
    this.#notifications = new Notifications(
      () => this.#window?.isFocused() === true,
      (notice) => this.#open(notice),
    )
    this.#updater = new Updater({
      ...updates,
      onReady: (version) => this.#notifications.say(desktopTexts[settings().language].updateReady(version)),
      report: (what) => log.write('warning', what),
    })
    this.#takeSettings(settings())
    watchClusters(clusters, application, settings(), (view) => this.#take(view), this.#stop.signal)
  }

  /** Logs what was kept from happening. */
  readonly refused = (what: Wording): void => {
    this.#options.log.write('warning', say('log.refused', { what }))
  }

  /** Shows the window; makes it when there is none. */
  show(): void {
    if (this.#window === undefined) this.#openWindow()
    else present(this.#window)
  }

  /** Hands a profile file to the page, which asks before it imports anything. */
  openProfile(path: string): void {
    this.show()
    try {
      const content = localFileSystem.readFile(path, largestProfileFile).toString('utf8')
      this.#channel?.command({ type: 'import-profile', content })
    } catch (error) {
      if (!isFailure(error)) throw error
      this.#channel?.command({ type: 'failed', failure: dataOfFailure(error) })
    }
  }

  close(): void {
    this.#stop.abort()
    this.#updater.stop()
    this.#tray?.destroy()
    this.#window?.destroy()
  }

  #openWindow(): void {
    const { preload, icons, windowState: state, devTools, log } = this.#options
    const window = createWindow({
      preload,
      icon: join(icons, 'icon-256.png'),
      state: state.value,
      keepState: (value) => state.set(value),
      devTools,
    })
    this.#window = window
    this.#channel = new WindowChannel(window, this.#options, this.refused)
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      log.write('error', say('log.pageGone', { reason }))
    })
    window.on('closed', () => {
      this.#window = undefined
      this.#channel = undefined
    })
  }

  #take(view: ClusterView): void {
    this.#takeSettings(view.settings)
    this.#tray?.take(view)
    this.#notifications.take(view, Date.now())
  }

  #takeSettings({ language, updates }: Settings): void {
    void this.#updater.apply(updates)
    if (language === this.#language) return
    this.#language = language
    const template = menuTemplate({
      platform: process.platform,
      texts: desktopTexts[language],
      devTools: this.#options.devTools,
      command: (command) => {
        this.show()
        this.#channel?.command(command)
      },
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }

  #open({ cluster, reason }: Notice): void {
    this.#showCluster(cluster.id)
    const screen = reason === 'brokerLost' || reason === 'deadLetter' ? 'brokers' : 'nodes'
    this.#channel?.command({ type: 'go', screen })
  }

  /** That it could not be shown is seen in the window. */
  #showCluster(id: string): void {
    this.show()
    const { signal } = this.#stop
    Promise.resolve(
      this.#options.application.services.profiles.open({ id }, { signal, progress: () => undefined }),
    ).catch((error: unknown) => {
      if (!isFailure(error)) throw error
      this.#channel?.command({ type: 'failed', failure: dataOfFailure(error) })
    })
  }

  /** Some desktops have no place for it; the app is whole without. */
  #createTray(): ClusterTray | undefined {
    try {
      return new ClusterTray(this.#options.icons, {
        show: () => this.show(),
        showCluster: (id) => this.#showCluster(id),
        quit: () => app.quit(),
      })
    } catch (error) {
      this.#options.log.write('warning', say('log.noTray', { reason: textOf(error) }))
      return undefined
    }
  }
}
