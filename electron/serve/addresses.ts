import type { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { isLoopback } from '../text/loopback.ts'

/** What the server is called by those who mean it. */
export interface OwnAddress {
  readonly port: number
  readonly host: string
  /** Set with TLS. */
  readonly certificate: X509Certificate | undefined
}

/**
 * The origin a request means, from its Host header; undefined when the header names another server. A page elsewhere
 * whose name was made to resolve to this machine (DNS rebinding) is recognised by this.
 */
export function originMeant(hostHeader: string | undefined, own: OwnAddress): string | undefined {
  if (hostHeader === undefined) return undefined
  const match = /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?$/i.exec(hostHeader)
  const [, name, port] = match ?? []
  if (name === undefined) return undefined
  const scheme = own.certificate === undefined ? 'http' : 'https'
  const meantPort = port === undefined ? (scheme === 'http' ? 80 : 443) : Number(port)
  if (meantPort !== own.port || !isOwnName(name.toLowerCase().replaceAll(/[[\]]/g, ''), own)) return undefined
  // As browsers write it: without the port the scheme implies.
  return new URL(`${scheme}://${name}:${meantPort}`).origin
}

/** The address to print: one that `originMeant` accepts. */
export function originToPrint(own: OwnAddress, machineName: string): string {
  const scheme = own.certificate === undefined ? 'http' : 'https'
  const isAny = own.host === '0.0.0.0' || own.host === '::'
  const candidates = isAny ? [machineName, ...namesOf(own.certificate)] : [own.host]
  const name = candidates.find((candidate) => isOwnName(candidate, own)) ?? 'localhost'
  return new URL(`${scheme}://${isIP(name) === 6 ? `[${name}]` : name}:${own.port}`).origin
}

function isOwnName(name: string, { host, certificate }: OwnAddress): boolean {
  if (name === host || isLoopback(name)) return true
  if (certificate === undefined) return false
  return (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined
}

function namesOf(certificate: X509Certificate | undefined): readonly string[] {
  const names = certificate?.subjectAltName ?? ''
  return names.split(', ').flatMap((entry) => /^(?:DNS|IP Address):([^*]+)$/.exec(entry)?.[1] ?? [])
}
