import { request, type IncomingMessage } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { text } from 'node:stream/consumers'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { serverMessage, type ServerMessage } from '../../electron/contract/protocol.ts'
import { ApplicationServer, type ServerOptions } from '../../electron/headless/serve/server.ts'
import { everyMessage } from '../../electron/contract/features/messages.ts'
import { readRendererFiles } from '../../electron/transport/renderer-files.ts'
import { createCertificates } from '../support/certificates.ts'
import { messageRowNumber, smallApplication, type SmallApplication } from '../support/small-application.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

async function serve(options: Partial<ServerOptions> = {}, small: SmallApplication = smallApplication()) {
  const directory = temporaryDirectory()
  mkdirSync(join(directory, 'assets'))
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>Plumbline</title>')
  writeFileSync(join(directory, 'assets/index-BfDq0x3k.js'), `export const many = '${'plumb '.repeat(1000)}'`)
  writeFileSync(join(directory, '../outside.txt'), 'outside')
  const links: string[] = []
  const server = await ApplicationServer.start({
    host: '127.0.0.1',
    port: 0,
    files: readRendererFiles(directory),
    onNewLink: (link) => links.push(link),
    ...small,
    ...options,
  })
  onTestFinished(() => server.stop())
  return { server, links, small }
}

interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** One request as it is: no cookies of its own, no redirects, any path. */
async function ask(
  server: ApplicationServer,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  const secure = server.origin.startsWith('https')
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { host: '127.0.0.1', port: server.port, path, method, headers, agent: false as const }
    const sent = secure
      ? tlsRequest({ ...options, rejectUnauthorized: false }, resolve)
      : request(options, resolve)
    sent.on('error', reject).end()
  })
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) }
}

/** Comes with the printed address, as a browser does. */
async function enter(server: ApplicationServer, link: string = server.link) {
  const answer = await ask(server, link.slice(server.origin.length))
  const [cookie = ''] = answer.headers['set-cookie'] ?? []
  return {
    answer,
    path: answer.headers.location ?? '',
    setCookie: cookie,
    cookie: cookie.split(';')[0] ?? '',
  }
}

/** A client over a real WebSocket. */
async function openSocket(server: ApplicationServer, path: string, headers: Record<string, string>) {
  const socket = new WebSocket(`${server.origin.replace('http', 'ws')}${path}`, {
    headers,
    rejectUnauthorized: false,
  })
  onTestFinished(() => socket.terminate())
  const received: ServerMessage[] = []
  const waiting = new Set<() => void>()
  socket.on('message', (data: Buffer) => {
    received.push(serverMessage.parse(JSON.parse(data.toString('utf8'))))
    for (const check of waiting) check()
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('unexpected-response', (_request, response) => {
      reject(new Error(`refused with ${response.statusCode}`))
    })
    socket.once('error', reject)
  })
  const until = (condition: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!condition()) return
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
  return { socket, received, until, send: (message: unknown) => socket.send(JSON.stringify(message)) }
}

test('The printed address lets one browser in, once, and leaves the token behind', async () => {
  const { server } = await serve()
  const { answer, path, setCookie, cookie } = await enter(server)
  expect(answer.status).toBe(303)
  expect(path).toMatch(/^\/[\w-]{22}\/$/)
  expect(setCookie).toContain(`Path=${path}`)
  expect(setCookie).toContain('HttpOnly')
  expect(setCookie).toContain('SameSite=Strict')
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(await ask(server, path, { cookie })).toMatchObject({
    status: 200,
    body: expect.stringContaining('<title>Plumbline</title>') as string,
  })
  expect((await enter(server)).answer.status).toBe(403)
})

test('A browser that was sent by another page is led on by a page of our own, so that it sends its strict cookie', async () => {
  const { server } = await serve()
  const answer = await ask(server, server.link.slice(server.origin.length), {
    'sec-fetch-site': 'cross-site',
  })
  expect(answer.status).toBe(200)
  expect(answer.body).toMatch(/http-equiv="refresh" content="0;url=\/[\w-]{22}\/"/)
})

test('Whoever comes without the cookie gets nothing but the way in, and a new address is printed once', async () => {
  const { server, links } = await serve()
  const { path, cookie } = await enter(server)
  const name = cookie.split('=')[0] ?? ''
  for (const [where, headers] of [
    ['/', {}],
    [path, {}],
    [`${path}assets/index-BfDq0x3k.js`, {}],
    [path, { cookie: `${name}=wrong` }],
    ['/another-path-of-22-chars/', { cookie }],
    ['/?token=wrong', {}],
  ] as const) {
    const answer = await ask(server, where, headers)
    expect(answer.status, where).toBe(403)
    expect(answer.body).not.toContain('<title>Plumbline</title>')
    expect(answer.headers['set-cookie']).toBeUndefined()
  }
  expect(links).toHaveLength(1)
  expect((await enter(server, links[0])).answer.status).toBe(303)
})

test('Nobody can make the printed address void before it is used', async () => {
  const { server, links } = await serve()
  for (let attempt = 0; attempt < 5; attempt++) await ask(server, '/?token=guess')
  expect(links).toEqual([])
  expect((await enter(server)).answer.status).toBe(303)
})

test.each([
  'evil.example',
  'evil.example:80',
  '127.0.0.1.evil.example',
  '127.0.0.1:1',
  '127.0.0.1@evil.example',
])('A page under the name "%s" that was made to resolve to this machine is turned away', async (host) => {
  const { server } = await serve()
  const { path, cookie } = await enter(server)
  const withPort = host.includes(':') ? host : `${host}:${server.port}`
  expect((await ask(server, path, { cookie, host: withPort })).status).toBe(421)
})

test('Paths do not lead out of the user interface', async () => {
  const { server } = await serve()
  const { path, cookie } = await enter(server)
  for (const way of [
    '../outside.txt',
    '..%2foutside.txt',
    '%2e%2e/outside.txt',
    'assets/../../outside.txt',
    '//',
  ]) {
    const answer = await ask(server, `${path}${way}`, { cookie })
    expect([403, 404], way).toContain(answer.status)
    expect(answer.body).not.toContain('outside')
  }
})

test('Every answer carries the policy that lets a page load and reach nothing but its own', async () => {
  const { server } = await serve()
  const { path, cookie, answer } = await enter(server)
  const answers = [
    answer,
    await ask(server, path, { cookie }),
    await ask(server, '/'),
    await ask(server, `${path}no`),
  ]
  for (const { headers } of answers) {
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'; /,
    )
    expect(headers['content-security-policy']).toContain(`connect-src 'self' ws://127.0.0.1:${server.port};`)
    expect(headers['content-security-policy']).not.toContain('unsafe')
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['permissions-policy']).toContain('camera=()')
  }
})

test('Files are compressed as the browser likes it, and kept where their name holds a hash', async () => {
  const { server } = await serve()
  const { path, cookie } = await enter(server)
  const script = `${path}assets/index-BfDq0x3k.js`
  const brotli = await ask(server, script, { cookie, 'accept-encoding': 'gzip, deflate, br' })
  expect(brotli.headers['content-encoding']).toBe('br')
  expect(brotli.headers['cache-control']).toContain('immutable')
  expect(Number(brotli.headers['content-length'])).toBeLessThan(1000)
  const gzip = await ask(server, script, { cookie, 'accept-encoding': 'gzip, br;q=0' })
  expect(gzip.headers['content-encoding']).toBe('gzip')
  const plain = await ask(server, script, { cookie })
  expect(plain.headers['content-encoding']).toBeUndefined()
  expect(plain.body).toContain('plumb plumb')
  const again = await ask(server, script, { cookie, 'if-none-match': plain.headers.etag ?? '' })
  expect(again).toMatchObject({ status: 304, body: '' })
  expect((await ask(server, path, { cookie })).headers['cache-control']).toBe('private, no-cache')
})

test('Nothing but reading is possible over HTTP', async () => {
  const { server } = await serve()
  const { path, cookie } = await enter(server)
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    expect((await ask(server, path, { cookie }, method)).status).toBe(405)
  }
})

test('A page calls procedures over its WebSocket', async () => {
  const { server, small } = await serve()
  const { path, cookie } = await enter(server)
  const client = await openSocket(server, `${path}socket`, { cookie, origin: server.origin })
  client.send({ type: 'call', id: 1, feature: 'diagnostics', procedure: 'about', input: {} })
  client.send({
    type: 'call',
    id: 2,
    feature: 'inventory',
    procedure: 'start',
    input: { instanceName: 'geo-1' },
  })
  client.send({ type: 'call', id: 3, feature: 'profiles', procedure: 'list', input: {} })
  await client.until(() => client.received.length === 3)
  const byId = new Map(client.received.map((message) => [message.id, message]))
  expect(byId.get(1)).toMatchObject({ type: 'result', output: { version: '0.0.0' } })
  expect(byId.get(2)).toEqual({ type: 'result', id: 2, output: {} })
  expect(byId.get(3)).toMatchObject({ type: 'error', error: { code: 'PLB-APP-UNEXPECTED' } })
  expect(JSON.stringify(client.received)).not.toContain('secret.sqlite')
  expect(small.reported).toHaveLength(1)
  expect(small.changes).toEqual([
    { action: 'inventory.start', input: { instanceName: 'geo-1' }, outcome: 'done' },
  ])
})

test.each([
  ['without the cookie', { cookie: '' }],
  ['with a wrong cookie', { cookie: 'plumbline=wrong' }],
  ['of another origin', { origin: 'http://evil.example' }],
  ['of the same machine on another port', { origin: 'http://127.0.0.1:1' }],
  ['of a page in a sandbox', { origin: 'null' }],
  ['under another name', { host: 'evil.example' }],
])('A WebSocket %s is refused', async (_case, wrong) => {
  const { server, small } = await serve()
  const { path, cookie } = await enter(server)
  const headers = { cookie, origin: server.origin, ...wrong }
  await expect(openSocket(server, `${path}socket`, headers)).rejects.toThrow(/refused with 4(03|21)/)
  expect(small.readers()).toBe(0)
})

test('A WebSocket without any origin is refused, as no browser opens one', async () => {
  const { server } = await serve()
  const { path, cookie } = await enter(server)
  await expect(openSocket(server, `${path}socket`, { cookie })).rejects.toThrow('refused with 403')
})

test('What is no message is answered as such, and the connection goes on', async () => {
  const { server } = await serve()
  const { path, cookie } = await enter(server)
  const client = await openSocket(server, `${path}socket`, { cookie, origin: server.origin })
  client.socket.send('{')
  client.socket.send('[]')
  client.socket.send('['.repeat(100_000))
  client.send({ type: 'call', id: 1, feature: 'diagnostics', procedure: 'about', input: {} })
  await client.until(() => client.received.length === 4)
  const errors = client.received.filter((message) => message.type === 'error')
  expect(errors.map(({ id, error }) => [id, error.code])).toEqual(
    [0, 0, 0].map((id) => [id, 'PLB-APP-MESSAGE-MALFORMED']),
  )
})

test('Binary messages and messages beyond the limit end the connection', async () => {
  const { server } = await serve()
  const { path, cookie } = await enter(server)
  const closed = async (data: Buffer | string): Promise<number> => {
    const { socket } = await openSocket(server, `${path}socket`, { cookie, origin: server.origin })
    const code = new Promise<number>((resolve) => socket.once('close', resolve))
    socket.send(data)
    return code
  }
  expect(await closed(Buffer.from('{}'))).toBe(1003)
  expect(await closed(`"${'x'.repeat(33 * 1024 * 1024)}"`)).toBe(1009)
})

test('5,000 rows in one go reach the page whole, in order, in a few messages', async () => {
  const { server, small } = await serve()
  const { path, cookie } = await enter(server)
  const client = await openSocket(server, `${path}socket`, { cookie, origin: server.origin })
  client.send({
    type: 'subscribe',
    id: 1,
    feature: 'messages',
    stream: 'live',
    input: { filter: everyMessage },
  })
  client.send({ type: 'call', id: 2, feature: 'diagnostics', procedure: 'about', input: {} })
  client.send({ type: 'credit', id: 1, items: 3000 })
  await client.until(() => client.received.length === 1)
  expect(small.readers()).toBe(1)
  for (let sequence = 1; sequence <= 5000; sequence++) small.emitRows([messageRowNumber(sequence)])
  const rows = (): readonly unknown[] =>
    client.received.flatMap((message) => (message.type === 'items' ? message.items : []))
  await client.until(() => rows().length === 5000)
  expect(rows()).toEqual(Array.from({ length: 5000 }, (_, index) => messageRowNumber(index + 1)))
  expect(client.received.length).toBeLessThan(20)
})

test('When the page goes away, what it read and ran is ended', async () => {
  const { server, small } = await serve()
  const { path, cookie } = await enter(server)
  const client = await openSocket(server, `${path}socket`, { cookie, origin: server.origin })
  client.send({
    type: 'subscribe',
    id: 1,
    feature: 'messages',
    stream: 'live',
    input: { filter: everyMessage },
  })
  await expect.poll(() => small.readers()).toBe(1)
  client.socket.terminate()
  await expect.poll(() => small.readers()).toBe(0)
})

test('Stopping ends every connection and gives the port back', async () => {
  const { server } = await serve()
  const { path, cookie } = await enter(server)
  const { socket } = await openSocket(server, `${path}socket`, { cookie, origin: server.origin })
  const closed = new Promise((resolve) => socket.once('close', resolve))
  await server.stop()
  await closed
  await expect(ask(server, '/')).rejects.toThrow(/ECONNREFUSED/)
})

test('Beyond loopback nothing is served without TLS', async () => {
  for (const host of ['0.0.0.0', '::', '192.0.2.1', 'example.org']) {
    await expect(serve({ host })).rejects.toMatchObject({ code: 'PLB-SERVE-NEEDS-TLS' })
  }
})

test('With TLS the cookie is for TLS alone and only names of the certificate are answered', async () => {
  const { serverCertificate, serverKey } = await createCertificates(temporaryDirectory())
  const tls = { certificate: Buffer.from(serverCertificate), key: Buffer.from(serverKey) }
  const { server } = await serve({ host: '0.0.0.0', tls })
  expect(server.origin).toBe(`https://localhost:${server.port}`)
  const { setCookie, path, cookie } = await enter(server)
  expect(setCookie).toMatch(/^__Secure-plumbline-\d+=/)
  expect(setCookie).toContain('; Secure')
  const page = await ask(server, path, { cookie })
  expect(page.status).toBe(200)
  expect(page.headers['strict-transport-security']).toBeDefined()
  expect((await ask(server, path, { cookie, host: `evil.example:${server.port}` })).status).toBe(421)
  const client = await openSocket(server, `${path}socket`, { cookie, origin: server.origin })
  expect(client.socket.readyState).toBe(WebSocket.OPEN)
})
