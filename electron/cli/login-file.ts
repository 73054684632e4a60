import { failure } from '../errors/failure.ts'
import { localFileSystem } from '../storage/files.ts'

export interface Login {
  readonly user: string
  readonly password: string
}

/** The environment variables a login may be in, for machines that keep secrets there. */
export const loginVariables = {
  user: 'PLUMBLINE_GEOSERVER_USER',
  password: 'PLUMBLINE_GEOSERVER_PASSWORD',
} as const

/**
 * Reads a login from a file with user:password on one line, which nobody else may read.
 * @throws PLB-COMMAND-LOGIN-UNUSABLE, PLB-STORAGE-…
 */
export function readLogin(path: string): Login {
  const stat = localFileSystem.stat(path)
  if (stat !== undefined && process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
    throw failure('PLB-COMMAND-LOGIN-UNUSABLE', { path, reason: 'other accounts can read it' })
  }
  const [, user, password] =
    /^([^:\r\n]+):([^\r\n]+)\r?\n?$/.exec(localFileSystem.readFile(path, 1024).toString('utf8')) ?? []
  if (user === undefined || password === undefined) {
    throw failure('PLB-COMMAND-LOGIN-UNUSABLE', { path, reason: 'it is not one line with user:password' })
  }
  return { user, password }
}

/**
 * The login somebody gave: in a file, or by name with the password in the environment, never on the command line.
 * @throws as {@link readLogin}
 */
export function loginGiven(
  { login, user }: { readonly login?: string | undefined; readonly user?: string | undefined },
  environment: Readonly<Record<string, string | undefined>>,
): Login {
  if (login !== undefined) return readLogin(login)
  return {
    user: user ?? environment[loginVariables.user] ?? 'admin',
    password: environment[loginVariables.password] ?? '',
  }
}
