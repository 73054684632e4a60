import { request, type IncomingMessage } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { text } from 'node:stream/consumers'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { serverMessage, type ServerMessage } from '../../electron/contract/protocol.ts'
import { ApplicationServer, type ServerOptions } from '../../electron/serve/server.ts'
import { readRendererFiles } from '../../electron/channel/renderer-files.ts'
import { smallApplication, type SmallApplication } from './small-application.ts'
import { temporaryDirectory } from './temporary-directory.ts'

/** A server over a small user interface and a small application. */
export async function serve(
  options: Partial<ServerOptions> = {},
  small: SmallApplication = smallApplication(),
) {
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
export async function ask(
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
export async function enter(server: ApplicationServer, link: string = server.link) {
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
export async function openSocket(server: ApplicationServer, path: string, headers: Record<string, string>) {
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
