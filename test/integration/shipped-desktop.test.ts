import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Page } from 'playwright-core'
import { openArchive } from '../../electron/services/messages/archive/open-archive.ts'
import { lockDatabase } from '../../electron/storage/database-lock.ts'
import { localFileSystem } from '../../electron/storage/files.ts'
import { everyMessage } from '../../electron/contract/features/messages.ts'
import { recordedMessages } from '../support/archive.ts'
import { finished, repository, startNode } from '../support/command-line.ts'
import { copyDesktop } from '../support/desktop-bundle.ts'
import { DesktopProcess } from '../support/desktop-process.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { startUpdateFeed } from '../support/update-feed.ts'

/** The app as it ships: what the build makes, with all of the application behind it. */
let bundle = ''
let removeBundle: () => void

beforeAll(() => {
  ;({ directory: bundle, remove: removeBundle } = copyDesktop())
})

afterAll(() => removeBundle())

interface Start {
  readonly directory?: string
  readonly state?: string
  readonly words?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

function start({
  directory = bundle,
  state = temporaryDirectory(),
  words = [],
  environment = {},
}: Start = {}) {
  const app = new DesktopProcess(join(directory, 'main.js'), words, {
    PLUMBLINE_STATE_DIR: state,
    ...environment,
  })
  const log = () => readFileSync(join(state, 'logs/plumbline.log'), 'utf8')
  return { app, state, log }
}

/** Calls a procedure beside what the page itself asks. */
function call(page: Page, feature: string, procedure: string, input: unknown = {}): Promise<unknown> {
  return page.evaluate(
    ([name, what, given]) =>
      new Promise((resolve, reject) => {
        const { plumbline } = globalThis as unknown as {
          plumbline: {
            post: (message: unknown) => void
            listen: (listener: (message: { id: number; type: string; output: unknown }) => void) => void
          }
        }
        const id = Math.floor(Math.random() * 1e9) + 1e9
        plumbline.listen((message) => {
          if (message.id !== id || message.type === 'progress') return
          if (message.type === 'result') resolve(message.output)
          else reject(new Error(JSON.stringify(message)))
        })
        plumbline.post({ type: 'call', id, feature: name, procedure: what, input: given })
      }),
    [feature, procedure, input] as const,
  )
}

const draft = {
  id: null,
  name: 'prod',
  stripe: 'red',
  brokerUrl: 'stomp://127.0.0.1:1',
  login: 'plumb',
  passcode: 'correct horse battery',
  topicName: 'VirtualTopic.geoserver',
  group: 'prod',
  observer: 'ops',
  nodes: [],
}

test('It starts the demo cluster, shows it, and ends it in good order', async () => {
  const { app, state } = start()
  const page = await app.page()
  expect(await call(page, 'diagnostics', 'about')).toMatchObject({ shell: 'desktop', notices: [] })
  expect(await call(page, 'profiles', 'startDemo')).toMatchObject({ state: 'open' })
  await page.getByText('Demo cluster').first().waitFor()
  expect(await call(page, 'inventory', 'nodes')).toHaveLength(3)
  await app.until('Tray.setToolTip', (text) => text === 'Plumbline — Demo cluster — all is well')
  expect(app.recorded('page.error')).toEqual([])
  expect(app.recorded('page.console')).toEqual([])
  expect(app.recorded('network')).toEqual([])
  app.play('window.close')
  expect(await app.ended()).toBe(0)
  expect(statSync(join(state, 'settings.json')).mode & 0o077).toBe(0)
})

test('It keeps passwords in the key chain, and nothing of them in its files', async () => {
  const { app, state } = start()
  const page = await app.page()
  const saved = await call(page, 'profiles', 'save', draft)
  expect(JSON.stringify(saved)).not.toContain('horse')
  const kept = readFileSync(join(state, 'keychain.json'), 'utf8')
  expect(Object.values(JSON.parse(kept) as Record<string, string>)).toEqual([
    Buffer.from('yrettab esroh tcerroc').toString('base64'),
  ])
  for (const file of ['profiles.json', 'audit.sqlite', 'audit.sqlite-wal', 'logs/plumbline.log']) {
    expect(readFileSync(join(state, file), 'latin1'), file).not.toContain('correct horse')
  }
})

test('It ends in good order when the session does, also after settings were written', async () => {
  const { app, state } = start()
  const page = await app.page()
  await call(page, 'settings', 'set', { theme: 'dark' })
  app.signal('SIGTERM')
  expect(await app.ended()).toBe(0)
  // A database that was closed leaves no log of writes beside it.
  expect(existsSync(join(state, 'audit.sqlite-wal'))).toBe(false)
})

test.each(['none', 'plain'])(
  'It says that passwords are kept in memory only where the key chain is %s',
  async (keychain) => {
    const { app } = start({ environment: { STAND_IN_KEYCHAIN: keychain } })
    const page = await app.page()
    expect(await call(page, 'diagnostics', 'about')).toMatchObject({
      notices: ['Passwords are kept only until Plumbline ends, because this system has no key chain.'],
    })
  },
)

test('It has the thread of the archive, which keeps messages and finds them', async () => {
  const path = join(temporaryDirectory(), 'archive.sqlite')
  const thread = pathToFileURL(join(bundle, 'archive-thread.js'))
  const archive = await openArchive({ path, environment: {}, mode: 'append' }, thread)
  expect(await archive.store(recordedMessages())).toEqual({ stored: 127 })
  const { rows } = await archive.page({ ...everyMessage, text: 'cities' }, null, 100)
  expect(rows.length).toBeGreaterThan(0)
  await archive.close()
})

test('A locked key chain is named when a password cannot be kept, and the profile is not half saved', async () => {
  const { app } = start({ environment: { STAND_IN_KEYCHAIN: 'locked' } })
  const page = await app.page()
  await expect(call(page, 'profiles', 'save', draft)).rejects.toThrow('PLB-SECRET-REFUSED')
  expect(await call(page, 'profiles', 'list')).toEqual([])
})

test('Damaged files are set aside and named in the window, and files of a newer version left alone', async () => {
  const state = temporaryDirectory()
  const newer = '{"version":7,"clusters":[]}'
  writeFileSync(join(state, 'profiles.json'), newer)
  const damaged = { 'settings.json': '{"theme": ', 'audit.sqlite': 'no database', 'window.json': '[' }
  for (const [name, content] of Object.entries(damaged)) writeFileSync(join(state, name), content)
  const { app, log } = start({ state })
  const page = await app.page()
  await page.getByText('The settings file could not be read (it is no JSON)').waitFor()
  await page.getByRole('link', { name: '2 more notices' }).click()
  await page
    .getByText(/audit log was damaged/)
    .first()
    .waitFor()
  await page
    .getByText(/profiles\.json was written by a newer Plumbline/)
    .first()
    .waitFor()
  expect(await call(page, 'settings', 'set', { theme: 'dark' })).toMatchObject({ theme: 'dark' })
  for (const [name, content] of Object.entries(damaged)) {
    const [aside = 'nothing'] = readdirSync(state).filter((each) => each.startsWith(`${name}.damaged-`))
    expect(readFileSync(join(state, aside), 'utf8')).toBe(content)
  }
  expect(readFileSync(join(state, 'profiles.json'), 'utf8')).toBe(newer)
  expect(log()).toContain('The settings file could not be read')
})

test('Where its directory cannot be written, it opens all the same and says so', async () => {
  const file = join(temporaryDirectory(), 'file')
  writeFileSync(file, '')
  const { app } = start({ state: join(file, 'state') })
  const page = await app.page()
  await page.getByText(/file\/state cannot be written .*until Plumbline ends/).waitFor()
  expect(await call(page, 'settings', 'set', { theme: 'dark' })).toMatchObject({ theme: 'dark' })
  app.play('window.close')
  expect(await app.ended()).toBe(0)
})

test('Beside another Plumbline on the same directory it says so, and leaves that directory alone', async () => {
  const state = temporaryDirectory()
  const lock = lockDatabase(join(state, 'state'), () => new Date(), localFileSystem)
  onTestFinished(() => lock.release())
  const { app } = start({ state })
  const page = await app.page()
  await page.getByText(`is used by another Plumbline (process ${process.pid}`).waitFor()
  expect(await call(page, 'settings', 'set', { theme: 'dark' })).toMatchObject({ theme: 'dark' })
  expect(existsSync(join(state, 'settings.json'))).toBe(false)
})

test('A profile file of a newer version is refused in words', async () => {
  const file = join(temporaryDirectory(), 'prod.plumbline')
  writeFileSync(file, '{"format":"plumbline-profile","version":2,"cluster":{}}')
  const { app } = start({ words: [file] })
  const page = await app.page()
  await page.getByText('it is of version 2, and this Plumbline reads version 1').waitFor()
  expect(await call(page, 'profiles', 'list')).toEqual([])
})

test('It stands the trial every installed package has to stand', async () => {
  const program = join(temporaryDirectory(), 'plumbline')
  const node = join(repository, 'node_modules/.bin/node')
  const standIn = join(repository, 'test/support/electron-stand-in/register.ts')
  const words = [node, '--import', standIn, join(bundle, 'main.js')].map((word) => `'${word}'`).join(' ')
  writeFileSync(program, `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o700 })
  const trial = join(repository, 'test/smoke/installed-app.ts')
  const child = startNode([trial, program, 'https://app.plumbline.test/'])
  onTestFinished(() => void child.kill())
  const { code, stdout, stderr } = await finished(child)
  expect(stderr).toBe('')
  expect(stdout).toBe('the demo cluster is in sync\nit quit in good order\n')
  expect(code).toBe(0)
})

test('Without its user interface it says what is missing, and ends', async () => {
  const directory = temporaryDirectory()
  cpSync(bundle, directory, { recursive: true, filter: (path) => path !== join(bundle, 'renderer') })
  const { app, log } = start({ directory, environment: { STAND_IN_LOCALE: 'de-AT' } })
  expect(await app.until('dialog.showErrorBox')).toMatchObject({
    title: 'Plumbline ließ sich nicht starten',
    content: expect.stringContaining('renderer') as string,
  })
  expect(await app.ended()).toBe(1)
  expect(log()).toContain('could not start')
})

/** The app as somebody packed it who names a feed and a key. */
async function packedWithFeed(newer: string) {
  const { feed, key, authorityFile } = await startUpdateFeed('99.0.0', newer)
  const directory = temporaryDirectory()
  const packed = join(directory, 'app')
  cpSync(bundle, packed, { recursive: true })
  const source = join(packed, 'resources/updates.json')
  expect(JSON.parse(readFileSync(source, 'utf8'))).toEqual({ feed: '', key: '' })
  writeFileSync(source, JSON.stringify({ feed: feed('sound'), key }))
  const program = join(directory, 'plumbline.AppImage')
  writeFileSync(program, 'older')
  writeFileSync(join(directory, 'app-update.yml'), 'updaterCacheDirName: plumbline-updater\n')
  const startApp = (environment: Readonly<Record<string, string>> = {}) =>
    start({
      directory: packed,
      environment: {
        STAND_IN_PACKAGED: 'yes',
        STAND_IN_RESOURCES: directory,
        APPIMAGE: program,
        XDG_CACHE_HOME: directory,
        NODE_EXTRA_CA_CERTS: authorityFile,
        ...environment,
      },
    })
  const installed = () =>
    readdirSync(directory)
      .filter((name) => name.endsWith('.AppImage'))
      .map((name) => readFileSync(join(directory, name), 'utf8'))
  return { feed, startApp, installed }
}

test('It fetches an update only when they are turned on, from the feed it was packed with, and installs it when it quits', async () => {
  const newer = '#!/bin/sh\nexit 0\n'
  const { startApp, installed } = await packedWithFeed(newer)
  const { app } = startApp()
  const page = await app.page()
  expect(await call(page, 'diagnostics', 'about')).toMatchObject({ canUpdate: true })
  expect(app.recorded('net.request')).toEqual([])
  // A page that names another feed is not listened to.
  const updates = { enabled: true, feed: 'https://127.0.0.1:1/' }
  expect(await call(page, 'settings', 'set', { updates })).toMatchObject({ updates: { enabled: true } })
  await app.until('Notification', (options) => JSON.stringify(options).includes('Plumbline 99.0.0 is ready'))
  expect(installed()).toEqual(['older'])
  app.play('app.quit')
  expect(await app.ended()).toBe(0)
  expect(installed()).toEqual([newer])
})

test.each([
  ['unsigned', 'an update was refused: it is not signed, or no release'],
  ['stranger', 'an update was refused: its signature is not ours'],
  ['relabelled', 'an update was refused: its signature is not ours'],
  ['false', 'sha512 checksum mismatch'],
  ['swapped', 'sha512 checksum mismatch'],
] as const)('An update that is %s is not installed', async (offer, reason) => {
  const { feed, startApp, installed } = await packedWithFeed('#!/bin/sh\nexit 0\n')
  const { app, log } = startApp({ PLUMBLINE_UPDATE_FEED: feed(offer) })
  const page = await app.page()
  await call(page, 'settings', 'set', { updates: { enabled: true } })
  await expect.poll(log).toContain(reason)
  app.play('app.quit')
  expect(await app.ended()).toBe(0)
  expect(app.recorded('Notification')).toEqual([])
  expect(installed()).toEqual(['older'])
})

test('A feed that is not reached over TLS is not asked', async () => {
  const { startApp } = await packedWithFeed('newer')
  const { app, log } = startApp({ PLUMBLINE_UPDATE_FEED: 'http://updates.example/' })
  const page = await app.page()
  expect(await call(page, 'diagnostics', 'about')).toMatchObject({ canUpdate: false })
  await call(page, 'settings', 'set', { updates: { enabled: true } })
  expect(log()).toContain('updates are off: the feed is not an https address without a login')
  expect(app.recorded('net.request')).toEqual([])
})
