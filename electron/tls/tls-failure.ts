import type { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import { failure, isFailure, textOf, type Failure } from '../errors/failure.ts'
import { sameFingerprint } from './fingerprint.ts'
import type { Trust } from './trust.ts'

/**
 * Why the other end of a connection is not to be trusted; undefined when it is.
 * @param certificate what it shows, asked for once: Node.js gives it away with the first asking
 * @param server `host:port`
 */
export function distrust(
  socket: Pick<TLSSocket, 'authorized' | 'authorizationError'>,
  certificate: X509Certificate | undefined,
  trust: Trust,
  server: string,
): Failure | undefined {
  const fingerprint = certificate?.fingerprint256 ?? ''
  if (trust.fingerprint !== undefined) {
    if (sameFingerprint(fingerprint, trust.fingerprint)) return undefined
    return failure('PLB-TLS-WRONG-FINGERPRINT', { server, fingerprint, expected: trust.fingerprint })
  }
  if (socket.authorized) return undefined
  // It is a code, whatever its type says.
  const code = String(socket.authorizationError)
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return failure('PLB-TLS-WRONG-HOST', { server, names: namesOf(certificate), fingerprint })
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    const { validFrom = '', validTo = '' } = certificate ?? {}
    return failure('PLB-TLS-EXPIRED', { server, from: validFrom, to: validTo, fingerprint })
  }
  if (unknownAuthority.has(code)) return failure('PLB-TLS-UNKNOWN-AUTHORITY', { server, fingerprint })
  return failure('PLB-TLS-FAILED', { server, reason: code })
}

/** Whose a certificate is, as it says itself. */
export function namesOf(certificate: X509Certificate | undefined): string {
  return (certificate?.subjectAltName ?? certificate?.subject ?? '').slice(0, 300)
}

const unknownAuthority = new Set([
  ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ...['UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERT_UNTRUSTED', 'INVALID_CA'],
])

/**
 * What an error of a TLS connection is; undefined when it is of another kind.
 * @param server `host:port`
 */
export function tlsFailure(error: unknown, server: string): Failure | undefined {
  if (isFailure(error)) return error
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (/ALERT_(BAD_|UNKNOWN_|UNSUPPORTED_)?CERTIFICATE|CERTIFICATE_REQUIRED|ALERT_UNKNOWN_CA/i.test(code))
    return failure('PLB-TLS-CLIENT-CERTIFICATE', { server }, error)
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG')
    return failure('PLB-TLS-NOT-SPOKEN', { server }, error)
  if (isAlert(error)) return failure('PLB-TLS-REQUIRED', { server }, error)
  if (!/^(ERR_SSL|ERR_TLS|ERR_OSSL|EPROTO)/.test(code)) return undefined
  return failure('PLB-TLS-FAILED', { server, reason: textOf(error).slice(0, 200) }, error)
}

/** Whether the answer to a plain request was an alert of TLS, as the parser of HTTP hands it on. */
function isAlert(error: unknown): boolean {
  if (!(error instanceof Error) || !('rawPacket' in error)) return false
  return error.rawPacket instanceof Uint8Array && error.rawPacket[0] === 0x15
}
