import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { failure, wordingOf } from '../errors/failure.ts'

/** The files that hold what a server shows, and its key, as PEM. */
export interface CertificateFiles {
  readonly certificate: string
  readonly key: string
}

/** @throws PLB-SERVE-TLS-UNUSABLE */
export function readServerCertificate(files: CertificateFiles): {
  readonly certificate: Buffer
  readonly key: Buffer
} {
  try {
    const tls = { certificate: readFileSync(files.certificate), key: readFileSync(files.key) }
    createSecureContext({ cert: tls.certificate, key: tls.key })
    // Server names are checked against it.
    void new X509Certificate(tls.certificate)
    return tls
  } catch (error) {
    throw failure('PLB-SERVE-TLS-UNUSABLE', { ...files, reason: wordingOf(error) }, error)
  }
}
