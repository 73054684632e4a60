import Conf, { type Options } from 'conf'
import { join } from 'node:path'
import { z } from 'zod'
import packageDescription from '../../../package.json' with { type: 'json' }
import type { Service } from '../../contract/application.ts'
import { settings as settingsForm, type Settings } from '../../contract/features/operations.ts'
import { textOf } from '../../errors/failure.ts'
import type { FileSystem } from '../../storage/files.ts'
import type { ApplicationEvents } from '../application-events.ts'
import type { EventHub } from '../event-hub.ts'
import type { Notices } from './notices.ts'
import { setAside } from './set-aside.ts'

export const initialSettings: Settings = {
  theme: 'system',
  language: 'en',
  density: 'compact',
  notifications: { enabled: true, diverged: true, lag: true, deadLetter: true, brokerLost: true },
  retention: { days: 30, megabytes: 1024 },
  thresholds: { lagMessages: 100, lagSeconds: 60, compareMinutes: 5 },
  readOnly: false,
  updates: { enabled: false, feed: '' },
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
const migrations: NonNullable<SettingsFileOptions['migrations']> = {}

const stored = z.record(z.string(), z.unknown())

/**
 * The settings. The schema of the contract is the authority: a value of the file it refuses is replaced by its
 * default, and the file as it was is kept beside it; a file that is no JSON is set aside as a whole.
 */
export class SettingsStore {
  readonly #hub: EventHub<ApplicationEvents>
  readonly #notices: Notices
  #file: SettingsFile | undefined
  #value: Settings = initialSettings

  constructor(options: {
    readonly directory: string
    readonly fileSystem: FileSystem
    readonly now: () => number
    readonly notices: Notices
    readonly hub: EventHub<ApplicationEvents>
    readonly openFile?: (options: SettingsFileOptions) => SettingsFile
  }) {
    const { directory, fileSystem, now, notices, openFile = (each) => new Conf(each) } = options
    this.#hub = options.hub
    this.#notices = notices
    const path = join(directory, 'settings.json')
    const open = (): SettingsFile =>
      openFile({
        cwd: directory,
        configName: 'settings',
        name: 'settings',
        projectName: 'plumbline',
        projectVersion: packageDescription.version,
        accessPropertiesByDotNotation: false,
        configFileMode: 0o600,
        migrations,
      })
    try {
      this.#file = open()
    } catch (error) {
      this.#file = this.#beginAnew(path, error, { open, now, fileSystem })
    }
    this.#value = this.#read(path, now, fileSystem)
  }

  get value(): Settings {
    return this.#value
  }

  /** Changes what is given, whole groups at a time, and keeps the rest. */
  set(changes: Partial<Settings>): Settings {
    this.#value = settingsForm.parse({ ...this.#value, ...changes })
    if (this.#file !== undefined) {
      try {
        this.#file.store = { ...this.#value }
      } catch (error) {
        this.#notices.add(`Settings are kept only until Plumbline ends: ${textOf(error)}`)
      }
    }
    this.#hub.emit('settings', this.#value)
    return this.#value
  }

  service(): Service<'settings'> {
    return { get: () => this.#value, set: (changes) => this.set(definedOnly(changes)) }
  }

  #beginAnew(
    path: string,
    because: unknown,
    {
      open,
      now,
      fileSystem,
    }: {
      readonly open: () => SettingsFile
      readonly now: () => number
      readonly fileSystem: FileSystem
    },
  ): SettingsFile | undefined {
    try {
      if (fileSystem.exists(path)) {
        const aside = setAside(path, now(), fileSystem)
        this.#notices.add(
          `The settings file was damaged (${textOf(because)}); it lies at ${aside} now, and the defaults apply.`,
        )
      }
      return open()
    } catch (error) {
      this.#notices.add(`Settings are kept only until Plumbline ends: ${textOf(error)}`)
      return undefined
    }
  }

  #read(path: string, now: () => number, fileSystem: FileSystem): Settings {
    const found = stored.safeParse(this.#file?.store ?? {}).data ?? {}
    const refused: string[] = []
    const kept: Record<string, unknown> = { ...initialSettings }
    for (const key of settingsForm.keyof().options) {
      if (found[key] === undefined) continue
      const parsed = settingsForm.shape[key].safeParse(found[key])
      if (parsed.success) kept[key] = parsed.data
      else refused.push(key)
    }
    if (refused.length > 0) this.#keepCopy(path, refused, now, fileSystem)
    return settingsForm.parse(kept)
  }

  #keepCopy(path: string, refused: readonly string[], now: () => number, fileSystem: FileSystem): void {
    const what = `The settings ${refused.join(', ')} could not be used, and their defaults apply`
    try {
      const content = fileSystem.readFile(path, 4 * 1024 * 1024)
      const aside = setAside(path, now(), fileSystem)
      fileSystem.writeAtomically(path, content, { mode: 0o600 })
      this.#notices.add(`${what}; the file as it was lies at ${aside}.`)
    } catch (error) {
      this.#notices.add(`${what}; the file could not be copied: ${textOf(error)}`)
    }
  }
}

/** Settings that were left out are not changed; the schema lets them be present as undefined. */
function definedOnly(changes: {
  readonly [Key in keyof Settings]?: Settings[Key] | undefined
}): Partial<Settings> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
}
