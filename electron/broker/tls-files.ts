import { readFileSync, statSync } from 'node:fs'
import { failure, isFailure, wordingOf } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'

/** What TLS connections use beside the machine's own trusted authorities. Certificates and keys are PEM text. */
export interface TlsSettings {
  /** Authorities to trust instead of the built-in ones. */
  readonly authorities?: readonly string[]
  /** The client certificate (chain) and its key, for brokers that ask for mutual TLS. */
  readonly certificate?: string
  readonly key?: string
  /** Both in one, instead. */
  readonly pkcs12?: Buffer
  readonly passphrase?: string
  /** The name the broker's certificate must hold, where it differs from the host in the URL. */
  readonly serverName?: string
}

/** What a broker URL names for its TLS connections: files by their absolute paths, and the name to expect. */
export interface TlsFiles {
  /** Authorities to trust instead of the machine's own, in PEM. */
  readonly ca?: string
  /** The client certificate (chain) and its key, in PEM. */
  readonly certificate?: string
  readonly key?: string
  /** Both in one file, as PKCS#12. */
  readonly pkcs12?: string
  /** Whose first line unlocks the key or the PKCS#12 file. */
  readonly unlockFile?: string
  /** The name the broker's certificate must hold, where it differs from the host. */
  readonly serverName?: string
}

/** The options of a broker URL that say it. */
export const tlsOptions: Readonly<Record<keyof TlsFiles, string>> = {
  ca: 'plumbline.ca',
  certificate: 'plumbline.certificate',
  key: 'plumbline.key',
  pkcs12: 'plumbline.pkcs12',
  unlockFile: 'plumbline.unlockFile',
  serverName: 'plumbline.serverName',
}

/** No bundle of certificates is larger. */
const sizeLimit = 4 * 1024 * 1024

/**
 * Reads the files a broker URL names.
 * @throws Failure PLB-BROKER-TLS-FILE
 */
export function readTlsFiles(files: TlsFiles): TlsSettings {
  const { ca, certificate, key, pkcs12, unlockFile, serverName } = files
  return {
    ...(ca === undefined ? {} : { authorities: [readText(ca)] }),
    ...(certificate === undefined ? {} : { certificate: readText(certificate) }),
    ...(key === undefined ? {} : { key: readText(key) }),
    ...(pkcs12 === undefined ? {} : { pkcs12: read(pkcs12) }),
    ...(unlockFile === undefined ? {} : { passphrase: readText(unlockFile).split(/\r?\n/)[0] ?? '' }),
    ...(serverName === undefined ? {} : { serverName }),
  }
}

function readText(path: string): string {
  return read(path).toString('utf8')
}

function read(path: string): Buffer {
  try {
    const { size } = statSync(path)
    if (size > sizeLimit)
      throw failure('PLB-BROKER-TLS-FILE', { path, reason: say('broker.fileTooLarge', { bytes: size }) })
    return readFileSync(path)
  } catch (error) {
    if (isFailure(error)) throw error
    throw failure('PLB-BROKER-TLS-FILE', { path, reason: wordingOf(error) }, error)
  }
}
