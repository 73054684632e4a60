import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { everyMessage } from '../../electron/contract/features/messages.ts'
import { createCertificates } from '../support/certificates.ts'
import { messageRowNumber } from '../support/small-application.ts'
import { ask, enter, openSocket, serve } from '../support/small-server.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

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

test('A page of our own is in the language the browser likes best of those there are', async () => {
  const { server } = await serve()
  for (const [accepted, words] of [
    ['fr-CH, de-AT;q=0.8, en;q=0.5', 'Öffnen Sie die ausgegebene Adresse'],
    ['fr', 'Open the printed address'],
    ['', 'Open the printed address'],
  ] as const) {
    const { body } = await ask(server, '/', { 'accept-language': accepted })
    expect(body).toContain(`<h1>${words}</h1>`)
    expect(body).toContain(`<html lang="${words.startsWith('Ö') ? 'de' : 'en'}">`)
  }
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
    input: { instanceName: 'geo-1', agreed: '/srv/geo-1' },
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
    {
      action: 'inventory.start',
      input: { instanceName: 'geo-1', agreed: '/srv/geo-1' },
      outcome: 'done',
      output: {},
    },
  ])
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
