import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createServer as createPlainServer, type AddressInfo, type Server } from 'node:net'
import { join } from 'node:path'
import { createServer, type TlsOptions } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { parseBrokerUrl } from '../../../electron/broker/broker-url.ts'
import { systemClock } from '../../../electron/scheduler/clock.ts'
import { ConnectionMemory } from '../../../electron/broker/connection-memory.ts'
import { defaultConnectionSettings } from '../../../electron/broker/connection-settings.ts'
import { openConnection } from '../../../electron/broker/sessions/open-connection.ts'
import { isFailure } from '../../../electron/errors/failure.ts'
import { GeoServerClient } from '../../../electron/geoserver/client.ts'
import { trustOf, type Trust } from '../../../electron/tls/trust.ts'
import { createCertificates, type TestCertificates } from '../../support/certificates.ts'

let certificates: TestCertificates
let notAKey: string
const folder = mkdtempSync(join(tmpdir(), 'plumbline-'))

beforeAll(async () => {
  mkdirSync(join(folder, 'certificates'))
  certificates = await createCertificates(join(folder, 'certificates'))
  notAKey = join(folder, 'no.key')
  writeFileSync(notAKey, 'no key')
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** A server that shakes hands, remembers what it is told first, and does not understand it. */
async function secureServer(options: TlsOptions = {}) {
  const heard: string[] = []
  const { serverCertificate: cert, serverKey: key } = certificates
  const server = createServer({ cert, key, ...options }, (socket) => {
    socket.once('data', (bytes: Buffer) => {
      heard.push(bytes.toString('latin1'))
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
    })
    socket.on('error', () => undefined)
  })
  return { port: await listening(server), heard }
}

/** A key whose lock gives way to 'wrong', as one in 256 does. */
function garbledKey(): string {
  for (;;) {
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'right' },
    })
    try {
      createPrivateKey({ key: privateKey, passphrase: 'wrong' })
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ERR_OSSL_UNSUPPORTED')
        return privateKey
    }
  }
}

const fingerprint = () => new X509Certificate(certificates.serverCertificate).fingerprint256

/** Asks the server in each of the ways there are; what came of it. */
const ways = {
  OpenWire: (host: string, port: number, trust: Trust) => connect(`ssl://${host}:${port}`, trust),
  STOMP: (host: string, port: number, trust: Trust) => connect(`stomp+ssl://${host}:${port}`, trust),
  REST: (host: string, port: number, trust: Trust) =>
    new GeoServerClient({
      url: `https://${host}:${port}/geoserver`,
      user: 'admin',
      password: 'geoserver',
      trust,
      deadline: 3000,
    }).version(),
} as const

async function connect(url: string, trust: Trust): Promise<void> {
  const parsed = parseBrokerUrl(url)
  if (parsed.kind !== 'network' || parsed.servers[0] === undefined) throw new Error('no server')
  const memory = new ConnectionMemory()
  await openConnection(
    { ...parsed.servers[0], trust },
    {
      settings: { ...defaultConnectionSettings, connectDeadline: 3000 },
      clock: systemClock,
      memory,
      connectionId: memory.connectionId,
      signal: new AbortController().signal,
    },
  )
}

describe.each(['OpenWire', 'STOMP', 'REST'] as const)('A TLS server spoken to over %s', (way) => {
  const ask = async (host: string, port: number, trust: Trust) => {
    const outcome = await ways[way](host, port, trust).catch((error: unknown) => error)
    return isFailure(outcome) ? outcome : new Error(`no failure: ${String(outcome)}`)
  }
  const trusting = (more: Trust = {}): Trust => ({ authority: certificates.files.authority, ...more })

  it('of an authority nobody knows is told nothing, and its fingerprint is', async () => {
    const { port, heard } = await secureServer()
    expect(await ask('localhost', port, {})).toMatchObject({
      code: 'PLB-TLS-UNKNOWN-AUTHORITY',
      details: { server: `localhost:${port}`, fingerprint: fingerprint() },
    })
    expect(heard).toEqual([])
  })

  it('of another name is told nothing, and whose certificate it is', async () => {
    const { port, heard } = await secureServer()
    expect(await ask('127.0.0.1', port, trusting())).toMatchObject({
      code: 'PLB-TLS-WRONG-HOST',
      details: { names: 'DNS:localhost' },
    })
    expect(heard).toEqual([])
  })

  it('of another certificate than the one that is pinned is told nothing', async () => {
    const { port, heard } = await secureServer()
    const pinned = trusting({ fingerprint: '00'.repeat(32) })
    expect(await ask('localhost', port, pinned)).toMatchObject({
      code: 'PLB-TLS-WRONG-FINGERPRINT',
      details: { fingerprint: fingerprint() },
    })
    expect(heard).toEqual([])
  })

  it('whose certificate has expired is told nothing', async () => {
    const { port, heard } = await secureServer({ cert: certificates.expiredCertificate })
    expect(await ask('localhost', port, trusting())).toMatchObject({ code: 'PLB-TLS-EXPIRED' })
    expect(heard).toEqual([])
  })

  it.each([
    ['by the name it is expected to have', () => trusting({ serverName: 'localhost' })],
    ['by any name', () => trusting({ hostCheck: 'off' })],
    ['by its fingerprint alone', () => ({ fingerprint: fingerprint() })],
    ['by its fingerprint without colons', () => ({ fingerprint: fingerprint().replaceAll(':', '') })],
  ])('is spoken to when it is trusted %s', async (_how, trust) => {
    const { port, heard } = await secureServer()
    const failed = await ask('127.0.0.1', port, trust())
    expect(isFailure(failed) && failed.code.startsWith('PLB-TLS')).toBe(false)
    expect(heard.join('')).not.toBe('')
  })

  it('is not trusted by any authority when only its name is not looked at', async () => {
    const { port } = await secureServer()
    const failed = await ask('127.0.0.1', port, { hostCheck: 'off' })
    expect(failed).toMatchObject({ code: 'PLB-TLS-UNKNOWN-AUTHORITY' })
  })

  it('that asks for a certificate is shown ours, and says when we have none', async () => {
    const { port, heard } = await secureServer({
      ca: certificates.authority,
      requestCert: true,
      rejectUnauthorized: true,
    })
    const without = await ask('localhost', port, trusting())
    expect(without).toMatchObject({ code: 'PLB-TLS-CLIENT-CERTIFICATE' })
    const { certificate, lockedKey, pkcs12 } = certificates.files
    const passphrase = certificates.storePassword
    for (const ours of [
      { certificate, key: lockedKey, passphrase },
      { pkcs12, passphrase },
    ]) {
      heard.length = 0
      await ask('localhost', port, trusting(ours))
      expect(heard.join('')).not.toBe('')
    }
  })

  it.each(['lockedKey', 'pkcs12'] as const)(
    'is not connected to with a %s that is not unlocked',
    async (name) => {
      const { port } = await secureServer()
      const { certificate, lockedKey, pkcs12 } = certificates.files
      const ours = name === 'pkcs12' ? { pkcs12 } : { certificate, key: lockedKey }
      for (const passphrase of [undefined, 'wrong']) {
        expect(await ask('localhost', port, trusting({ ...ours, passphrase }))).toMatchObject({
          code: 'PLB-TLS-PASSPHRASE',
          details: { path: certificates.files[name] },
        })
      }
    },
  )

  it('is not connected to with a key that a wrong passphrase opens to something by chance', async () => {
    const { port } = await secureServer()
    const key = join(folder, 'garbled.key')
    writeFileSync(key, garbledKey())
    const { certificate } = certificates.files
    expect(await ask('localhost', port, trusting({ certificate, key, passphrase: 'wrong' }))).toMatchObject({
      code: 'PLB-TLS-PASSPHRASE',
      details: { path: key },
    })
  })

  it.each([
    ['a missing file', () => ({ authority: `${notAKey}.none` })],
    ['an authority that is none', () => ({ authority: notAKey })],
    ['a key that is none', () => ({ certificate: certificates.files.certificate, key: notAKey })],
    ['a PKCS#12 file that is none', () => ({ pkcs12: notAKey })],
  ])('is not connected to with %s', async (_what, trust) => {
    const { port } = await secureServer()
    expect(await ask('localhost', port, trust())).toMatchObject({ code: 'PLB-TLS-FILE' })
  })

  it('that is none is told apart', async () => {
    const plain = createPlainServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'))
    })
    const port = await listening(plain)
    expect(await ask('localhost', port, trusting())).toMatchObject({ code: 'PLB-TLS-NOT-SPOKEN' })
  })
})

describe.each([
  ['tcp', connect],
  ['stomp', connect],
  [
    'http',
    (url: string) =>
      new GeoServerClient({ url: `${url}/geoserver`, user: 'admin', password: 'geoserver' }).version(),
  ],
] as const)('A TLS server spoken to plainly by %s', (scheme, ask) => {
  it('is told apart', async () => {
    const { port } = await secureServer()
    await expect(ask(`${scheme}://localhost:${port}`, {})).rejects.toMatchObject({ code: 'PLB-TLS-REQUIRED' })
  })
})

describe('What a form says of trust', () => {
  it('is what was filled in', () => {
    const given = { authority: '', certificate: null, key: undefined, serverName: 'mq', hostCheck: null }
    expect(trustOf(given)).toEqual({ serverName: 'mq' })
    expect(trustOf({ hostCheck: 'off' })).toEqual({ hostCheck: 'off' })
    expect(trustOf(undefined)).toEqual({})
  })
})
