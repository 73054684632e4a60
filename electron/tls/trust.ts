import { X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import {
  createSecureContext,
  getCACertificates,
  type SecureContext,
  type SecureContextOptions,
} from 'node:tls'
import { failure, isFailure, wordingOf } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'

/** How a server proves itself over TLS, and how we do. Files by their absolute paths. */
export interface Trust {
  /** Authorities to trust instead of those this machine trusts, in PEM. */
  readonly authority?: string | undefined
  /** The client certificate (chain) and its key, in PEM, for servers that ask for one. */
  readonly certificate?: string | undefined
  readonly key?: string | undefined
  /** Both in one file, as PKCS#12. */
  readonly pkcs12?: string | undefined
  /** Whose first line unlocks the key or the PKCS#12 file. */
  readonly unlockFile?: string | undefined
  /** The same itself, in place of a file. */
  readonly passphrase?: string | undefined
  /** The name the certificate must hold, where it differs from the host. */
  readonly serverName?: string | undefined
  /** Whether the certificate may be of any name. */
  readonly hostCheck?: 'off' | undefined
  /** SHA-256 of the one certificate to accept, whoever signed it, whatever its name and its time. */
  readonly fingerprint?: string | undefined
}

/** As a form has it: what is not filled in is null, or empty. */
export type TrustGiven = { readonly [Name in keyof Trust]?: Trust[Name] | '' | null }

/** All there is to say of it. */
export const trustNames = [
  ...(['authority', 'certificate', 'key', 'pkcs12', 'unlockFile', 'passphrase'] as const),
  ...(['serverName', 'hostCheck', 'fingerprint'] as const),
] as const satisfies readonly (keyof Trust)[]

/** What of it was filled in; whatever else stands beside it is left out. */
export function trustOf(given: TrustGiven | undefined): Trust {
  const filled = trustNames.flatMap((name): [string, string][] => {
    const value = given?.[name] ?? ''
    return value === '' ? [] : [[name, value]]
  })
  const { hostCheck, ...texts } = Object.fromEntries(filled)
  return hostCheck === 'off' ? { ...texts, hostCheck } : texts
}

/** What of it holds for other servers of the same house: their names and certificates are their own. */
export function trustAround({
  serverName: _,
  hostCheck: _check,
  fingerprint: _pin,
  ...around
}: Trust): Trust {
  return around
}

/** No bundle of certificates is larger. */
const sizeLimit = 4 * 1024 * 1024

/**
 * Reads the files that are named, and makes of them what connections are made with.
 * @throws Failure PLB-TLS-FILE, PLB-TLS-PASSPHRASE
 */
export function secureContext(trust: Trust): SecureContext {
  const { authority, certificate, key, pkcs12 } = trust
  const isAnonymous = certificate === undefined && key === undefined && pkcs12 === undefined
  if (authority === undefined && isAnonymous) return (machineContext ??= machineTrusts())
  const options: SecureContextOptions = {
    ca: authority === undefined ? machineAuthorities() : authoritiesIn(authority),
  }
  if (certificate !== undefined) options.cert = read(certificate)
  if (key !== undefined) options.key = read(key)
  if (pkcs12 !== undefined) options.pfx = read(pkcs12)
  const passphrase = passphraseOf(trust)
  if (passphrase !== undefined) options.passphrase = passphrase
  try {
    return createSecureContext(options)
  } catch (error) {
    const path = [certificate, key, pkcs12].filter((each) => each !== undefined).join(', ')
    if (isLocked(error) || (isGarbled(error) && isEncrypted(options.key)))
      throw failure('PLB-TLS-PASSPHRASE', { path: pkcs12 ?? key ?? path }, error)
    throw failure('PLB-TLS-FILE', { path, reason: wordingOf(error) }, error)
  }
}

/** Hundreds of authorities take a tenth of a second to read. */
let machineContext: SecureContext | undefined

function machineTrusts(): SecureContext {
  return createSecureContext({ ca: machineAuthorities() })
}

/** Those Node.js comes with, and those the operating system keeps. */
function machineAuthorities(): string[] {
  return [...new Set([...getCACertificates('default'), ...getCACertificates('system')])]
}

function authoritiesIn(path: string): Buffer {
  const bytes = read(path)
  try {
    // What is no certificate would be passed over in silence.
    void new X509Certificate(bytes)
    return bytes
  } catch (error) {
    throw failure('PLB-TLS-FILE', { path, reason: wordingOf(error) }, error)
  }
}

function passphraseOf({ passphrase, unlockFile }: Trust): string | undefined {
  if (passphrase !== undefined || unlockFile === undefined) return passphrase
  return read(unlockFile).toString('utf8').split(/\r?\n/)[0] ?? ''
}

/** Whether a key or a PKCS#12 file was not opened by its passphrase, or by none. */
function isLocked(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // eslint-disable-next-line no-restricted-syntax -- Node.js gives PKCS#12 files no code
  if (!('code' in error)) return error.message === 'mac verify failure'
  return error.code === 'ERR_OSSL_BAD_DECRYPT' || error.code === 'ERR_OSSL_EVP_BAD_DECRYPT'
}

/** One passphrase in 256 that is wrong opens a key to something by chance, which then is no key. */
function isGarbled(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_OSSL_UNSUPPORTED'
}

function isEncrypted(key: SecureContextOptions['key']): boolean {
  return (
    Buffer.isBuffer(key) && /^(?:-----BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED)/m.test(key.toString('latin1'))
  )
}

function read(path: string): Buffer {
  try {
    const { size } = statSync(path)
    if (size > sizeLimit)
      throw failure('PLB-TLS-FILE', { path, reason: say('broker.fileTooLarge', { bytes: size }) })
    return readFileSync(path)
  } catch (error) {
    if (isFailure(error)) throw error
    throw failure('PLB-TLS-FILE', { path, reason: wordingOf(error) }, error)
  }
}
