import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { Updater, type UpdaterEngine } from '../../../electron/desktop/updater.ts'

function createEngine() {
  const feeds: string[] = []
  const state = { checks: 0, fails: false, isInstalled: true }
  const events = new EventEmitter()
  const engine: UpdaterEngine = {
    autoDownload: false,
    autoInstallOnAppQuit: false,
    allowDowngrade: true,
    logger: console,
    setFeedURL: ({ url }) => feeds.push(url),
    checkForUpdates: async () => {
      state.checks++
      if (state.fails) throw new Error('no network')
      return state.isInstalled ? {} : null
    },
    on: (event: string, listener: (value: never) => void) =>
      events.on(event, (value: unknown) => listener(value as never)),
  }
  const reports: string[] = []
  const ready: string[] = []
  const repeats = new Set<() => void>()
  let loads = 0
  const updater = new Updater({
    load: async () => {
      loads++
      return engine
    },
    onReady: (version) => ready.push(version),
    report: (what) => reports.push(what),
    every: (_milliseconds, callback) => {
      repeats.add(callback)
      return () => repeats.delete(callback)
    },
  })
  return { updater, engine, feeds, state, events, reports, ready, repeats, loads: () => loads }
}

const feed = 'https://updates.example/plumbline'

test('Nothing is loaded or asked before updates are turned on', async () => {
  const { updater, loads } = createEngine()
  await updater.apply({ enabled: false, feed })
  await updater.apply({ enabled: true, feed: '' })
  expect(loads()).toBe(0)
})

test('Once turned on the feed is asked at once and every day, until it is turned off', async () => {
  const { updater, feeds, state, repeats, engine } = createEngine()
  await updater.apply({ enabled: true, feed })
  await updater.apply({ enabled: true, feed })
  expect(feeds).toEqual([feed])
  expect(state.checks).toBe(1)
  for (const repeat of repeats) repeat()
  expect(state.checks).toBe(2)
  expect(engine).toMatchObject({ allowDowngrade: false, autoInstallOnAppQuit: true })
  await updater.apply({ enabled: false, feed })
  expect(repeats.size).toBe(0)
})

test.each(['http://updates.example/', 'file:///tmp', 'https://me:secret@updates.example/', 'nonsense'])(
  'A feed like %s is refused',
  async (wrong) => {
    const { updater, reports, loads } = createEngine()
    await updater.apply({ enabled: true, feed: wrong })
    expect(reports).toEqual(['the feed for updates is not an https address'])
    expect(loads()).toBe(0)
  },
)

test('A feed that cannot be reached is reported and asked again', async () => {
  const { updater, reports, state, repeats } = createEngine()
  state.fails = true
  await updater.apply({ enabled: true, feed })
  expect(reports).toEqual(['looking for updates failed: no network'])
  expect(repeats.size).toBe(1)
})

test('An app that does not run from a package says that it cannot update itself', async () => {
  const { updater, reports, state } = createEngine()
  state.isInstalled = false
  await updater.apply({ enabled: true, feed })
  expect(reports).toEqual(['this installation cannot update itself'])
})

test('A version that lies ready is told', async () => {
  const { updater, events, ready } = createEngine()
  await updater.apply({ enabled: true, feed })
  events.emit('update-downloaded', { version: '2.0.0' })
  expect(ready).toEqual(['2.0.0'])
})
