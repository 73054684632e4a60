import { textOf } from '../errors/failure.ts'
import type { Settings } from '../contract/features/settings.ts'

/** What is used of electron-updater. */
export interface UpdaterEngine {
  autoDownload: boolean
  autoInstallOnAppQuit: boolean
  allowDowngrade: boolean
  logger: unknown
  setFeedURL(feed: { readonly provider: 'generic'; readonly url: string }): void
  /** Null where the app does not run from a package that can be replaced. */
  checkForUpdates(): Promise<unknown>
  on(event: 'update-downloaded', listener: (info: { readonly version: string }) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
}

const day = 24 * 60 * 60 * 1000

export interface UpdaterOptions {
  /** Loads electron-updater, which is not even loaded before updates are turned on. */
  readonly load: () => Promise<UpdaterEngine>
  readonly onReady: (version: string) => void
  readonly report: (what: string) => void
  /** Calls back again and again; returns what ends that. */
  readonly every?: (milliseconds: number, callback: () => void) => () => void
}

/**
 * Fetches newer versions from the feed of the settings, once a day, and installs them when the app quits. Off until
 * the operator turns it on. The feed must be reached over TLS: it names the hash of the package, and that is what is
 * checked; macOS, and Windows where packages are signed, check the signature too.
 */
export class Updater {
  readonly #options: UpdaterOptions
  #engine: UpdaterEngine | undefined
  #feed = ''
  #stopRepeating: (() => void) | undefined

  constructor(options: UpdaterOptions) {
    this.#options = options
  }

  /** Follows the settings; the same ones again change nothing. */
  async apply({ enabled, feed }: Settings['updates']): Promise<void> {
    const wanted = enabled ? feed : ''
    if (wanted === this.#feed) return
    this.#feed = wanted
    this.stop()
    if (wanted === '') return
    if (!isUsableFeed(wanted)) {
      this.#options.report('the feed for updates is not an https address')
      return
    }
    try {
      const engine = (this.#engine ??= await this.#prepare())
      engine.setFeedURL({ provider: 'generic', url: wanted })
      const every = this.#options.every ?? repeat
      this.#stopRepeating = every(day, () => void this.#check(engine))
      await this.#check(engine)
    } catch (error) {
      this.#options.report(`updates cannot be fetched: ${textOf(error)}`)
    }
  }

  stop(): void {
    this.#stopRepeating?.()
    this.#stopRepeating = undefined
  }

  async #prepare(): Promise<UpdaterEngine> {
    const engine = await this.#options.load()
    engine.autoDownload = true
    engine.autoInstallOnAppQuit = true
    engine.allowDowngrade = false
    engine.logger = null
    engine.on('update-downloaded', ({ version }) => this.#options.onReady(version))
    engine.on('error', (error) => this.#options.report(`an update failed: ${textOf(error)}`))
    return engine
  }

  async #check(engine: UpdaterEngine): Promise<void> {
    try {
      if ((await engine.checkForUpdates()) === null) {
        this.#options.report('this installation cannot update itself')
      }
    } catch (error) {
      this.#options.report(`looking for updates failed: ${textOf(error)}`)
    }
  }
}

function isUsableFeed(feed: string): boolean {
  const url = URL.parse(feed)
  return url?.protocol === 'https:' && url.username === '' && url.password === ''
}

function repeat(milliseconds: number, callback: () => void): () => void {
  const timer = setInterval(callback, milliseconds)
  timer.unref()
  return () => clearInterval(timer)
}
