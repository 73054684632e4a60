import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import type { ApplicationServer } from '../../electron/serve/server.ts'
import { ask, enter, openSocket, serve } from '../support/small-server.ts'

/** What someone tries who should not get in, or wants the server to fall over. */

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

test.each([
  ['%2e%2e%2foutside.txt'],
  ['..%5coutside.txt'],
  ['%252e%252e%252foutside.txt'],
  ['index.html%00.js'],
  ['assets/'],
  ['assets'],
  ['__proto__'],
  ['constructor'],
  ['socket'],
])('Nothing lies at %s', async (way) => {
  const { server } = await serve()
  const { path, cookie } = await enter(server)
  expect((await ask(server, `${path}${way}`, { cookie })).status).toBe(404)
})

test('An address in full, or of another server, is taken for its path alone', async () => {
  const { server } = await serve()
  const { path, cookie } = await enter(server)
  expect((await ask(server, `http://evil.example${path}`, { cookie })).status).toBe(200)
  expect((await ask(server, `//evil.example${path}`, { cookie })).status).toBe(200)
  expect((await ask(server, `http://evil.example${path}`)).status).toBe(403)
})

test.each(['127.1', '127.0.0.1.', 'localhost.', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433', '0x7f.1'])(
  'Another way to write a loopback address, such as %s, is not the name of this server',
  async (host) => {
    const { server } = await serve()
    const { path, cookie } = await enter(server)
    expect((await ask(server, path, { cookie, host: `${host}:${server.port}` })).status).toBe(421)
  },
)

/** Sends these lines as they are. */
async function say(server: ApplicationServer, ...lines: readonly string[]): Promise<Socket> {
  const socket = connect(server.port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  socket.write(lines.map((line) => `${line}\r\n`).join(''))
  return socket
}

/** All a connection says until it is closed. */
async function heard(socket: Socket): Promise<string> {
  let said = ''
  socket.setEncoding('latin1').on('data', (text: string) => (said += text))
  await once(socket, 'close')
  return said
}

test.each([
  ['without a Host', ['GET / HTTP/1.1', '']],
  ['of an old form without a Host', ['GET / HTTP/1.0', '']],
  ['with two Hosts', ['GET / HTTP/1.1', 'Host: 127.0.0.1', 'Host: evil.example', 'Connection: close', '']],
  ['with two lengths', ['GET / HTTP/1.1', 'Host: a', 'Content-Length: 1', 'Content-Length: 2', '']],
  ['with a header folded over two lines', ['GET / HTTP/1.1', 'Host: a', 'X: b', ' c', '']],
  ['to be a tunnel', ['CONNECT 127.0.0.1:22 HTTP/1.1', 'Host: 127.0.0.1:22', '']],
  ['of no protocol', ['\u0016\u0003\u0001', '']],
])('A request %s gets no page', async (_case, lines) => {
  const { server } = await serve()
  expect(await heard(await say(server, ...lines))).not.toMatch(/^HTTP\/1\.1 (2|3)/)
})

test('Who says half of a request, and then nothing, is let go', async () => {
  const { server } = await serve({ patience: 50 })
  const said = await heard(await say(server, 'GET / HTTP/1.1', `Host: 127.0.0.1:${server.port}`, 'X-A: b'))
  expect(said).toMatch(/^HTTP\/1\.1 408 /)
})

test('A cookie of the same name that another port of this host has set does not lock out the right one', async () => {
  const { server } = await serve()
  const { path, cookie } = await enter(server)
  const name = cookie.split('=')[0] ?? ''
  expect((await ask(server, path, { cookie: `${name}=planted; ${cookie}` })).status).toBe(200)
  expect((await ask(server, path, { cookie: `${name}=planted` })).status).toBe(403)
})

test('What lets into one server does not let into another on the next port', async () => {
  const one = await enter((await serve()).server)
  const { server } = await serve()
  await enter(server)
  expect((await ask(server, one.path, { cookie: one.cookie })).status).toBe(403)
})

test('Frames of a WebSocket that are none end it, and no other', async () => {
  const { server } = await serve()
  const { path, cookie } = await enter(server)
  const headers = { cookie, origin: server.origin }
  const bystander = await openSocket(server, `${path}socket`, headers)
  const broken = [
    // Not masked, with bits nobody agreed on, of a kind there is not, a ping too long, and more than memory holds.
    [0x81, 0x02, 0x7b, 0x7d],
    [0xf1, 0x80, 0, 0, 0, 0],
    [0x83, 0x80, 0, 0, 0, 0],
    [0x89, 0xfe, 0x00, 0x7e, 0, 0, 0, 0],
    [0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  ]
  for (const frame of broken) {
    const socket = await say(
      server,
      `GET ${path}socket HTTP/1.1`,
      `Host: 127.0.0.1:${server.port}`,
      `Origin: ${server.origin}`,
      `Cookie: ${cookie}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      '',
    )
    await once(socket, 'readable')
    socket.write(Buffer.from(frame))
    expect(await heard(socket)).toContain('101 Switching Protocols')
  }
  bystander.send({ type: 'call', id: 1, feature: 'diagnostics', procedure: 'about', input: {} })
  await bystander.until(() => bystander.received.length === 1)
})

test('Names of members every object has are no procedures, and no message reaches what they share', async () => {
  const { server, small } = await serve()
  const { path, cookie } = await enter(server)
  const client = await openSocket(server, `${path}socket`, { cookie, origin: server.origin })
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
  const messages = names.flatMap((name) => [
    `"type":"call","feature":"${name}","procedure":"${name}","input":{}`,
    `"type":"call","feature":"diagnostics","procedure":"${name}","input":{}`,
    `"type":"subscribe","feature":"messages","stream":"${name}","input":{}`,
  ])
  for (const [index, message] of messages.entries()) client.socket.send(`{"id":${index + 1},${message}}`)
  const polluting = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'
  client.socket.send(
    `{"type":"call","id":99,"feature":"diagnostics","procedure":"about","input":${polluting},"__proto__":{"type":"credit"}}`,
  )
  await client.until(() => client.received.length === messages.length + 1)
  const codes = client.received.flatMap((message) => (message.type === 'error' ? [message.error.code] : []))
  expect(new Set(codes)).toEqual(new Set(['PLB-APP-UNKNOWN-PROCEDURE']))
  expect(codes).toHaveLength(messages.length)
  expect('polluted' in {}).toBe(false)
  expect(small.changes).toEqual([])
})

test('Nobody opens WebSockets without end', async () => {
  const { server } = await serve()
  const { path, cookie } = await enter(server)
  const open = () => openSocket(server, `${path}socket`, { cookie, origin: server.origin })
  const sockets = []
  for (let number = 0; number < 32; number++) sockets.push(await open())
  await expect(open()).rejects.toThrow('refused with 503')
  expect(sockets.every((each) => each.socket.readyState === WebSocket.OPEN)).toBe(true)
})

test('Three hundred refused upgrades that are never hung up keep nobody out', async () => {
  const { server } = await serve()
  const lines = [
    'GET /x/socket HTTP/1.1',
    `Host: 127.0.0.1:${server.port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    '',
  ]
  const refused = Array.from({ length: 300 }, async () => {
    // Half open: this end never closes of itself.
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true })
    onTestFinished(() => void socket.destroy())
    socket.on('error', () => undefined).resume()
    const closed = once(socket, 'end')
    socket.write(lines.map((line) => `${line}\r\n`).join(''))
    await Promise.race([closed, once(socket, 'close')])
  })
  await Promise.all(refused)
  const { path, cookie } = await enter(server)
  expect((await ask(server, path, { cookie })).status).toBe(200)
})

test('Three hundred connections that say nothing keep nobody out', async () => {
  const { server } = await serve()
  const { path, cookie } = await enter(server)
  for (let number = 0; number < 300; number++) {
    const socket = connect(server.port, '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    await once(
      socket.on('error', () => undefined),
      'connect',
    )
  }
  expect((await ask(server, path, { cookie })).status).toBe(200)
})

test('A message with a million members is no message', async () => {
  const { server } = await serve()
  const { path, cookie } = await enter(server)
  const client = await openSocket(server, `${path}socket`, { cookie, origin: server.origin })
  const members = Array.from({ length: 1_000_000 }, (_, each) => `"${each}":0`).join(',')
  client.socket.send(
    `{"type":"call","id":1,"feature":"diagnostics","procedure":"about","input":{${members}}}`,
  )
  await client.until(() => client.received.length === 1)
  expect(client.received[0]).toMatchObject({
    type: 'error',
    id: 0,
    error: { code: 'PLB-APP-MESSAGE-MALFORMED' },
  })
})

test('A page can end its own session and the others, which are cut off and need a new address', async () => {
  const { server, links } = await serve()
  const first = await enter(server)
  await ask(server, '/')
  const second = await enter(server, links[0])
  const open = ({ path, cookie }: typeof first) =>
    openSocket(server, `${path}socket`, { cookie, origin: server.origin })
  const [one, two] = [await open(first), await open(second)]
  const ended = async ({ socket }: typeof one) => ((await once(socket, 'close')) as [number])[0]
  const firstEnded = ended(one)
  two.send({ type: 'call', id: 1, feature: 'access', procedure: 'end', input: { which: 'others' } })
  expect(await firstEnded).toBe(4001)
  expect((await ask(server, first.path, { cookie: first.cookie })).status).toBe(403)
  expect((await ask(server, second.path, { cookie: second.cookie })).status).toBe(200)
  const secondEnded = ended(two)
  two.send({ type: 'call', id: 2, feature: 'access', procedure: 'end', input: { which: 'this' } })
  expect(await secondEnded).toBe(4001)
  expect(two.received.at(-1)).toMatchObject({ type: 'result', id: 2 })
  expect((await ask(server, second.path, { cookie: second.cookie })).status).toBe(403)
})
