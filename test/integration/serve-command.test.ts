import { createServer } from 'node:http'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { serverMessage } from '../../electron/contract/protocol.ts'
import { usualPort } from '../../electron/cli/serve-application.ts'
import {
  finished,
  plumbline,
  repository,
  startNode,
  startPlumbline,
  type CommandProcess,
} from '../support/command-line.ts'
import { eventually } from '../support/cluster.ts'
import { readOpenMetrics } from '../support/open-metrics.ts'
import { prometheusMissing, startPrometheus } from '../support/prometheus.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const ready = z.object({ type: z.literal('ready'), link: z.url(), origin: z.url(), port: z.number() })

/** Starts `plumbline serve --json` and waits until it can be used; a build of the user interface may come first. */
async function serve(
  words: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
  port: readonly string[] = ['--port', '0'],
) {
  const child = startPlumbline(
    ['serve', '--json', ...port, '--state-dir', temporaryDirectory(), ...words],
    environment,
  )
  onTestFinished(() => stop(child))
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const line = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part
      if (text.includes('\n')) resolve(text.split('\n')[0] ?? '')
    })
    child.once('close', (code) => reject(new Error(`it ended with ${String(code)}: ${said}`)))
  })
  return { child, said: () => said, ...ready.parse(JSON.parse(line)) }
}

async function stop(child: CommandProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'close')
}

/** A page that was let in. */
async function connect({ link, origin }: { readonly link: string; readonly origin: string }) {
  const answer = await fetch(link, { redirect: 'manual' })
  const path = answer.headers.get('location') ?? ''
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const socket = new WebSocket(`${origin.replace('http', 'ws')}${path}socket`, {
    headers: { cookie, origin },
  })
  onTestFinished(() => socket.terminate())
  await once(socket, 'open')
  let last = 0
  const call = (feature: string, procedure: string, input: unknown = {}) => {
    const id = ++last
    socket.send(JSON.stringify({ type: 'call', id, feature, procedure, input }))
    return new Promise((resolve, reject) => {
      socket.on('message', (data: Buffer) => {
        const message = serverMessage.parse(JSON.parse(data.toString('utf8')))
        if (message.id !== id) return
        if (message.type === 'result') resolve(message.output)
        if (message.type === 'error') reject(new Error(message.error.code))
      })
    })
  }
  return { path, cookie, call }
}

test('A browser that comes with the printed address gets the app and reaches the application behind it', async () => {
  const server = await serve()
  const { path, cookie, call } = await connect(server)
  const page = await fetch(`${server.origin}${path}`, { headers: { cookie } })
  expect(page.status).toBe(200)
  expect(await page.text()).toContain('<div id="app"></div>')
  expect(await call('diagnostics', 'about')).toMatchObject({ shell: 'serve' })
  expect(await call('profiles', 'list')).toEqual([])
})

test('What is measured is told to who shows the token, and to nobody else', async () => {
  const tokenFile = join(temporaryDirectory(), 'metrics.token')
  const { origin } = await serve(['--metrics-token', tokenFile])
  const token = readFileSync(tokenFile, 'utf8').trim()
  expect(statSync(tokenFile).mode & 0o777).toBe(0o600)
  const asked = (authorization?: string) =>
    fetch(`${origin}/metrics`, authorization === undefined ? {} : { headers: { authorization } })
  for (const each of [undefined, 'Bearer', `Bearer ${token}x`, `Basic ${token}`]) {
    const refused = await asked(each)
    expect([refused.status, await refused.text()]).toEqual([401, ''])
  }
  const told = await asked(`Bearer ${token}`)
  expect(told.headers.get('content-type')).toContain('application/openmetrics-text')
  expect(readOpenMetrics(await told.text()).value('plumbline_cluster_open', {})).toBe(0)
  const plain = await serve()
  expect(
    (await fetch(`${plain.origin}/metrics`, { headers: { authorization: `Bearer ${token}` } })).status,
  ).toBe(403)
})

const noPrometheus = prometheusMissing()
if (noPrometheus !== undefined) process.stderr.write(`Skipped: Prometheus, ${noPrometheus}\n`)
test.skipIf(noPrometheus !== undefined)(
  'Prometheus knows of every node of the cluster that is open',
  async () => {
    const tokenFile = join(temporaryDirectory(), 'metrics.token')
    const server = await serve(['--metrics-token', tokenFile])
    const { call } = await connect(server)
    await call('profiles', 'startDemo')
    const prometheus = await startPrometheus(`127.0.0.1:${server.port}`, tokenFile)
    await eventually('what waits for both slaves is known', async () => {
      const found = await prometheus.query('plumbline_node_waiting_messages')
      return ['slave-a', 'slave-b'].every((name) => found.some(({ metric }) => metric['node'] === name))
    })
    const [up] = await prometheus.query('up{job="plumbline"}')
    expect(up?.value[1]).toBe('1')
    const [connected] = await prometheus.query('plumbline_broker_connected')
    expect(connected).toMatchObject({ metric: { cluster: 'Demo cluster' }, value: [expect.any(Number), '1'] })
  },
)

test('In read-only mode changes are refused by the service too, and the audit says so', async () => {
  const { call } = await connect(await serve())
  await call('settings', 'set', { readOnly: true })
  await expect(call('profiles', 'startDemo')).rejects.toThrow('PLB-APP-READ-ONLY')
  await call('settings', 'set', { readOnly: false })
  const page = await call('audit', 'page', { before: null, limit: 10, text: '' })
  expect(page).toMatchObject({
    entries: [
      { action: 'settings.set', outcome: 'done' },
      { action: 'profiles.startDemo', outcome: 'refused' },
      { action: 'settings.set', outcome: 'done' },
    ],
  })
})

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends it in good order, also after settings were written',
  async (signal) => {
    const { child, ...server } = await serve()
    const { call } = await connect(server)
    await call('settings', 'set', { density: 'comfortable' })
    child.kill(signal)
    const [code] = (await once(child, 'close')) as [number | null]
    expect(code).toBe(0)
  },
)

test('A port that is in use is refused, saying by whom', async () => {
  const first = await serve()
  const words = ['serve', '--port', String(first.port), '--state-dir', temporaryDirectory()]
  const second = await plumbline(...words)
  expect(second.code).toBe(2)
  expect(second.stderr).toContain('PLB-SERVE-PORT-IN-USE')
  expect(second.stderr).toContain('another Plumbline')

  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const third = await plumbline('serve', '--port', String(port), '--state-dir', temporaryDirectory())
  expect(third.stderr).toMatch(/in use by (another program|\S+ \(process \d+\))/)
})

test('Where no port is named and the usual one is in use, that is said and the next is taken', async () => {
  const occupant = createServer()
  onTestFinished(() => void occupant.close())
  // Whoever has it already does as well.
  await once(
    occupant.on('error', () => occupant.emit('listening')).listen(usualPort, '127.0.0.1'),
    'listening',
  )
  const { said, port } = await serve([], {}, [])
  expect(said()).toContain(`port ${usualPort} is in use by `)
  expect(port).toBeGreaterThan(usualPort)
})

test('Beyond loopback it needs a certificate, and says what to do', async () => {
  const { code, stderr } = await plumbline('serve', '--host', '0.0.0.0')
  expect(code).toBe(2)
  expect(stderr).toContain('PLB-SERVE-NEEDS-TLS')
  expect(stderr).toContain('ssh -L')
})

test('A second one on the same state directory says so, and leaves the first alone', async () => {
  const state = temporaryDirectory()
  const first = await connect(await serve(['--state-dir', state]))
  await first.call('settings', 'set', { theme: 'dark' })
  const second = await serve(['--state-dir', state])
  expect(second.said()).toMatch(/is used by another Plumbline \(process \d+ on .*until Plumbline ends/)
  const { call } = await connect(second)
  expect(await call('settings', 'set', { theme: 'light' })).toMatchObject({ theme: 'light' })
  expect(await first.call('settings', 'get')).toMatchObject({ theme: 'dark' })
  expect(readFileSync(join(state, 'settings.json'), 'utf8')).toContain('dark')
})

test('A certificate without its key, or one that is none, is refused', async () => {
  expect((await plumbline('serve', '--tls-cert', 'a.pem')).stderr).toContain('PLB-COMMAND-USAGE')
  const file = join(temporaryDirectory(), 'a.pem')
  writeFileSync(file, 'no certificate')
  const { stderr } = await plumbline('serve', '--host', '0.0.0.0', '--tls-cert', file, '--tls-key', file)
  expect(stderr).toContain('PLB-SERVE-TLS-UNUSABLE')
  const missing = join(file, '../missing.pem')
  const without = await plumbline('serve', '--host', '0.0.0.0', '--tls-cert', file, '--tls-key', missing)
  expect(without.stderr).toMatch(new RegExp(`PLB-SERVE-TLS-UNUSABLE[^]*ENOENT.*${missing}`))
})

test('Without a display it says that the browser was not opened, and goes on', async () => {
  const { said } = await serve(['--open'], { DISPLAY: '', WAYLAND_DISPLAY: '' })
  await expect.poll(said).toContain('The browser was not opened: there is no display')
})

test('Where the desktop cannot open a browser, that is said, and the app is served', async () => {
  const programs = temporaryDirectory()
  const opener = join(programs, 'xdg-open')
  const desktop = { DISPLAY: ':0', PATH: programs }
  const without = await serve(['--open'], desktop)
  await expect.poll(without.said).toContain('The browser was not opened: xdg-open could not be started')
  writeFileSync(opener, '#!/bin/sh\nexit 3\n', { mode: 0o700 })
  const failing = await serve(['--open'], desktop)
  await expect.poll(failing.said).toContain('The browser was not opened: xdg-open ended with 3')
  expect((await fetch(failing.link, { redirect: 'manual' })).status).toBe(303)
})

test('The browser is started with a page only this account can read, never with the address that lets in', async () => {
  const programs = temporaryDirectory()
  const told = join(programs, 'told')
  writeFileSync(
    join(programs, 'xdg-open'),
    `#!/bin/sh\nprintf %s "$1" > ${told}.new\n/bin/mv ${told}.new ${told}\n`,
    {
      mode: 0o700,
    },
  )
  const { link } = await serve(['--open'], { DISPLAY: ':0', PATH: programs })
  await expect.poll(() => existsSync(told)).toBe(true)
  const page = fileURLToPath(readFileSync(told, 'utf8'))
  expect(page).not.toContain('token')
  expect(statSync(page).mode & 0o777).toBe(0o600)
  expect(statSync(dirname(page)).mode & 0o777).toBe(0o700)
  expect(readFileSync(page, 'utf8')).toContain(`url=${link}`)
})

test('A damaged settings file and database are set aside and named, and the app starts', async () => {
  const state = temporaryDirectory()
  const damaged = { 'settings.json': '{"theme": ', 'audit.sqlite': 'no database' }
  for (const [name, content] of Object.entries(damaged)) writeFileSync(join(state, name), content)
  const server = await serve(['--state-dir', state])
  for (const [name, content] of Object.entries(damaged)) {
    const [aside = 'nothing'] = readdirSync(state).filter((each) => each.startsWith(`${name}.damaged-`))
    expect(readFileSync(join(state, aside), 'utf8')).toBe(content)
    expect(server.said()).toContain(join(state, aside))
  }
  const { call } = await connect(server)
  expect(await call('settings', 'get')).toMatchObject({ theme: 'system' })
})

test('Where its directory cannot be written, it says so and keeps everything until it ends', async () => {
  const home = temporaryDirectory()
  const state = join(home, 'file')
  // The account root may write everywhere, but nobody makes a directory below a file.
  writeFileSync(state, '')
  const server = await serve(['--state-dir', join(state, 'state')])
  expect(server.said()).toContain('until Plumbline ends')
  const { call } = await connect(server)
  expect(await call('settings', 'set', { theme: 'dark' })).toMatchObject({ theme: 'dark' })
})

test('What it keeps is readable by its own account alone', async () => {
  const state = join(temporaryDirectory(), 'state')
  mkdirSync(state)
  chmodSync(state, 0o700)
  const { call } = await connect(await serve(['--state-dir', state]))
  await call('settings', 'set', { theme: 'dark' })
  expect(statSync(join(state, 'settings.json')).mode & 0o077).toBe(0)
})

test('npm start serves the app where no window can be opened, after one sentence why', async () => {
  const child = startNode(
    [join(repository, 'bin/start.js'), '--port', '0', '--state-dir', temporaryDirectory()],
    { DISPLAY: '', WAYLAND_DISPLAY: '' },
  )
  onTestFinished(() => stop(child))
  const ended = finished(child)
  const link = await new Promise<string>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => resolve(text.trim()))
  })
  expect((await fetch(link, { redirect: 'manual' })).status).toBe(303)
  child.kill('SIGTERM')
  const { stderr } = await ended
  expect(stderr.split('\n')[0]).toBe(
    'The desktop window cannot be opened, because there is no display; Plumbline is served to your browser instead.',
  )
})
