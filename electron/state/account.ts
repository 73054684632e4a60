import { userInfo } from 'node:os'
import { isAbsolute } from 'node:path'

/** The home Debian gives to accounts that have none. Nothing can be written there, and whoever tries says so. */
const noHome = '/nonexistent'

/** What the account at work is called. One of a container need not have a name. */
export function accountName(read: () => { readonly username: string } = userInfo): string {
  try {
    return read().username
  } catch {
    return `account ${process.getuid?.() ?? 'unknown'}`
  }
}

/** The home directory of the account, also where HOME is not set, or set to what is no directory. */
export function homeDirectory(
  environment: Readonly<Record<string, string | undefined>>,
  read: () => { readonly homedir: string } = userInfo,
): string {
  const named = environment['HOME']
  if (named !== undefined && isAbsolute(named)) return named
  try {
    return read().homedir
  } catch {
    return noHome
  }
}
