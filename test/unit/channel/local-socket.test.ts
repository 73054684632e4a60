import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createClient } from '../../../electron/channel/client.ts'
import { LocalServer, openLocalSocket } from '../../../electron/channel/local-socket.ts'
import type { ImplementationOf } from '../../../electron/contract/procedure.ts'
import { echoContract } from '../../support/echo-contract.ts'

const secret = 's'.repeat(43)

const application: ImplementationOf<typeof echoContract> = {
  services: {
    echo: {
      say: ({ text }) => ({ text }),
      askBack: ({ text }) => ({ text }),
      fail: () => ({}),
      count: () => ({ counted: 0 }),
      clear: () => ({}),
      die: () => new Promise(() => undefined),
    },
  },
  sources: {
    echo: { numbers: ({ to }, emit) => emit(Array.from({ length: to }, (_, index) => index)) },
  },
}

async function served(): Promise<LocalServer> {
  const server = await LocalServer.start({ secret, contract: echoContract, application })
  onTestFinished(() => server.stop())
  return server
}

function asking(port: number, known = secret) {
  const client = createClient({
    contract: echoContract,
    failureOf: (form) => new Error(form.code),
    open: openLocalSocket({
      port,
      secret: known,
      failures: {
        absent: () => new Error('absent'),
        unproved: () => new Error('unproved'),
        lost: () => new Error('lost'),
      },
    }),
  })
  onTestFinished(() => client.close())
  return client
}

/** Listens in place of a process that was killed. */
async function impostor(answer: (socket: Socket, said: string) => void) {
  const heard: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('data', (data: Buffer) => {
      heard.push(data.toString('utf8'))
      answer(socket, data.toString('utf8'))
    })
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, heard }
}

/** Everything a connection got until the other side ended it. */
async function untilEnded(port: number, said: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(said)
  let heard = ''
  socket.on('data', (data: Buffer) => (heard += data.toString('utf8')))
  socket.on('error', () => undefined)
  await new Promise<void>((resolve) => socket.on('close', () => resolve()))
  return heard
}

describe('the channel over a loopback connection', () => {
  it('answers calls and streams of who knows the secret', async () => {
    const { port } = await served()
    const client = asking(port)
    expect(await client.call('echo', 'say', { text: 'grüß Gott\n' })).toEqual({ text: 'grüß Gott\n' })
    const { promise, resolve } = Promise.withResolvers<readonly number[]>()
    client.subscribe('echo', 'numbers', { to: 3 }, { items: resolve })
    expect(await promise).toEqual([0, 1, 2])
  })

  it('answers nothing to who does not know it, and tells nobody what it is', async () => {
    const { port } = await served()
    const call = JSON.stringify({
      type: 'call',
      id: 1,
      feature: 'echo',
      procedure: 'say',
      input: { text: 'x' },
    })
    const heard = await untilEnded(port, `nonce\n${call}\n`)
    expect(heard.split('\n')).toHaveLength(2)
    expect(heard).not.toContain(secret)
    expect(heard).not.toContain('result')
    await expect(asking(port, 'another secret').call('echo', 'say', { text: 'x' })).rejects.toThrow(
      'unproved',
    )
  })

  it('lets go who sends a proof without an end', async () => {
    const { port } = await served()
    expect(await untilEnded(port, 'x'.repeat(1_000))).toBe('')
  })

  it('keeps its place for who comes with the secret, however many come without', async () => {
    const { port } = await served()
    const idle = Array.from({ length: 300 }, () => connect(port, '127.0.0.1'))
    onTestFinished(() => idle.forEach((socket) => socket.destroy()))
    for (const socket of idle) socket.on('error', () => undefined)
    await Promise.all(idle.map((socket) => new Promise((resolve) => socket.once('connect', resolve))))
    expect(await asking(port).call('echo', 'say', { text: 'here' })).toEqual({ text: 'here' })
  })

  it('tells whoever took the port of a dead process nothing', async () => {
    const { port, heard } = await impostor((socket, said) => socket.write(`${said.trim()} ${said.trim()}\n`))
    await expect(asking(port).call('echo', 'say', { text: 'a password' })).rejects.toThrow('unproved')
    expect(heard).toHaveLength(1)
    expect(heard[0]).toMatch(/^[\w-]{32}\n$/)
  })

  it('does not take a proof that was made for another port', async () => {
    const real = await served()
    const { port, heard } = await impostor((socket, said) => {
      const relay = connect(real.port, '127.0.0.1')
      relay.write(said)
      relay.on('data', (data) => socket.write(data))
      relay.on('error', () => undefined)
    })
    await expect(asking(port).call('echo', 'say', { text: 'a password' })).rejects.toThrow('unproved')
    expect(heard).toHaveLength(1)
  })

  it('says whether a call was never made or its answer was lost', async () => {
    const server = await LocalServer.start({ secret, contract: echoContract, application })
    const client = asking(server.port)
    await client.call('echo', 'say', { text: 'x' })
    const unanswered = client.call('echo', 'die', {})
    const told = expect(unanswered).rejects.toThrow('lost')
    await server.stop()
    await told
    await expect(asking(server.port).call('echo', 'say', { text: 'x' })).rejects.toThrow('absent')
  })
})
