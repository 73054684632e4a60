import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { initialSettings } from '../../electron/services/settings/settings.ts'
import { copyDesktop } from '../support/desktop-bundle.ts'
import { DesktopProcess } from '../support/desktop-process.ts'
import { messageRowNumber } from '../support/small-application.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

/** The directory the build makes: what ships. */
let bundle = ''
let removeBundle: () => void

beforeAll(() => {
  ;({ directory: bundle, remove: removeBundle } = copyDesktop())
})

afterAll(() => removeBundle())

const script = `
  const received = []
  let next = 0
  window.received = received
  window.plumbline?.listen((message) => received.push(message))
  window.ask = (feature, procedure, input) => {
    const id = ++next
    window.plumbline.post({ type: 'call', id, feature, procedure, input })
    return id
  }
  window.commands = []
  window.plumbline?.onCommand((command) => window.commands.push(command))
`

function small(environment: Readonly<Record<string, string>> = {}, words: readonly string[] = []) {
  const state = temporaryDirectory()
  const renderer = temporaryDirectory()
  mkdirSync(join(renderer, 'assets'))
  writeFileSync(
    join(renderer, 'index.html'),
    '<!doctype html><title>Plumbline</title><script type="module" src="./assets/main.js"></script>',
  )
  writeFileSync(join(renderer, 'assets/main.js'), script)
  const main = join(import.meta.dirname, '../support/small-desktop.ts')
  const app = new DesktopProcess(main, [state, renderer, bundle, ...words], environment)
  return { app, state }
}

interface PageWindow {
  readonly received: readonly {
    readonly type: string
    readonly id: number
    readonly items?: readonly unknown[]
  }[]
  readonly commands: readonly unknown[]
  readonly ask: (feature: string, procedure: string, input: unknown) => number
}

/** Waits until what the page received is like that. */
async function until(page: Page, condition: string): Promise<void> {
  // Playwright's own waiting evaluates texts in the page, which its policy forbids.
  await expect.poll(() => page.evaluate<boolean>(condition)).toBe(true)
}

function ask(page: Page, feature: string, procedure: string, input: unknown = {}): Promise<number> {
  return page.evaluate(
    ([name, what, given]) => (globalThis as unknown as PageWindow).ask(name, what, given),
    [feature, procedure, input] as const,
  )
}

interface SmallCluster {
  readonly name?: string
  readonly broker?: 'connected' | 'lost'
  readonly pending?: number
  readonly drift?: 'equal' | 'drifted'
  readonly worst?: string
  readonly attention?: readonly unknown[]
}

/** A cluster that is open, with one node. */
const cluster = ({
  name = 'prod-maps',
  broker = 'connected',
  pending = 0,
  drift = 'equal',
  worst = 'ok',
  attention = [],
}: SmallCluster) => ({
  cluster: {
    state: 'open',
    profile: { id: `id of ${name}`, name },
    broker: { state: broker, where: 'stomp://a:61613' },
  },
  inventory: {
    attention:
      drift === 'equal' ? attention : [...attention, { id: 'd', kind: 'drifted', instanceName: 'geo-3' }],
    worst,
    nodes: [
      {
        instanceName: 'geo-3',
        failed: 0,
        parked: 0,
        pending,
        oldestPendingAt: null,
        severity: worst,
        drift: { state: drift, objects: 1, at: 1, reference: 'geo-1' },
      },
    ],
  },
})

/** Goes on when the window was shown: showing it would have it looked at again. */
async function lookAway(app: DesktopProcess): Promise<void> {
  await app.until('BrowserWindow.show')
  app.play('window.blur')
}

describe('The window', () => {
  test('keeps the page in a sandbox without Node and opens on a screen that is there', async () => {
    const { app } = small()
    expect(await app.until('BrowserWindow')).toMatchObject({
      x: 320,
      y: 152,
      width: 1280,
      height: 800,
      show: false,
      webPreferences: {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
      },
    })
    await app.until('BrowserWindow.show')
  })

  test('has the bridge and nothing else of Electron or Node', async () => {
    const { app } = small()
    const page = await app.page()
    await until(page, 'window.plumbline !== undefined')
    expect(
      await page.evaluate(() => [
        Object.keys((globalThis as unknown as { plumbline: object }).plumbline).toSorted(),
        'require' in globalThis,
        'process' in globalThis,
      ]),
    ).toEqual([['chooseDirectory', 'listen', 'onCommand', 'platform', 'post'], false, false])
  })

  test('is shown again where it was, and its place is kept when it is closed', async () => {
    const { app, state } = small()
    await app.until('ready')
    app.play('window.move', { x: 50, y: 60, width: 1000, height: 700 })
    app.play('window.close')
    expect(await app.ended()).toBe(0)
    expect(JSON.parse(readFileSync(join(state, 'window.json'), 'utf8'))).toEqual({
      bounds: { x: 50, y: 60, width: 1000, height: 700 },
      maximized: false,
    })
  })

  test('loads its files alone, under a policy that forbids everything else', async () => {
    const { app } = small()
    const page = await app.page()
    const answer = await page.evaluate(async () => {
      const response = await fetch('./assets/main.js')
      const missing = await fetch('./../../etc/passwd')
      return [response.headers.get('content-security-policy'), missing.status]
    })
    expect(answer[0]).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; /)
    expect(answer[1]).toBe(404)
    await page.evaluate(`
      const inline = document.createElement('script')
      inline.textContent = 'window.inlineRan = true'
      document.body.append(inline)
    `)
    expect(await page.evaluate(() => 'inlineRan' in globalThis)).toBe(false)
    expect(await page.evaluate(() => fetch('https://example.org/').catch(() => 'refused'))).toBe('refused')
  })
})

describe('The page', () => {
  test('calls procedures, is told failures without their insides, and changes are audited', async () => {
    const { app } = small()
    const page = await app.page()
    await ask(page, 'diagnostics', 'about')
    await ask(page, 'profiles', 'list')
    await ask(page, 'inventory', 'start', { instanceName: 'geo-1', agreed: '/srv/geo-1' })
    await ask(page, 'inventory', 'start', { instanceName: 4 })
    await until(page, 'window.received.length === 4')
    const received = await page.evaluate(() => (globalThis as unknown as PageWindow).received)
    expect(received.find(({ id }) => id === 1)).toMatchObject({
      type: 'result',
      output: { version: '0.0.0' },
    })
    expect(received.find(({ id }) => id === 2)).toMatchObject({ error: { code: 'PLB-APP-UNEXPECTED' } })
    expect(received.find(({ id }) => id === 3)).toMatchObject({ type: 'result' })
    expect(received.find(({ id }) => id === 4)).toMatchObject({ error: { code: 'PLB-APP-INPUT' } })
    expect(JSON.stringify(received)).not.toContain('secret.sqlite')
    expect(app.recorded('audit')).toMatchObject([{ outcome: 'done' }, { outcome: 'refused' }])
  })

  test('reads streams in batches', async () => {
    const { app } = small()
    const page = await app.page()
    await page.evaluate(() => {
      const filter = {
        text: '',
        kind: null,
        workspace: null,
        node: null,
        verb: null,
        state: null,
        object: null,
        since: null,
        until: null,
        all: false,
      }
      const { plumbline } = globalThis as unknown as { plumbline: { post: (message: unknown) => void } }
      plumbline.post({ type: 'subscribe', id: 1, feature: 'messages', stream: 'live', input: { filter } })
    })
    await ask(page, 'diagnostics', 'about')
    await until(page, 'window.received.length === 1')
    const rows = Array.from({ length: 1500 }, (_, index) => messageRowNumber(index + 1))
    for (let first = 0; first < rows.length; first += 100)
      app.play('feed.rows', rows.slice(first, first + 100))
    await until(page, 'window.received.flatMap((each) => each.items ?? []).length === 1500')
    const received = await page.evaluate(() => (globalThis as unknown as PageWindow).received)
    expect(received.flatMap(({ items = [] }) => items)).toEqual(rows)
    expect(received.length).toBeLessThan(16)
  })

  test('begins anew when it is reloaded: nothing meant for the page before it arrives', async () => {
    const { app } = small()
    const page = await app.page()
    await ask(page, 'diagnostics', 'about')
    await until(page, 'window.received.length === 1')
    await page.reload()
    await until(page, 'window.plumbline !== undefined && window.received !== undefined')
    await ask(page, 'diagnostics', 'about')
    await until(page, 'window.received.length === 1')
    expect(await page.evaluate(() => (globalThis as unknown as PageWindow).received)).toMatchObject([
      { type: 'result', id: 1 },
    ])
  })

  test('cannot navigate, open windows or reach out; links to known sites open in the browser', async () => {
    const { app, state } = small()
    const page = await app.page()
    await page.evaluate("void window.open('https://docs.geoserver.org/stable/en/user/')")
    await app.until('shell.openExternal', (url) => url === 'https://docs.geoserver.org/stable/en/user/')
    await page.evaluate("void window.open('https://evil.example/?secret')")
    await page.evaluate("void window.open('file:///etc/passwd')")
    await app.until('window.open', (details) => JSON.stringify(details).includes('file:'))
    expect(app.recorded('shell.openExternal')).toHaveLength(1)
    expect(app.recorded('window.open')).toMatchObject([
      { action: 'deny' },
      { action: 'deny' },
      { action: 'deny' },
    ])
    await page.evaluate("location.href = 'https://evil.example/?secret'")
    await until(page, "document.title === 'Plumbline'")
    expect(page.url()).toContain('app.plumbline.test')
    await expect
      .poll(() => readFileSync(join(state, 'logs/plumbline.log'), 'utf8'))
      .toContain('navigation to https://evil.example')
    expect(readFileSync(join(state, 'logs/plumbline.log'), 'utf8')).not.toContain('?secret')
    for (const event of ['will-redirect', 'will-frame-navigate', 'will-attach-webview']) {
      app.play('contents.emit', { event, url: 'https://evil.example/' })
      await app.until(
        'contents.emit',
        (details) => JSON.stringify(details) === JSON.stringify({ event, isPrevented: true }),
      )
    }
  })

  test('saves what it made itself, and no other download', async () => {
    const { app } = small()
    await app.until('ready')
    const addresses = ['blob:app://plumbline/1', 'https://evil.example/a.exe', 'blob:https://evil.example/1']
    for (const address of addresses) app.play('download', address)
    await app.until('download', (details) => JSON.stringify(details).includes('blob:https'))
    expect(app.recorded('download').map((each) => (each as { isPrevented: boolean }).isPrevented)).toEqual([
      false,
      true,
      true,
    ])
  })

  test('gets no permission', async () => {
    const { app } = small()
    await app.until('ready')
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read']) {
      app.play('permission.request', permission)
      app.play('permission.check', permission)
    }
    app.play('device.check')
    app.play('display.request')
    await app.until('display.decision', (streams) => JSON.stringify(streams) === '{}')
    const decisions = [...app.recorded('permission.decision'), ...app.recorded('permission.check')]
    expect(decisions).toHaveLength(8)
    expect(
      [...decisions, ...app.recorded('device.check')].every((each) =>
        JSON.stringify(each).includes('"granted":false'),
      ),
    ).toBe(true)
  })

  test('is not heard from a frame, nor under another name, and the log says so', async () => {
    const { app, state } = small()
    const page = await app.page()
    await page.evaluate(`
      const frame = document.createElement('iframe')
      document.body.append(frame)
      frame.contentWindow.standInSend('plumbline:opened', [crypto.randomUUID()])
    `)
    expect(
      await page.evaluate(
        "document.querySelector('iframe').contentWindow.standInInvoke('plumbline:choose-directory', [])",
      ),
    ).toBe(null)
    const stranger = {
      type: 'call',
      id: 9,
      feature: 'inventory',
      procedure: 'start',
      input: { instanceName: 'a', agreed: '/srv/a' },
    }
    await page.evaluate(`
      window.standInSend('plumbline:opened', [{ name: 'not a name' }])
      window.standInSend('plumbline:to-application', [crypto.randomUUID(), ${JSON.stringify(stranger)}])
      window.standInSend('plumbline:to-application', [])
    `)
    const log = () => readFileSync(join(state, 'logs/plumbline.log'), 'utf8')
    for (const refused of ['plumbline:opened', 'plumbline:choose-directory']) {
      await expect.poll(log).toContain(`refused: a message on ${refused} from`)
    }
    await expect.poll(log).toContain('refused: a page without a name')
    expect(app.recorded('audit')).toEqual([])
    expect(app.recorded('dialog.showOpenDialog')).toEqual([])
    await ask(page, 'diagnostics', 'about')
    await until(page, 'window.received.length === 1')
  })

  test('that sends what is no message is told so, and nothing else happens', async () => {
    const { app } = small()
    const page = await app.page()
    await page.evaluate(`
      const circle = { type: 'call', id: 1 }
      circle.input = circle
      const ofAll = { type: 'call', id: 2, feature: '__proto__', procedure: 'constructor', input: {} }
      for (const message of [null, 'text', [], circle, ofAll]) window.plumbline.post(message)
    `)
    await ask(page, 'diagnostics', 'about')
    await until(page, 'window.received.length === 6')
    const codes = await page.evaluate<readonly string[]>('window.received.map(({ error }) => error?.code)')
    expect(codes.filter((code) => code === 'PLB-APP-MESSAGE-MALFORMED')).toHaveLength(4)
    expect(codes).toContain('PLB-APP-UNKNOWN-PROCEDURE')
    expect(app.recorded('audit')).toEqual([])
  })

  test('asks the system for a directory', async () => {
    const { app } = small()
    const page = await app.page()
    const choose = () =>
      page.evaluate(() =>
        (
          globalThis as unknown as { plumbline: { chooseDirectory: () => Promise<string | null> } }
        ).plumbline.chooseDirectory(),
      )
    expect(await choose()).toBe(null)
    app.play('dialog.choose', ['/srv/geoserver/data'])
    expect(await choose()).toBe('/srv/geoserver/data')
  })
})

describe('The system around it', () => {
  test('a second start shows the window and hands over its profile file', async () => {
    const { app, state } = small()
    const page = await app.page()
    writeFileSync(join(state, 'prod.plumbline'), '{"name":"prod"}')
    app.play('app.emit', { event: 'second-instance', args: [['electron', 'app', 'prod.plumbline'], state] })
    await until(page, 'window.commands.length === 1')
    expect(await page.evaluate(() => (globalThis as unknown as PageWindow).commands)).toEqual([
      { type: 'import-profile', content: '{"name":"prod"}' },
    ])
    // One that cannot be read is told in the window, by its error.
    mkdirSync(join(state, 'folder.plumbline'))
    writeFileSync(join(state, 'large.plumbline'), Buffer.alloc(1_000_001))
    for (const file of ['gone.plumbline', 'folder.plumbline', 'large.plumbline'])
      app.play('app.emit', { event: 'second-instance', args: [['electron', 'app', file], state] })
    await until(page, 'window.commands.length === 4')
    expect(await page.evaluate(() => (globalThis as unknown as PageWindow).commands.slice(1))).toMatchObject([
      { type: 'failed', failure: { code: 'PLB-STORAGE-FILE-MISSING' } },
      { type: 'failed', failure: { code: 'PLB-STORAGE-NOT-A-FILE' } },
      { type: 'failed', failure: { code: 'PLB-STORAGE-FILE-TOO-LARGE' } },
    ])
    await app.until('BrowserWindow.focus')
  })

  test('when it runs already, a second process ends at once', async () => {
    const { app } = small({ STAND_IN_SECOND_INSTANCE: 'yes' })
    expect(await app.ended()).toBe(0)
    expect(app.recorded('BrowserWindow')).toEqual([])
    expect(app.recorded('application.close')).toEqual([])
  })

  test('a profile file it was started with reaches the page once that is there', async () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'a.plumbline'), 'content')
    const { app } = small({}, [join(directory, 'a.plumbline')])
    const page = await app.page()
    await until(page, 'window.commands.length === 1')
  })

  test('the menu goes to screens and speaks the language of the settings', async () => {
    const { app } = small()
    const page = await app.page()
    app.play('menu.click', ['Go', 'Messages'])
    await until(page, 'window.commands.length === 1')
    expect(await page.evaluate(() => (globalThis as unknown as PageWindow).commands)).toEqual([
      { type: 'go', screen: 'messages' },
    ])
    app.play('feed.settings', { ...initialSettings, language: 'de' })
    await app.until('Menu.setApplicationMenu', (template) => JSON.stringify(template).includes('Bearbeiten'))
  })

  test('the tray shows the worst state of the clusters that are open', async () => {
    const { app } = small()
    await app.until('ready')
    app.play('feed.clusters', [cluster({})])
    await app.until('Tray.setToolTip', (text) => text === 'Plumbline — prod-maps — all is well')
    app.play('feed.clusters', [cluster({ drift: 'drifted', worst: 'attention' })])
    await app.until('Tray.setToolTip', (text) => text === 'Plumbline — prod-maps — something needs attention')
    await app.until('Tray.setImage', (image) => JSON.stringify(image).includes('tray-attention.png'))
    app.play('feed.clusters', [cluster({}), cluster({ name: 'roads', broker: 'lost', worst: 'failed' })])
    const both = 'Plumbline\nprod-maps — all is well\nroads — something has failed'
    await app.until('Tray.setToolTip', (text) => text === both)
    await app.until('Tray.setImage', (image) => JSON.stringify(image).includes('tray-failed.png'))
  })

  test('trouble is told once while the window is not looked at, by its cluster, and a click goes there', async () => {
    const { app } = small()
    const page = await app.page()
    await lookAway(app)
    const drifted = cluster({ drift: 'drifted', worst: 'attention' })
    app.play('feed.clusters', [drifted])
    app.play('feed.clusters', [drifted])
    await app.until('Notification', (options) => JSON.stringify(options).includes('geo-3 has diverged'))
    app.play('notification.click')
    await app.until('profiles.open', (input) => JSON.stringify(input) === '{"id":"id of prod-maps"}')
    await until(page, 'window.commands.length === 1')
    await lookAway(app)
    app.play('feed.clusters', [cluster({ pending: 500, drift: 'drifted', worst: 'attention' })])
    await app.until('Notification', (options) => JSON.stringify(options).includes('500 messages wait'))
    app.play('feed.clusters', [drifted, cluster({ name: 'roads', drift: 'drifted', worst: 'attention' })])
    await app.until('Notification', (options) => JSON.stringify(options).includes('"title":"roads"'))
    expect(app.recorded('Notification')).toHaveLength(3)
  })

  test('a desktop without a place for it has no tray, and all the rest', async () => {
    const { app, state } = small({ STAND_IN_TRAY: 'none' })
    const page = await app.page()
    await lookAway(app)
    app.play('feed.clusters', [cluster({ broker: 'lost' })])
    await app.until('Notification')
    await ask(page, 'diagnostics', 'about')
    await until(page, 'window.received.length === 1')
    expect(readFileSync(join(state, 'logs/plumbline.log'), 'utf8')).toContain('there is no tray')
  })

  test('dead letters are told, and lag from the threshold of the settings on', async () => {
    const { app } = small()
    await app.until('ready')
    await lookAway(app)
    const waiting = { pending: 50, worst: 'pending' }
    app.play('feed.clusters', [cluster(waiting)])
    app.play('feed.settings', {
      ...initialSettings,
      thresholds: { ...initialSettings.thresholds, lagMessages: 50 },
    })
    await app.until('Notification', (options) => JSON.stringify(options).includes('50 messages wait'))
    const attention = [{ id: 'dead-letters', severity: 'attention' }]
    app.play('feed.clusters', [cluster({ ...waiting, attention })])
    await app.until('Notification', (options) => JSON.stringify(options).includes('dead letter queue'))
    expect(app.recorded('Notification')).toHaveLength(2)
  })

  test('muted trouble is not told', async () => {
    const { app } = small()
    await app.until('ready')
    await lookAway(app)
    app.play('feed.settings', {
      ...initialSettings,
      notifications: { ...initialSettings.notifications, diverged: false },
    })
    app.play('feed.clusters', [cluster({ drift: 'drifted', worst: 'attention' })])
    app.play('feed.clusters', [cluster({ broker: 'lost', drift: 'drifted', worst: 'attention' })])
    await app.until('Notification', (options) => JSON.stringify(options).includes('was lost'))
    expect(app.recorded('Notification')).toHaveLength(1)
  })

  test('quitting ends the application behind the window first', async () => {
    const { app } = small()
    await app.until('ready')
    app.play('app.quit')
    expect(await app.ended()).toBe(0)
    expect(app.recorded('application.close')).toHaveLength(1)
  })
})
