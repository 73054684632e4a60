import { repeat } from '../scheduler/clock.ts'
import { wordingOf } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'
import type { Sentence, Wording } from '../sentences/sentence.ts'
import { reasonToRefuse } from './update-signature.ts'
import type { UpdateSource } from './update-source.ts'

/** What is used of electron-updater. */
export interface UpdaterEngine {
  autoDownload: boolean
  autoInstallOnAppQuit: boolean
  allowDowngrade: boolean
  allowPrerelease: boolean
  logger: unknown
  setFeedURL(feed: { readonly provider: 'generic'; readonly url: string }): void
  /** Null where the app does not run from a package that can be replaced. */
  checkForUpdates(): Promise<{ readonly isUpdateAvailable: boolean; readonly updateInfo: unknown } | null>
  downloadUpdate(): Promise<unknown>
  on(
    event: 'update-downloaded',
    listener: (info: { readonly version: string; readonly downloadedFile: string }) => void,
  ): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
}

const day = 24 * 60 * 60 * 1000

export interface UpdaterOptions {
  /** Undefined in a package that names none: then nothing is ever asked. */
  readonly source: UpdateSource | undefined
  readonly version: string
  /** Loads electron-updater, which is not even loaded before updates are turned on. */
  readonly load: () => Promise<UpdaterEngine>
  readonly onReady: (version: string) => void
  readonly report: (what: Sentence) => void
  /** Calls back again and again; returns what ends that. */
  readonly every?: (milliseconds: number, callback: () => void) => () => void
}

/**
 * Fetches newer versions from the feed that was fixed outside the page, once a day, and installs them when the app
 * quits. Off until the operator turns it on. On every platform a version is fetched only when our own signature stands
 * with all of its files, and installed only when what was fetched is what was signed; an older one never is.
 */
export class Updater {
  readonly #options: UpdaterOptions
  #engine: UpdaterEngine | undefined
  #isOn = false
  #checking: Promise<void> = Promise.resolve()
  #stopRepeating: (() => void) | undefined

  constructor(options: UpdaterOptions) {
    this.#options = options
  }

  /** Follows the setting; the same one again changes nothing. */
  async apply({ enabled }: { readonly enabled: boolean }): Promise<void> {
    if (enabled === this.#isOn) return
    this.#isOn = enabled
    this.stop()
    const { source } = this.#options
    if (!enabled || source === undefined) {
      // What lies ready is not installed by somebody who turned it off.
      if (this.#engine !== undefined) this.#engine.autoInstallOnAppQuit = false
      return
    }
    try {
      const engine = (this.#engine ??= await this.#prepare(source))
      const every = this.#options.every ?? repeat
      this.#stopRepeating = every(day, () => void this.#check(engine, source))
      await this.#check(engine, source)
    } catch (error) {
      this.#options.report(say('log.noUpdates', { reason: wordingOf(error) }))
    }
  }

  stop(): void {
    this.#stopRepeating?.()
    this.#stopRepeating = undefined
  }

  async #prepare(source: UpdateSource): Promise<UpdaterEngine> {
    const engine = await this.#options.load()
    engine.autoDownload = false
    engine.autoInstallOnAppQuit = false
    engine.allowDowngrade = false
    engine.allowPrerelease = false
    engine.logger = null
    engine.setFeedURL({ provider: 'generic', url: source.feed })
    // Told before anything is made ready for installing, which it is only while this is turned on.
    engine.on('update-downloaded', (info) => {
      engine.autoInstallOnAppQuit = this.#isOn && this.#isOurs(info, source, info.downloadedFile)
      if (engine.autoInstallOnAppQuit) this.#options.onReady(info.version)
    })
    engine.on('error', (error) => this.#options.report(say('log.updateFailed', { reason: wordingOf(error) })))
    return engine
  }

  /** One at a time: what is fetched is what the last check found. */
  #check(engine: UpdaterEngine, source: UpdateSource): Promise<void> {
    this.#checking = this.#checking.then(() => this.#checkOnce(engine, source))
    return this.#checking
  }

  async #checkOnce(engine: UpdaterEngine, source: UpdateSource): Promise<void> {
    try {
      const found = await engine.checkForUpdates()
      if (found === null) this.#options.report(say('log.noSelfUpdate'))
      else if (found.isUpdateAvailable && this.#isOurs(found.updateInfo, source))
        await engine.downloadUpdate()
    } catch (error) {
      this.#options.report(say('log.updatesUnknown', { reason: wordingOf(error) }))
    }
  }

  #isOurs(info: unknown, { key }: UpdateSource, file?: string): boolean {
    const reason = reasonOf(() => reasonToRefuse(info, { key, version: this.#options.version, file }))
    if (reason !== undefined) this.#options.report(say('log.updateRefused', { reason }))
    return reason === undefined
  }
}

/** What cannot be looked at is refused as well. */
function reasonOf(look: () => Wording | undefined): Wording | undefined {
  try {
    return look()
  } catch (error) {
    return wordingOf(error)
  }
}
