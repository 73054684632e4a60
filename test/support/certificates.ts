import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const storePassword = 'changeit'

/** A certificate authority of a test's own, a server certificate for `localhost` only, and a client certificate. */
export interface TestCertificates {
  /** The authority's certificate, PEM. */
  readonly authority: string
  /** A PKCS12 key store with the server's key and certificate. */
  readonly serverKeyStore: string
  /** A PKCS12 trust store with the authority. */
  readonly trustStore: string
  readonly storePassword: string
  /** Where the authority, the client certificate and its key lie, and both of these as PKCS#12. */
  readonly files: { readonly [Name in 'authority' | 'certificate' | 'key' | 'lockedKey' | 'pkcs12']: string }
  /** A server certificate for `localhost` that has expired, with the key of the other. */
  readonly expiredCertificate: string
  readonly serverCertificate: string
  readonly serverKey: string
  readonly clientCertificate: string
  readonly clientKey: string
}

/**
 * Makes the certificates with openssl and keytool.
 * @param folder an existing directory that takes the files
 */
export async function createCertificates(folder: string): Promise<TestCertificates> {
  const file = (name: string) => join(folder, name)
  const openssl = (...words: string[]) => run('openssl', words, { cwd: folder })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'] as const

  await openssl(
    'req',
    '-x509',
    ...newKey,
    '-days',
    '2',
    '-subj',
    '/CN=Test authority',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  )
  const sign = async (name: string, subject: string, extensions: string) => {
    await openssl('req', ...newKey, '-subj', subject, '-keyout', `${name}.key`, '-out', `${name}.csr`)
    await writeFile(file(`${name}.ext`), extensions)
    await openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'],
      ...['-days', '2', '-extfile', `${name}.ext`, '-out', `${name}.pem`],
    )
  }
  await sign('server', '/CN=localhost', 'subjectAltName=DNS:localhost\n')
  await sign('client', '/CN=client', 'extendedKeyUsage=clientAuth\n')
  await openssl(
    ...['x509', '-req', '-in', 'server.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'],
    ...['-days', '-1', '-extfile', 'server.ext', '-out', 'expired.pem'],
  )
  await openssl(
    ...['pkcs12', '-export', '-in', 'client.pem', '-inkey', 'client.key', '-name', 'client'],
    ...['-passout', `pass:${storePassword}`, '-out', 'client.p12'],
  )
  await openssl(
    'ec',
    '-in',
    'client.key',
    '-aes256',
    '-passout',
    `pass:${storePassword}`,
    '-out',
    'locked.key',
  )
  await openssl(
    ...['pkcs12', '-export', '-in', 'server.pem', '-inkey', 'server.key', '-name', 'server'],
    ...['-passout', `pass:${storePassword}`, '-out', 'server.p12'],
  )
  await run(
    'keytool',
    [
      ...['-importcert', '-noprompt', '-alias', 'authority', '-file', 'ca.pem', '-keystore', 'trust.p12'],
      ...['-storetype', 'PKCS12', '-storepass', storePassword],
    ],
    { cwd: folder },
  )
  const text = (name: string) => readFile(file(name), 'utf8')
  return {
    authority: await text('ca.pem'),
    serverKeyStore: file('server.p12'),
    trustStore: file('trust.p12'),
    storePassword,
    files: {
      authority: file('ca.pem'),
      certificate: file('client.pem'),
      key: file('client.key'),
      lockedKey: file('locked.key'),
      pkcs12: file('client.p12'),
    },
    expiredCertificate: await text('expired.pem'),
    serverCertificate: await text('server.pem'),
    serverKey: await text('server.key'),
    clientCertificate: await text('client.pem'),
    clientKey: await text('client.key'),
  }
}
