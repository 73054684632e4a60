import { isIP } from 'node:net'
import { checkServerIdentity, connect, type ConnectionOptions, type TLSSocket } from 'node:tls'
import type { Failure } from '../errors/failure.ts'
import { secureContext, type Trust } from './trust.ts'
import { distrust, namesOf } from './tls-failure.ts'
import { toldBySocket } from './told-by-socket.ts'

/** Where a connection goes. */
export interface SecureTarget {
  /** What it has to prove to be. */
  readonly host: string
  readonly port: number
  /** Where it is connected to, when that is elsewhere: the near end of a tunnel. */
  readonly near?: { readonly host: string; readonly port: number } | undefined
}

/**
 * Begins to connect over TLS. Nothing that is written leaves before the server has proved itself as its trust demands;
 * when it does not, the socket ends by an `error`: a Failure of the PLB-TLS family, or what `tlsFailure` knows.
 * @param ready called once it has
 * @throws Failure PLB-TLS-FILE, PLB-TLS-PASSPHRASE for what is named and cannot be used
 */
export function connectSecurely(target: SecureTarget, trust: Trust, ready?: () => void): TLSSocket {
  const socket = connect(optionsFor(target, trust))
  socket.cork()
  socket.once('secureConnect', () => {
    const reason = distrust(socket, socket.getPeerX509Certificate(), trust, `${target.host}:${target.port}`)
    if (reason === undefined) {
      socket.uncork()
      ready?.()
    } else socket.destroy(reason)
  })
  return socket
}

function optionsFor({ host, port, near = { host, port } }: SecureTarget, trust: Trust): ConnectionOptions {
  const expected = trust.serverName ?? host
  const options: ConnectionOptions = {
    ...near,
    secureContext: secureContext(trust),
    // Whether it is trusted is decided by `distrust`, where its fingerprint can be told as well.
    rejectUnauthorized: false,
    checkServerIdentity: (_host, certificate) =>
      trust.hostCheck === 'off' ? undefined : checkServerIdentity(expected, certificate),
  }
  // An IP address may not be sent as a server name; the certificate is checked against it all the same.
  if (isIP(expected) === 0) options.servername = expected
  return options
}

/** What a server shows of itself. */
export interface Peer {
  /** SHA-256 of its certificate. */
  readonly fingerprint: string
  /** Whose it is, as the certificate says. */
  readonly names: string
  readonly validTo: string
  /** Why it is not trusted; undefined when it is. */
  readonly distrust: Failure | undefined
}

/** How long a server may take to answer a greeting, in milliseconds. */
const patience = 5000

/**
 * Looks at the certificate a server shows, and tells it nothing.
 * @returns undefined when it does not speak TLS, or does not answer
 * @throws Failure PLB-TLS-FILE, PLB-TLS-PASSPHRASE
 */
export async function lookAtPeer(
  target: SecureTarget,
  trust: Trust,
  signal: AbortSignal,
): Promise<Peer | undefined> {
  const { host, port } = target
  const socket = connect(optionsFor(target, trust))
  const listen = (tell: (peer: Peer) => void) =>
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate()
      const { fingerprint256 = '', validTo = '' } = certificate ?? {}
      const names = namesOf(certificate)
      const reason = distrust(socket, certificate, trust, `${host}:${port}`)
      tell({ fingerprint: fingerprint256, names, validTo, distrust: reason })
    })
  return toldBySocket(socket, listen, patience, signal)
}

/** Whether what listens there speaks TLS, whoever it is. Many servers hang up on plain words without saying so. */
export async function answersTls(target: SecureTarget, signal: AbortSignal): Promise<boolean> {
  return (await lookAtPeer(target, {}, signal)) !== undefined
}
