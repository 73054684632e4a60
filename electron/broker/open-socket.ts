import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'
import { failure, wordingOf } from '../errors/failure.ts'
import type { BrokerServer } from './broker-url.ts'
import { readTlsFiles, type TlsSettings } from './tls-files.ts'

/**
 * Begins to connect; the socket tells by `connect` or `secureConnect` when it is ready, by `error` when it is not.
 * @param settings what the URL does not say itself
 * @throws Failure PLB-BROKER-TLS-FILE for a file the URL names and that cannot be used
 */
export function openSocket(server: BrokerServer, settings: TlsSettings): Socket {
  if (!server.tls) return connectTcp({ host: server.host, port: server.port })
  const tls: TlsSettings = { ...settings, ...readTlsFiles(server.tlsFiles) }
  const expected = tls.serverName ?? server.host
  const options: ConnectionOptions = { host: server.host, port: server.port }
  // An IP address may not be sent as a server name; the certificate is checked against the host then.
  if (isIP(expected) === 0) options.servername = expected
  if (tls.authorities !== undefined) options.ca = [...tls.authorities]
  if (tls.certificate !== undefined) options.cert = tls.certificate
  if (tls.key !== undefined) options.key = tls.key
  if (tls.pkcs12 !== undefined) options.pfx = tls.pkcs12
  if (tls.passphrase !== undefined) options.passphrase = tls.passphrase
  try {
    return connectTls(options)
  } catch (error) {
    // Certificates and keys are looked at before anything is sent.
    const path = Object.values(server.tlsFiles).join(', ')
    throw failure('PLB-BROKER-TLS-FILE', { path, reason: wordingOf(error) }, error)
  }
}

/** How long a server may take to say something of its own accord, in milliseconds. */
const greetingPatience = 1000

/**
 * What a server says before it is spoken to. A STOMP broker says nothing; an OpenWire connector introduces itself,
 * but hangs up at our first word, and the reset can destroy its introduction before we read it.
 * @returns undefined when it says nothing
 */
export async function readGreeting(
  server: BrokerServer,
  tls: TlsSettings,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const socket = openSocket(server, tls)
  const { promise, resolve } = Promise.withResolvers<Buffer | undefined>()
  const over = () => {
    resolve(undefined)
  }
  const either = AbortSignal.any([signal, AbortSignal.timeout(greetingPatience)])
  either.addEventListener('abort', over, { once: true })
  if (either.aborted) over()
  socket.once('data', resolve)
  socket.once('error', over)
  socket.once('close', over)
  try {
    return await promise
  } finally {
    either.removeEventListener('abort', over)
    socket.destroy()
  }
}
