import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { failure, wordingOf } from '../errors/failure.ts'
import { must, words } from './parameters.ts'
import { say } from '../sentences/say.ts'

/** The files that hold what a server shows, and its key, as PEM. */
export interface CertificateFiles {
  readonly certificate: string
  readonly key: string
}

/** Their options, of every command that serves. */
export const certificateOptions = { tlsCert: '--tls-cert <file>', tlsKey: '--tls-key <file>' } as const

export const certificateFields = {
  tlsCert: words('nameFile').optional(),
  tlsKey: words('nameFile').optional(),
}

interface CertificateGiven {
  readonly tlsCert?: string | undefined
  readonly tlsKey?: string | undefined
}

/** Neither goes without the other. */
export function bothFiles({ tlsCert, tlsKey }: CertificateGiven): boolean {
  return (tlsCert === undefined) === (tlsKey === undefined)
}

export const bothFilesNeeded = {
  error: must(say('must.haveBothFiles')),
  path: ['tlsCert'],
}

/** The files that were given; undefined for none. */
export function certificateFiles({ tlsCert, tlsKey }: CertificateGiven): CertificateFiles | undefined {
  return tlsCert === undefined || tlsKey === undefined ? undefined : { certificate: tlsCert, key: tlsKey }
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
