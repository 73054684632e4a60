import { app, dialog } from 'electron'
import { accessSync, constants, mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../scheduler/clock.ts'
import type { Application } from '../contract/features/application.ts'
import type { Settings } from '../contract/features/settings.ts'
import { isFailure, remedyOf, wordingOf } from '../errors/failure.ts'
import { desktopTexts } from '../languages/table.ts'
import { languageOf } from '../languages/tags.ts'
import type { RunningApplication } from '../services/application.ts'
import { LogFile } from '../services/logging/log-file.ts'
import { JsonFile } from '../state/json-file.ts'
import { Notices } from '../state/notices.ts'
import { localFileSystem } from '../storage/files.ts'
import type { ConnectionOptions } from '../channel/answering-connection.ts'
import { readRendererFiles } from '../channel/renderer-files.ts'
import { registerAppScheme } from './app-protocol.ts'
import { DesktopApp } from './desktop-app.ts'
import { profileFileIn } from './opened-files.ts'
import { watchResponsiveness } from './responsiveness.ts'
import { confinePages } from './security.ts'
import type { FoundSource } from './update-source.ts'
import type { UpdaterEngine } from './updater.ts'
import { windowState } from './window-state.ts'
import type { Wording } from '../sentences/sentence.ts'
import { say } from '../sentences/say.ts'
import { speaker } from '../sentences/speaker.ts'

/** The application behind the window. */
export interface OpenedApplication extends Required<
  Pick<ConnectionOptions, 'isReadOnly' | 'record' | 'clusterOf'>
> {
  readonly application: Application
  readonly clusters: Pick<RunningApplication['clusters'], 'watch'>
  readonly settings: () => Settings
  /** Where it keeps what is its own; another than was asked for when that cannot be written. */
  readonly stateDirectory: string
  /** What the operator should know about this run. */
  readonly notices: readonly Wording[]
  readonly close: () => Promise<void>
}

export interface StartupOptions {
  /** Directory of the bundled app: its preload script, images and, beside or in it, the renderer. */
  readonly directory: string
  readonly renderer: string
  readonly stateDirectory: string
  /** @param report told of errors nobody waits for */
  readonly openApplication: (report: (error: unknown) => void) => Promise<OpenedApplication>
  readonly updates: FoundSource & { readonly load: () => Promise<UpdaterEngine> }
}

/** Milliseconds the application has to end in good order when the app quits. */
const closeDeadline = 15_000

/** Starts the desktop app, or hands what was asked for to the one that runs already. */
export function startUp(options: StartupOptions): void {
  app.setName('Plumbline')
  app.setAppUserModelId('org.plumbline.Plumbline')
  const userData = chromiumDirectory(options.stateDirectory)
  if (userData !== undefined) app.setPath('userData', userData)
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  registerAppScheme()
  void new Startup(options).run()
}

/**
 * Where Chromium keeps what is its own. Without a place it can write to, it does not start at all.
 * @returns undefined when there is none; what is wrong is said when the application behind the window finds none either
 */
function chromiumDirectory(stateDirectory: string): string | undefined {
  const inState = (): string => {
    const directory = join(stateDirectory, 'desktop')
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    accessSync(directory, constants.W_OK)
    return directory
  }
  for (const find of [inState, () => mkdtempSync(join(tmpdir(), 'plumbline-desktop-'))]) {
    try {
      return find()
    } catch {
      // The next one may do.
    }
  }
  return undefined
}

class Startup {
  readonly #options: StartupOptions
  #log: LogFile
  #desktop: DesktopApp | undefined
  #opened: OpenedApplication | undefined
  /** A profile file that was opened before there was a window. */
  #profile: string | undefined
  #isClosing = false
  readonly #report = (error: unknown): void => this.#log.error(say('log.wentWrong'), error)

  constructor(options: StartupOptions) {
    this.#options = options
    this.#log = new LogFile(options.stateDirectory)
    this.#profile = profileFileIn(process.argv.slice(1), process.cwd())
    process.on('uncaughtException', this.#report)
    process.on('unhandledRejection', this.#report)
    confinePages(app, (what) => this.#log.write('warning', say('log.refused', { what })))
    app.on('second-instance', (_event, words, directory) => {
      this.#desktop?.show()
      this.#openProfile(profileFileIn(words.slice(1), directory))
    })
    app.on('open-file', (event, path) => {
      event.preventDefault()
      this.#openProfile(path)
    })
    app.on('activate', () => this.#desktop?.show())
    app.on('window-all-closed', () => {
      // As on the platform: there the app goes on without a window until it is told to quit.
      if (process.platform !== 'darwin') app.quit()
    })
    // A library that cleans up at such a signal raises it once more; with this listener nobody ends the process but us.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())
    // Quitting waits for the application behind the window; what ends the process then does not ask again.
    app.on('before-quit', (event) => {
      event.preventDefault()
      void this.#close()
    })
  }

  async run(): Promise<void> {
    try {
      await app.whenReady()
      const files = readRendererFiles(this.#options.renderer)
      this.#opened = await this.#options.openApplication(this.#report)
      this.#log = new LogFile(this.#opened.stateDirectory)
      for (const notice of this.#opened.notices) this.#log.write('warning', notice)
      const { reason } = this.#options.updates
      if (reason !== undefined) this.#log.write('warning', say('log.updatesOff', { reason }))
      this.#desktop = this.#createDesktop(this.#opened, files)
      this.#desktop.show()
      this.#openProfile(this.#profile)
      this.#log.write('info', say('log.started'), { version: app.getVersion(), platform: process.platform })
      watchResponsiveness((milliseconds) => {
        this.#log.write('warning', say('log.stoodStill', { milliseconds }))
      })
      // Whoever started this process waits for the window.
      process.send?.({ type: 'ready' })
    } catch (error) {
      this.#log.error(say('log.notStarted'), error)
      // Which language was chosen is among what could not be opened.
      const language = languageOf(app.getLocale()) ?? 'en'
      const speak = await speaker(language)
      const what = [wordingOf(error), ...(isFailure(error) ? [remedyOf(error)] : [])]
      dialog.showErrorBox(desktopTexts[language].couldNotStart, what.map(speak).join('\n\n'))
      await this.#close(1)
    }
  }

  #createDesktop(opened: OpenedApplication, files: ReturnType<typeof readRendererFiles>): DesktopApp {
    const { directory, updates } = this.#options
    const { stateDirectory, application, clusters, settings, isReadOnly, record, clusterOf } = opened
    return new DesktopApp({
      application,
      clusters,
      settings,
      isReadOnly,
      record,
      clusterOf,
      report: (error, where, reference) =>
        this.#log.error(say('log.callFailed'), error, { where, reference }),
      files,
      preload: join(directory, 'preload.cjs'),
      icons: join(directory, 'resources/icons'),
      windowState: new JsonFile({
        path: join(stateDirectory, 'window.json'),
        schema: windowState,
        initial: { bounds: null, maximized: false },
        fileSystem: localFileSystem,
        now: Date.now,
        // Where the window was is not worth a word when it is lost.
        notices: new Notices(),
      }),
      log: this.#log,
      devTools: !app.isPackaged,
      updates: { source: updates.source, version: app.getVersion(), load: updates.load },
    })
  }

  #openProfile(path: string | undefined): void {
    if (path === undefined) return
    if (this.#desktop === undefined) this.#profile = path
    else this.#desktop.openProfile(path)
  }

  /** Ends the application behind the window before the process ends. */
  async #close(code = 0): Promise<void> {
    if (this.#isClosing) return
    this.#isClosing = true
    this.#desktop?.close()
    const inTime = systemClock.after(closeDeadline, () => app.exit(1))
    try {
      await this.#opened?.close()
    } catch (error) {
      this.#log.error(say('log.notEnded'), error)
    }
    inTime()
    app.exit(code)
  }
}
