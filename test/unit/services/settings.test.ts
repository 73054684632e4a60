import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { initialSettings, SettingsStore } from '../../../electron/services/operations/settings.ts'
import { servicePlumbing } from '../../support/services.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

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
    expect(notices.all).toEqual([expect.stringMatching(/settings file was damaged/)])
    const aside = readdirSync(directory).find((name) => name.startsWith('settings.json.damaged-'))
    expect(readFileSync(join(directory, aside ?? ''), 'utf8')).toBe('{"theme": "da')
  })

  it('replace one impossible value by its default, keep the others and a copy of the file', () => {
    const directory = temporaryDirectory()
    const before = JSON.stringify({ theme: 'dark', density: 'airy' })
    writeFileSync(join(directory, 'settings.json'), before)
    const { store, notices } = open(directory)
    expect(store.value).toMatchObject({ theme: 'dark', density: initialSettings.density })
    expect(notices.all).toEqual([expect.stringMatching(/density/)])
    expect(readdirSync(directory).some((name) => name.startsWith('settings.json.damaged-'))).toBe(true)
  })

  it('are kept in memory where no file can be had', () => {
    const { store, notices } = open(temporaryDirectory(), {
      openFile: () => {
        throw new Error('EROFS: read-only file system')
      },
    })
    expect(store.set({ density: 'comfortable' }).density).toBe('comfortable')
    expect(notices.all).toEqual([expect.stringMatching(/only until Plumbline ends.*EROFS/)])
  })
})
