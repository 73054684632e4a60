import { must, words } from './parameters.ts'
import { say } from '../sentences/say.ts'
import type { CertificateFiles } from '../tls/server-certificate.ts'

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
