import { isIP } from 'node:net'
import { checkServerIdentity, connect, type ConnectionOptions, type TLSSocket } from 'node:tls'
import { secureContext, type Trust } from './trust.ts'
import { distrust } from './tls-failure.ts'

/** Where a connection goes. */
export interface SecureTarget {
  readonly host: string
  readonly port: number
}

/**
 * Begins to connect over TLS. Nothing that is written leaves before the server has proved itself as its trust demands;
 * when it does not, the socket ends by an `error`: a Failure of the PLB-TLS family, or what `tlsFailure` knows.
 * @param ready called once it has
 * @throws Failure PLB-TLS-FILE, PLB-TLS-PASSPHRASE for what is named and cannot be used
 */
export function connectSecurely(target: SecureTarget, trust: Trust, ready?: () => void): TLSSocket {
  const { host, port } = target
  const expected = trust.serverName ?? host
  const options: ConnectionOptions = {
    host,
    port,
    secureContext: secureContext(trust),
    // Whether it is trusted is decided below, where its fingerprint can be told as well.
    rejectUnauthorized: false,
    checkServerIdentity: (_host, certificate) =>
      trust.hostCheck === 'off' ? undefined : checkServerIdentity(expected, certificate),
  }
  // An IP address may not be sent as a server name; the certificate is checked against it all the same.
  if (isIP(expected) === 0) options.servername = expected
  const socket = connect(options)
  socket.cork()
  socket.once('secureConnect', () => {
    const reason = distrust(socket, trust, `${host}:${port}`)
    if (reason === undefined) {
      socket.uncork()
      ready?.()
    } else socket.destroy(reason)
  })
  return socket
}

/** How long a server may take to answer a greeting, in milliseconds. */
const patience = 1000

/** Whether what listens there speaks TLS, whoever it is. Many servers hang up on plain words without saying so. */
export async function answersTls({ host, port }: SecureTarget, signal: AbortSignal): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect({ host, port, rejectUnauthorized: false }, () => {
    resolve(true)
  })
  const over = () => {
    resolve(false)
  }
  const either = AbortSignal.any([signal, AbortSignal.timeout(patience)])
  either.addEventListener('abort', over, { once: true })
  if (either.aborted) over()
  socket.once('error', over)
  socket.once('close', over)
  try {
    return await promise
  } finally {
    either.removeEventListener('abort', over)
    socket.destroy()
  }
}
