import '../../state/home-variable.ts'
import Conf, { type Options } from 'conf'
import { join } from 'node:path'
import { z } from 'zod'
import packageDescription from '../../../package.json' with { type: 'json' }
import type { StateFiles } from '../../state/json-file.ts'
import type { Offers, Service, Sources } from '../../contract/features/application.ts'
import { settings as settingsSchema, type Settings } from '../../contract/features/settings.ts'
import { wordingOf } from '../../errors/failure.ts'
import type { FileSystem } from '../../storage/files.ts'
import type { ApplicationEvents } from '../events/application-events.ts'
import type { EventHub } from '../events/event-hub.ts'
import type { Notices } from '../../state/notices.ts'
import { setAside, whyUnusable } from '../../state/json-file.ts'
import { parseJson } from '../../text/json.ts'
import { say } from '../../sentences/say.ts'

export const initialSettings: Settings = {
  theme: 'system',
  language: 'en',
  density: 'compact',
  notifications: { enabled: true, diverged: true, lag: true, deadLetter: true, brokerLost: true },
  retention: { days: 30, megabytes: 1024 },
  thresholds: { lagMessages: 100, lagSeconds: 60, compareMinutes: 5, browseMessages: 500 },
  embeddedBroker: { host: '127.0.0.1', certificate: '', key: '', announced: false },
  readOnly: false,
  updates: { enabled: false },
  openLast: false,
}

/** What settings are kept in: an instance of conf, or of electron-store, which is made of it. */
export interface SettingsFile {
  store: Record<string, unknown>
}

/** The options both conf and electron-store (under `name`) take. */
export type SettingsFileOptions = Options<Record<string, unknown>> & {
  readonly cwd: string
  readonly configName: string
  readonly name: string
}

/** Steps from an older form of the file to the present one, by the version that brought the change. */
export type SettingsMigrations = NonNullable<SettingsFileOptions['migrations']>

/** There was no other form yet. */
const noMigrations: SettingsMigrations = {}

const stored = z.record(z.string(), z.unknown())
const longestFile = 4 * 1024 * 1024

/**
 * The settings. The schema of the contract is the authority: a value of the file it refuses is replaced by its
 * default, and the file as it was is kept beside it; a file that is no JSON is set aside as a whole. What the file
 * holds beyond that, as a newer version may have written it, stays in it.
 */
export class SettingsStore implements Offers<'settings'> {
  readonly #path: string
  readonly #fileSystem: FileSystem
  readonly #now: () => number
  readonly #notices: Notices
  readonly #hub: EventHub<ApplicationEvents>
  /** Undefined where none can be written. */
  readonly #file: SettingsFile | undefined
  #value: Settings
  /** Until the operator chose a language, it is that of who looks, and the file holds none. */
  #isLanguageChosen: boolean

  constructor(
    options: StateFiles & {
      readonly directory: string
      readonly hub: EventHub<ApplicationEvents>
      readonly openFile?: (options: SettingsFileOptions) => SettingsFile
      readonly migrations?: SettingsMigrations
    },
  ) {
    const { directory, openFile = (each) => new Conf(each) } = options
    this.#path = join(directory, 'settings.json')
    this.#fileSystem = options.fileSystem
    this.#now = options.now
    this.#notices = options.notices
    this.#hub = options.hub
    // Looked at before conf does, which does not tell a damaged file from a disk that is full.
    const found = this.#readFile()
    this.#file = this.#open(() =>
      openFile({
        cwd: directory,
        configName: 'settings',
        name: 'settings',
        projectName: 'plumbline',
        projectVersion: packageDescription.version,
        accessPropertiesByDotNotation: false,
        configFileMode: 0o600,
        migrations: options.migrations ?? noMigrations,
      }),
    )
    const kept = this.#file?.store ?? found
    this.#value = this.#parse(kept)
    this.#isLanguageChosen = kept['language'] !== undefined
  }

  get value(): Settings {
    return this.#value
  }

  /** Changes what is given, whole groups at a time, and keeps the rest. */
  set(changes: Partial<Settings>): Settings {
    this.#value = settingsSchema.parse({ ...this.#value, ...changes })
    this.#isLanguageChosen ||= changes.language !== undefined
    if (this.#file !== undefined) {
      const { language, ...others } = this.#value
      try {
        this.#file.store = {
          ...this.#file.store,
          ...others,
          ...(this.#isLanguageChosen ? { language } : {}),
        }
      } catch (error) {
        this.#sayOnlyInMemory(error)
      }
    }
    this.#hub.emit('settings', this.#value)
    return this.#value
  }

  get service(): Service<'settings'> {
    return { get: () => this.#value, set: (changes) => this.set(definedOnly(changes)) }
  }

  get sources(): Sources<'settings'> {
    return {
      current: ({ language }, emit, signal) => {
        if (language !== undefined && !this.#isLanguageChosen) this.#value = { ...this.#value, language }
        emit([this.#value])
        this.#hub.on('settings', (value) => emit([value]), signal)
      },
    }
  }

  #readFile(): Record<string, unknown> {
    try {
      if (!this.#fileSystem.exists(this.#path)) return {}
      return stored.parse(parseJson(this.#content().toString('utf8')))
    } catch (error) {
      this.#beginAnew(error)
      return {}
    }
  }

  #beginAnew(because: unknown): void {
    const reason = whyUnusable(because)
    try {
      const aside = setAside(this.#path, this.#now(), this.#fileSystem)
      this.#notices.add(say('notices.settingsFileCouldNot', { reason, aside }))
    } catch (error) {
      this.#notices.add(say('notices.settingsFileCouldNotRead', { reason, failure: wordingOf(error) }))
    }
  }

  #open(open: () => SettingsFile): SettingsFile | undefined {
    try {
      return open()
    } catch (error) {
      this.#sayOnlyInMemory(error)
      return undefined
    }
  }

  #parse(found: Record<string, unknown>): Settings {
    const refused: string[] = []
    const kept: Record<string, unknown> = { ...initialSettings }
    for (const key of settingsSchema.keyof().options) {
      if (found[key] === undefined) continue
      const parsed = settingsSchema.shape[key].safeParse(found[key])
      if (parsed.success) kept[key] = parsed.data
      else refused.push(key)
    }
    if (refused.length > 0) this.#keepCopy(refused)
    return settingsSchema.parse(kept)
  }

  #keepCopy(refused: readonly string[]): void {
    const what = say('notices.settingsCouldNotUsed', { names: refused.join(', ') })
    try {
      const content = this.#content()
      const aside = setAside(this.#path, this.#now(), this.#fileSystem)
      this.#fileSystem.writeAtomically(this.#path, content, { mode: 0o600 })
      this.#notices.add(say('notices.fileLies', { what, aside }))
    } catch (error) {
      this.#notices.add(say('notices.fileCouldNotCopied', { what, reason: wordingOf(error) }))
    }
  }

  #content(): Buffer {
    return this.#fileSystem.readFile(this.#path, longestFile)
  }

  #sayOnlyInMemory(because: unknown): void {
    this.#notices.add(say('notices.settingsKeptOnlyUntil', { reason: wordingOf(because) }))
  }
}

/** Settings that were left out are not changed; the schema lets them be present as undefined. */
function definedOnly(changes: {
  readonly [Key in keyof Settings]?: Settings[Key] | undefined
}): Partial<Settings> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
}
