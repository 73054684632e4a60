import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer as createWebServer } from 'node:https'
import { connect } from 'node:net'
import { delimiter } from 'node:path'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { z } from 'zod'
import { parseBrokerUrl, formatBrokerUrl } from '../../../electron/broker/broker-url.ts'
import { queue } from '../../../electron/broker/destinations.ts'
import { EmbeddedBroker } from '../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { BrokerSession } from '../../../electron/broker/sessions/session.ts'
import { GeoServerClient } from '../../../electron/geoserver/client.ts'
import { isBastion } from '../../../electron/tunnel/bastion.ts'
import { endTunnels, through } from '../../../electron/tunnel/ssh-tunnel.ts'
import { Inbox, networkUrl } from '../../support/broker-session.ts'
import { behindTls } from '../../support/behind-tls.ts'
import { createCertificates } from '../../support/certificates.ts'
import { replay, serveRest } from '../../support/geoserver-rest.ts'
import { sshdUnavailable, startSshd } from '../../support/sshd.ts'
import { sshStandIn } from '../../support/ssh-stand-in.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { patience } from '../../support/patience.ts'

afterEach(() => {
  endTunnels()
  vi.unstubAllEnvs()
})

const { signal } = new AbortController()

/** Lets what lies in a directory go before the system's ssh. */
function preferSshIn(directory: string): void {
  vi.stubEnv('PATH', `${directory}${delimiter}${process.env['PATH'] ?? ''}`)
}

/** The stand-in in place of the system's ssh. */
function ssh() {
  const directory = temporaryDirectory()
  sshStandIn(directory)
  preferSshIn(directory)
}

describe('A tunnel', () => {
  it('leads to what only another machine reaches, and is shared', async () => {
    const broker = await EmbeddedBroker.start({ database: ':memory:' })
    onTestFinished(() => broker.stop())
    const { path, calls } = sshStandIn(temporaryDirectory())
    const target = { host: 'broker.inside', port: broker.port }
    const [near, same] = await Promise.all([
      through('ops@bastion', target, signal, path),
      through('ops@bastion', target, signal, path),
    ])
    expect(same).toEqual(near)
    expect(near.host).toBe('127.0.0.1')
    expect(near.port).not.toBe(broker.port)
    expect(await through('ops@bastion', target, signal, path)).toEqual(near)
    expect(calls()).toHaveLength(1)
    const [words = []] = calls()
    expect(words.slice(-2)).toEqual(['--', 'ops@bastion'])
    expect(words).toContain('BatchMode=yes')
  })

  it('that is refused says what ssh said, and is tried anew', async () => {
    const { path, calls } = sshStandIn(temporaryDirectory())
    const target = { host: 'broker.inside', port: 1 }
    for (const attempt of [1, 2]) {
      await expect(through('ops@locked', target, signal, path)).rejects.toMatchObject({
        code: 'PLB-TUNNEL-FAILED',
        details: { reason: 'ops@locked: Permission denied (publickey).', server: 'broker.inside:1' },
      })
      expect(calls()).toHaveLength(attempt)
    }
  })

  it('does not outlive whoever opened it, however that ends', async () => {
    const { path } = sshStandIn(temporaryDirectory())
    const script = `
      import { through } from ${JSON.stringify(new URL('../../../electron/tunnel/ssh-tunnel.ts', import.meta.url).href)}
      const target = { host: 'broker.inside', port: 1 }
      const near = await through('ops@bastion', target, new AbortController().signal, ${JSON.stringify(path)})
      process.stdout.write(String(near.port) + '\\n')
      setInterval(() => undefined, 1000)`
    const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void holder.kill('SIGKILL'))
    const [port] = z.tuple([z.instanceof(Buffer)]).parse(await once(holder.stdout, 'data'))
    const reached = async (): Promise<boolean> => {
      const socket = connect({ host: '127.0.0.1', port: Number(port.toString()) })
      return once(socket, 'connect').then(
        () => socket.destroy() !== undefined,
        () => false,
      )
    }
    expect(await reached()).toBe(true)
    holder.kill('SIGKILL')
    await vi.waitFor(async () => {
      expect(await reached()).toBe(false)
    }, patience)
  })

  it('without ssh is a failure as well', async () => {
    const missing = `${temporaryDirectory()}/none`
    const target = { host: 'broker.inside', port: 1 }
    await expect(through('bastion', target, signal, missing)).rejects.toMatchObject({
      code: 'PLB-TUNNEL-FAILED',
    })
  })

  it.each([
    '-oProxyCommand=id',
    'a b',
    'ops@-v',
    'a;id',
    '$(id)',
    'a@b@c',
    '',
    'a\nb',
    '[::1]',
    'x'.repeat(256),
  ])('goes to no %j', async (via) => {
    expect(isBastion(via)).toBe(false)
    const { path, calls } = sshStandIn(temporaryDirectory())
    await expect(through(via, { host: 'h', port: 1 }, signal, path)).rejects.toMatchObject({
      code: 'PLB-TUNNEL-FAILED',
    })
    expect(calls()).toEqual([])
    expect(() => parseBrokerUrl(`tcp://h:1?plumbline.via=${encodeURIComponent(via)}`)).toThrow(
      'no usable value',
    )
  })
})

describe('Through a machine in between', () => {
  it('brokers are spoken to, over TLS by the name they have there', async () => {
    const { serverCertificate, serverKey, files } = await createCertificates(temporaryDirectory())
    const broker = await EmbeddedBroker.start({
      database: ':memory:',
      tls: { certificate: Buffer.from(serverCertificate), key: Buffer.from(serverKey) },
      credentials: { login: 'ops', passcode: 'secret' },
    })
    onTestFinished(() => broker.stop())
    ssh()
    const options = `plumbline.ca=${files.authority}&jms.userName=ops&jms.password=secret&plumbline.via=bastion`
    for (const scheme of ['ssl', 'stomp+ssl']) {
      const url = networkUrl(`${scheme}://localhost:${broker.port}?${options}`)
      expect(parseBrokerUrl(formatBrokerUrl(url))).toEqual(url)
      const session = new BrokerSession(url)
      onTestFinished(() => session.close())
      await session.connect()
      const destination = queue(scheme)
      const inbox = new Inbox()
      await session.subscribe({ destination }, inbox.take)
      await session.publish({ destination, properties: {}, body: 'hello' })
      await inbox.count(1)
      expect(inbox.texts).toEqual(['hello'])
    }
    const other = new BrokerSession(networkUrl(`ssl://broker.inside:${broker.port}?${options}`), {
      reconnect: { startupMaxReconnectAttempts: 1 },
    })
    onTestFinished(() => other.close())
    await expect(other.connect()).rejects.toMatchObject({
      cause: { code: 'PLB-TLS-WRONG-HOST', details: { server: `broker.inside:${broker.port}` } },
    })
  })

  it('GeoServers are asked by the name they have there', async () => {
    const { serverCertificate: cert, serverKey: key, files } = await createCertificates(temporaryDirectory())
    const hosts: (string | undefined)[] = []
    const server = createWebServer({ cert, key }, ({ headers }, response) => {
      hosts.push(headers.host)
      response.end('{"about":{"resource":{"@name":"GeoServer","Version":"2.26.2"}}}')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    const { port } = z.object({ port: z.number() }).parse(server.address())
    ssh()
    const client = (host: string, via: string) =>
      new GeoServerClient({
        ...{ url: `https://${host}:${port}/geoserver`, user: 'admin', password: 'geoserver', via },
        trust: { authority: files.authority },
      })
    expect(await client('localhost', 'ops@bastion').version()).toBe('2.26.2')
    expect(hosts).toEqual([`localhost:${port}`])
    await expect(client('broker.inside', 'ops@bastion').version()).rejects.toMatchObject({
      code: 'PLB-TLS-WRONG-HOST',
    })
    await expect(client('localhost', 'ops@locked').version()).rejects.toMatchObject({
      code: 'PLB-TUNNEL-FAILED',
    })
  })
})

const noServer = sshdUnavailable()
if (noServer !== undefined) process.stderr.write(`Skipped: tunnels through OpenSSH, ${noServer}\n`)

describe.skipIf(noServer !== undefined)('Through an OpenSSH server', () => {
  it('a broker and a GeoServer are reached over TLS, and what it refuses is told', async () => {
    const { serverCertificate, serverKey, files } = await createCertificates(temporaryDirectory())
    const tls = { certificate: Buffer.from(serverCertificate), key: Buffer.from(serverKey) }
    const broker = await EmbeddedBroker.start({
      ...{ database: ':memory:', tls, credentials: { login: 'ops', passcode: 'secret' } },
    })
    onTestFinished(() => broker.stop())
    const rest = await behindTls((await serveRest(replay)).url, { cert: serverCertificate, key: serverKey })
    preferSshIn(await startSshd())
    const session = new BrokerSession(
      networkUrl(
        `ssl://ops:secret@localhost:${broker.port}?plumbline.ca=${files.authority}&plumbline.via=bastion`,
      ),
      { reconnect: { startupMaxReconnectAttempts: 1 } },
    )
    onTestFinished(() => session.close())
    await session.connect()
    const inbox = new Inbox()
    await session.subscribe({ destination: queue('q') }, inbox.take)
    await session.publish({ destination: queue('q'), properties: {}, body: 'hello' })
    await inbox.count(1)
    expect(inbox.texts).toEqual(['hello'])
    const login = { url: rest, user: 'admin', password: 'geoserver', trust: { authority: files.authority } }
    expect(await new GeoServerClient({ ...login, via: 'bastion' }).version()).toBe('2.26.2')
    for (const [via, reason] of [
      ['stranger', 'Permission denied'],
      ['unknown', 'Host key verification failed'],
    ] as const) {
      const asked = new GeoServerClient({ ...login, via }).version()
      await expect(asked).rejects.toMatchObject({
        code: 'PLB-TUNNEL-FAILED',
        details: { reason: expect.stringContaining(reason) as unknown },
      })
    }
  })
})
