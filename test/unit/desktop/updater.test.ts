import { createHash, generateKeyPairSync } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { signatureOf } from '../../../electron/desktop/update-signature.ts'
import { findUpdateSource } from '../../../electron/desktop/update-source.ts'
import { Updater, type UpdaterEngine } from '../../../electron/desktop/updater.ts'
import { english } from '../../../electron/sentences/english.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { saying } from '../../support/saying.ts'

const ours = generateKeyPairSync('ed25519')
const theirs = generateKeyPairSync('ed25519')
const sha512 = (content: string) => createHash('sha512').update(content).digest('base64')

/** What a feed says of a version, with the signature of its one file unless another one is given. */
function versionInfo(
  version: string,
  content = 'newer',
  signature = signatureOf(version, sha512(content), ours.privateKey),
) {
  return { version, files: [{ url: 'plumbline.AppImage', sha512: sha512(content), signature }] }
}

function createEngine(options: { source?: boolean } = {}) {
  const feeds: string[] = []
  const state = {
    checks: 0,
    downloads: 0,
    fails: false,
    isInstalled: true,
    info: versionInfo('2.0.0') as unknown,
    fetched: 'newer',
  }
  const events = new EventEmitter()
  const downloadedFile = join(temporaryDirectory(), 'plumbline.AppImage')
  const installs = () => engine.autoInstallOnAppQuit
  const engine: UpdaterEngine = {
    autoDownload: true,
    autoInstallOnAppQuit: true,
    allowDowngrade: true,
    allowPrerelease: true,
    logger: console,
    setFeedURL: ({ url }) => feeds.push(url),
    checkForUpdates: async () => {
      state.checks++
      if (state.fails) throw new Error('no network')
      return state.isInstalled ? { isUpdateAvailable: true, updateInfo: state.info } : null
    },
    downloadUpdate: async () => {
      state.downloads++
      writeFileSync(downloadedFile, state.fetched)
      events.emit('update-downloaded', { ...(state.info as object), downloadedFile })
    },
    on: (event: string, listener: (value: never) => void) =>
      events.on(event, (value: unknown) => listener(value as never)),
  }
  const reports: string[] = []
  const ready: string[] = []
  const repeats = new Set<() => void>()
  let loads = 0
  const updater = new Updater({
    source: options.source === false ? undefined : { feed, key: ours.publicKey },
    version: '1.9.10',
    load: async () => {
      loads++
      return engine
    },
    onReady: (version) => ready.push(version),
    report: (what) => reports.push(english(what)),
    every: (_milliseconds, callback) => {
      repeats.add(callback)
      return () => repeats.delete(callback)
    },
  })
  return { updater, engine, feeds, state, events, reports, ready, repeats, installs, loads: () => loads }
}

const feed = 'https://updates.example/plumbline'

test('Nothing is loaded or asked before updates are turned on, or where no feed is named', async () => {
  const { updater, loads } = createEngine()
  await updater.apply({ enabled: false })
  expect(loads()).toBe(0)
  const without = createEngine({ source: false })
  await without.updater.apply({ enabled: true })
  expect(without.loads()).toBe(0)
})

test('Once turned on the feed is asked at once and every day, until it is turned off', async () => {
  const { updater, feeds, state, repeats, engine, installs } = createEngine()
  await updater.apply({ enabled: true })
  await updater.apply({ enabled: true })
  expect(feeds).toEqual([feed])
  expect(state.checks).toBe(1)
  for (const repeat of repeats) repeat()
  await expect.poll(() => state.checks).toBe(2)
  expect(engine).toMatchObject({ allowDowngrade: false, allowPrerelease: false, autoDownload: false })
  expect(installs()).toBe(true)
  await updater.apply({ enabled: false })
  expect(repeats.size).toBe(0)
  expect(installs()).toBe(false)
})

test('A version that is signed and newer is fetched, told, and installed when the app quits', async () => {
  const { updater, state, ready, installs, reports } = createEngine()
  await updater.apply({ enabled: true })
  expect([state.downloads, ready, installs(), reports]).toEqual([1, ['2.0.0'], true, []])
})

test.each<[string, unknown, string]>([
  ['without a signature', { version: '2.0.0', files: [{ sha512: sha512('newer') }] }, 'not signed'],
  ['without files', { version: '2.0.0', files: [], sha512: sha512('newer') }, 'not signed'],
  ['with an empty signature', versionInfo('2.0.0', 'newer', ''), 'signature is not ours'],
  [
    'signed by somebody else',
    versionInfo('2.0.0', 'newer', signatureOf('2.0.0', sha512('newer'), theirs.privateKey)),
    'signature is not ours',
  ],
  [
    'signed as another version',
    versionInfo('2.0.0', 'newer', signatureOf('1.0.0', sha512('newer'), ours.privateKey)),
    'signature is not ours',
  ],
  [
    'signed with other content',
    versionInfo('2.0.0', 'newer', signatureOf('2.0.0', sha512('other'), ours.privateKey)),
    'signature is not ours',
  ],
  [
    'of which one file is signed and one is not',
    {
      version: '2.0.0',
      files: [...versionInfo('2.0.0').files, ...versionInfo('2.0.0', 'other', 'AAAA').files],
    },
    'signature is not ours',
  ],
  [
    'with packages nobody signed',
    { ...versionInfo('2.0.0'), packages: { x64: { path: 'x.7z', sha512: sha512('x') } } },
    'not signed',
  ],
  ['that is older, although signed', versionInfo('1.9.9'), 'not newer than 1.9.10'],
  ['that is older in a later part', versionInfo('1.8.99'), 'not newer than 1.9.10'],
  ['that is the same', versionInfo('1.9.10'), 'not newer than 1.9.10'],
  ['that is no release', versionInfo('2.0.0-beta.1'), 'no release'],
  ['that says nothing', null, 'not signed'],
])('A version %s is not even fetched', async (_, info, reason) => {
  const { updater, state, ready, installs, reports } = createEngine()
  state.info = info
  await updater.apply({ enabled: true })
  expect(reports).toEqual([saying(reason)])
  expect([state.downloads, ready, installs()]).toEqual([0, [], false])
})

test('What was fetched is not installed when it is not what was signed, also after a sound version lay ready', async () => {
  const { updater, state, ready, installs, repeats, reports } = createEngine()
  await updater.apply({ enabled: true })
  expect(installs()).toBe(true)
  state.fetched = 'swapped'
  for (const repeat of repeats) repeat()
  await expect.poll(() => reports).toEqual(['an update was refused: what was fetched is not what was signed'])
  expect([ready, installs()]).toEqual([['2.0.0'], false])
})

test('What was fetched after updates were turned off is not installed', async () => {
  const { updater, events, installs, ready } = createEngine()
  await updater.apply({ enabled: true })
  await updater.apply({ enabled: false })
  events.emit('update-downloaded', { ...versionInfo('2.0.0'), downloadedFile: '/nowhere' })
  expect([installs(), ready]).toEqual([false, ['2.0.0']])
})

test('A feed that cannot be reached is reported and asked again', async () => {
  const { updater, reports, state, repeats } = createEngine()
  state.fails = true
  await updater.apply({ enabled: true })
  expect(reports).toEqual(['looking for updates failed: no network'])
  expect(repeats.size).toBe(1)
})

test('An app that does not run from a package says that it cannot update itself', async () => {
  const { updater, reports, state } = createEngine()
  state.isInstalled = false
  await updater.apply({ enabled: true })
  expect(reports).toEqual(['this installation cannot update itself'])
})

const key = ours.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
const wrongKey = generateKeyPairSync('x25519')
  .publicKey.export({ format: 'der', type: 'spki' })
  .toString('base64')

test.each<[string, unknown, Record<string, string>, object]>([
  ['names neither', { feed: '', key: '' }, {}, {}],
  ['names both', { feed, key }, {}, { source: { feed } }],
  [
    'is overruled from outside',
    { feed, key },
    { PLUMBLINE_UPDATE_FEED: 'https://other.example/' },
    { source: { feed: 'https://other.example/' } },
  ],
  ['names no key', { feed: '', key: '' }, { PLUMBLINE_UPDATE_FEED: feed }, { reason: saying('no key') }],
  ['names a key of another kind', { feed, key: wrongKey }, {}, { reason: saying('it is no Ed25519 key') }],
  ['names no key at all', { feed, key: 'nonsense' }, {}, { reason: expect.any(String) as string }],
  ['is something else', [], {}, { reason: expect.any(String) as string }],
  ...['http://updates.example/', 'file:///tmp', 'https://me:secret@updates.example/', 'nonsense'].map(
    (wrong): [string, unknown, Record<string, string>, object] => [
      `names ${wrong}`,
      { feed: wrong, key },
      {},
      { reason: saying('the feed is not an https address without a login') },
    ],
  ),
])('The source a package %s is taken for what it is', (_, packaged, environment, expected) => {
  const path = join(temporaryDirectory(), 'updates.json')
  writeFileSync(path, JSON.stringify(packaged))
  expect(findUpdateSource(path, environment)).toMatchObject(expected)
  if (!('source' in expected)) expect(findUpdateSource(path, environment).source).toBeUndefined()
})
