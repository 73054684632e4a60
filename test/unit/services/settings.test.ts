import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  initialSettings,
  SettingsStore,
  type SettingsMigrations,
} from '../../../electron/services/settings/settings.ts'
import { settingsProcedures } from '../../../electron/contract/features/settings.ts'
import { servicePlumbing } from '../../support/services.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { saying } from '../../support/saying.ts'

function open(directory: string, extra: Partial<ConstructorParameters<typeof SettingsStore>[0]> = {}) {
  const plumbing = servicePlumbing()
  return { ...plumbing, store: new SettingsStore({ directory, now: () => 0, ...plumbing, ...extra }) }
}

describe('settings', () => {
  it('begin with defaults and are there after a restart', () => {
    const directory = temporaryDirectory()
    const { store } = open(directory)
    expect(store.value).toEqual(initialSettings)
    store.set({ language: 'de', readOnly: true })
    expect(open(directory).store.value).toEqual({ ...initialSettings, language: 'de', readOnly: true })
  })

  it('speak the language of who looks until one is chosen, which stays', () => {
    const directory = temporaryDirectory()
    const shownTo = (store: SettingsStore, language: 'en' | 'de'): string[] => {
      const shown: string[] = []
      const { signal } = new AbortController()
      void store.sources.current(
        { language },
        (all) => shown.push(...all.map((each) => each.language)),
        signal,
      )
      return shown
    }
    const { store } = open(directory)
    expect(shownTo(store, 'de')).toEqual(['de'])
    expect(store.value.language).toBe('de')
    store.set({ theme: 'dark' })
    const later = open(directory).store
    expect(shownTo(later, 'en')).toEqual(['en'])
    later.set({ language: 'de' })
    expect(shownTo(open(directory).store, 'en')).toEqual(['de'])
  })

  it('change in what is asked for alone, without what would be assumed of the rest', () => {
    const changes = settingsProcedures.set.input.parse({ readOnly: true })
    expect(Object.keys(changes)).toEqual(['readOnly'])
  })

  it('tell everyone who listens of a change', () => {
    const { store, hub } = open(temporaryDirectory())
    const heard: string[] = []
    hub.on('settings', ({ theme }) => heard.push(theme))
    store.set({ theme: 'dark' })
    expect(heard).toEqual(['dark'])
  })

  it('refuse a value the contract does not allow, and keep what was', () => {
    const { store } = open(temporaryDirectory())
    expect(() => store.set({ retention: { days: 0, megabytes: 100 } })).toThrow()
    expect(store.value).toEqual(initialSettings)
  })

  it('set a file that is no JSON aside, say so and go on', () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'settings.json'), '{"theme": "da')
    const { store, notices } = open(directory)
    expect(store.value).toEqual(initialSettings)
    store.set({ theme: 'light' })
    expect(notices.all).toEqual([saying(/settings file could not be read/)])
    const aside = readdirSync(directory).find((name) => name.startsWith('settings.json.damaged-'))
    expect(readFileSync(join(directory, aside ?? ''), 'utf8')).toBe('{"theme": "da')
  })

  it('replace one impossible value by its default, keep the others and a copy of the file', () => {
    const directory = temporaryDirectory()
    const before = JSON.stringify({ theme: 'dark', density: 'airy' })
    writeFileSync(join(directory, 'settings.json'), before)
    const { store, notices } = open(directory)
    expect(store.value).toMatchObject({ theme: 'dark', density: initialSettings.density })
    expect(notices.all).toEqual([saying(/density/)])
    expect(readdirSync(directory).some((name) => name.startsWith('settings.json.damaged-'))).toBe(true)
  })

  it('keep what a newer version wrote into the file', () => {
    const directory = temporaryDirectory()
    const path = join(directory, 'settings.json')
    writeFileSync(path, JSON.stringify({ theme: 'dark', sounds: { alarm: 'bell' } }))
    const { store, notices } = open(directory)
    store.set({ theme: 'light' })
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      theme: 'light',
      sounds: { alarm: 'bell' },
      __internal__: { migrations: { version: expect.any(String) as string } },
    })
    expect(notices.all).toEqual([])
  })

  it('are brought from the form of an older version to the present one, once', () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'settings.json'), JSON.stringify({ dark: true }))
    let runs = 0
    const migrations: SettingsMigrations = {
      '0.0.1': (file) => {
        runs += 1
        file.set('theme', file.get('dark') === true ? 'dark' : 'system')
        file.delete('dark')
      },
    }
    expect(open(directory, { migrations }).store.value.theme).toBe('dark')
    open(directory, { migrations }).store.set({ density: 'comfortable' })
    expect(open(directory, { migrations }).store.value).toMatchObject({
      theme: 'dark',
      density: 'comfortable',
    })
    expect(runs).toBe(1)
  })

  it('stay as they are in a file that is sound when the disk is full, and are used', () => {
    const directory = temporaryDirectory()
    const before = JSON.stringify({ theme: 'dark' })
    writeFileSync(join(directory, 'settings.json'), before)
    const { store, notices } = open(directory, {
      openFile: () => {
        throw new Error('ENOSPC: no space left on device')
      },
    })
    expect(store.value.theme).toBe('dark')
    expect(notices.all).toEqual([saying(/only until Plumbline ends.*ENOSPC/)])
    expect(readdirSync(directory)).toEqual(['settings.json'])
    expect(readFileSync(join(directory, 'settings.json'), 'utf8')).toBe(before)
  })

  it('that the full disk does not take are kept in memory, and a notice says so', () => {
    const { store, notices, hub } = open(temporaryDirectory(), {
      openFile: () => ({
        get store() {
          return {}
        },
        set store(_settings: Record<string, unknown>) {
          throw new Error('ENOSPC: no space left on device')
        },
      }),
    })
    const heard: string[] = []
    hub.on('settings', ({ theme }) => heard.push(theme))
    expect(store.set({ theme: 'dark' }).theme).toBe('dark')
    expect(heard).toEqual(['dark'])
    expect(notices.all).toEqual([saying(/only until Plumbline ends.*ENOSPC/)])
  })

  it('are kept in memory where no file can be had', () => {
    const { store, notices } = open(temporaryDirectory(), {
      openFile: () => {
        throw new Error('EROFS: read-only file system')
      },
    })
    expect(store.set({ density: 'comfortable' }).density).toBe('comfortable')
    expect(notices.all).toEqual([saying(/only until Plumbline ends.*EROFS/)])
  })
})
