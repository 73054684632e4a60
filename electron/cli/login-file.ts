import { randomBytes } from 'node:crypto'
import { failure } from '../errors/failure.ts'
import { shortestPassphrase } from '../contract/features/profiles.ts'
import { readAddresses } from '../services/connect/addresses.ts'
import { say } from '../sentences/say.ts'
import { localFileSystem } from '../storage/files.ts'

export interface Login {
  readonly user: string
  readonly password: string
}

/** Who asks some GeoServers. */
export interface Logins {
  readonly login: Login
  /** Of those that have one of their own, by address. */
  readonly logins: Readonly<Record<string, Login>>
}

const fileLimit = 64 * 1024

/** The environment variables a login may be in, for machines that keep secrets there. */
export const loginVariables = {
  user: 'PLUMBLINE_GEOSERVER_USER',
  password: 'PLUMBLINE_GEOSERVER_PASSWORD',
} as const

const passphraseVariable = 'PLUMBLINE_PASSPHRASE'

/**
 * Reads a login from a file with user:password on one line, which nobody else may read.
 * @throws PLB-COMMAND-LOGIN-UNUSABLE, PLB-STORAGE-…
 */
export function readLogin(path: string): Login {
  const [line = '', ...others] = linesOf(path)
  const login = others.length === 0 ? loginIn(line) : undefined
  if (login === undefined) {
    throw failure('PLB-COMMAND-LOGIN-UNUSABLE', { path, reason: say('cli.notOneLogin') })
  }
  return login
}

/**
 * Reads the logins of several GeoServers from a file nobody else may read: a line with user:password for all of them, and
 * one with an address, or a pattern of addresses, in front for each that has its own.
 * @throws PLB-COMMAND-LOGIN-UNUSABLE, PLB-GEOSERVER-ADDRESS-REFUSED, PLB-STORAGE-…
 */
function readLogins(path: string, fallback: Login): Logins {
  let login: Login | undefined
  const logins: Record<string, Login> = {}
  for (const [index, line] of linesOf(path).entries()) {
    const [, address, own = ''] = /^(https?:\/\/\S+) +(.+)$/.exec(line) ?? []
    const found = loginIn(address === undefined ? line : own)
    if (found === undefined || (address === undefined && login !== undefined)) {
      const reason = say('cli.neitherLogin', { line: index + 1 })
      throw failure('PLB-COMMAND-LOGIN-UNUSABLE', { path, reason })
    }
    if (address === undefined) login = found
    else for (const { url } of readAddresses(address)) logins[url] = found
  }
  return { login: login ?? fallback, logins }
}

/**
 * The token in a file nobody else may read, which is made with a new one when it is missing.
 * @throws PLB-COMMAND-SECRET-UNUSABLE, PLB-COMMAND-LOGIN-UNUSABLE, PLB-STORAGE-…
 */
export function tokenIn(path: string): string {
  localFileSystem.createFile(path, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
  const token = lineOf(path)
  if (/^\S{16,}$/.test(token)) return token
  throw failure('PLB-COMMAND-SECRET-UNUSABLE', { path, what: say('cli.aToken') })
}

/**
 * The address in a file nobody else may read, since such an address is often a secret.
 * @throws PLB-COMMAND-SECRET-UNUSABLE, PLB-COMMAND-LOGIN-UNUSABLE, PLB-STORAGE-…
 */
export function webAddressIn(path: string): string {
  const url = URL.parse(lineOf(path))
  if (url !== null && /^https?:$/.test(url.protocol)) return url.href
  throw failure('PLB-COMMAND-SECRET-UNUSABLE', { path, what: say('cli.aWebAddress') })
}

/**
 * The passphrase of a profile file, from a file nobody else may read or the environment.
 * @returns undefined when there is none
 * @throws PLB-COMMAND-SECRET-UNUSABLE, PLB-COMMAND-LOGIN-UNUSABLE, PLB-STORAGE-…
 */
export function passphraseGiven(
  path: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const given = path === undefined ? environment[passphraseVariable] : lineOf(path)
  if (path === undefined && (given === undefined || given === '')) return undefined
  if (given !== undefined && given.length >= shortestPassphrase) return given
  const what = say('cli.aPassphrase', { count: shortestPassphrase })
  throw failure('PLB-COMMAND-SECRET-UNUSABLE', { path: path ?? passphraseVariable, what })
}

/** The one line of a file; empty when it has several. */
function lineOf(path: string): string {
  const [line = '', ...others] = linesOf(path)
  return others.length === 0 ? line : ''
}

function linesOf(path: string): readonly string[] {
  const stat = localFileSystem.stat(path)
  if (stat !== undefined && process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
    throw failure('PLB-COMMAND-LOGIN-UNUSABLE', { path, reason: say('cli.othersCanRead') })
  }
  const text = localFileSystem.readFile(path, fileLimit).toString('utf8')
  return text.replace(/\r?\n$/, '').split(/\r?\n/)
}

function loginIn(line: string): Login | undefined {
  const [, user, password] = /^([^:]+):(.+)$/.exec(line) ?? []
  return user === undefined || password === undefined ? undefined : { user, password }
}

/**
 * The logins somebody gave: in a file, or by name with the password in the environment, never on the command line.
 * @throws as {@link readLogins}
 */
export function loginsGiven(
  { login, user }: { readonly login?: string | undefined; readonly user?: string | undefined },
  environment: Readonly<Record<string, string | undefined>>,
): Logins {
  const named = {
    user: user ?? environment[loginVariables.user] ?? 'admin',
    password: environment[loginVariables.password] ?? '',
  }
  return login === undefined ? { login: named, logins: {} } : readLogins(login, named)
}
