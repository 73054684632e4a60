import { mkdtempSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { basename, isAbsolute, join, resolve } from 'node:path'
import { failure, isFailure, type Failure, wordingOf } from '../errors/failure.ts'
import { lockDatabase } from '../storage/database-lock.ts'
import type { FileSystem } from '../storage/files.ts'
import { accountName, homeDirectory } from './account.ts'
import type { Notices } from './notices.ts'
import { say } from '../sentences/say.ts'

/** Where the application keeps what is its own. */
export interface StateDirectory {
  readonly path: string
  /**
   * Why it is a temporary one, gone when the application ends: the directory meant for it cannot be used. What comes
   * from a broker is never taken into it, since an acknowledged message would be lost with it.
   */
  readonly temporary: Failure | undefined
  /** Leaves it to others, or removes a temporary one. */
  release(): void
}

/**
 * The directory Plumbline keeps its state in, as the platform has it: PLUMBLINE_STATE_DIR, else
 * `$XDG_STATE_HOME/plumbline` or its equivalent.
 */
export function defaultStateDirectory(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string {
  const named = environment['PLUMBLINE_STATE_DIR']
  if (named !== undefined && named !== '') return resolve(named)
  const home = homeDirectory(environment)
  if (platform === 'darwin') return join(home, 'Library/Application Support/Plumbline')
  if (platform === 'win32') {
    return join(environment['LOCALAPPDATA'] ?? join(homeDirectory({}), 'AppData/Local'), 'Plumbline')
  }
  const state = environment['XDG_STATE_HOME']
  // The specification says that a path that is not absolute is to be ignored.
  return join(state !== undefined && isAbsolute(state) ? state : join(home, '.local/state'), 'plumbline')
}

/**
 * Who is at work with a state directory, as others on the cluster read it: the account and its machine, and the
 * directory where it is not the account's own, so that two of one account are told apart.
 */
export function operatorName(
  stateDirectory: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const [host = ''] = hostname().split('.')
  const usual = defaultStateDirectory({ ...environment, PLUMBLINE_STATE_DIR: undefined })
  return `${accountName()}@${host}${stateDirectory === usual ? '' : `/${basename(stateDirectory)}`}`
}

/** Small files that are worth having where the directory they lie in can be read but not used. */
const worthCopying = [
  'settings.json',
  'profiles.json',
  'secrets.json',
  'secrets.key',
  'keychain.json',
  'muted.json',
]
const longestCopied = 4 * 1024 * 1024

/**
 * Makes the state directory usable and keeps it from being used twice. Where it cannot be written, or another Plumbline
 * uses it, a temporary one takes its place, with the settings and profiles there are, and a notice says so.
 * @throws PLB-APP-NO-PLACE
 */
export function openStateDirectory(
  path: string,
  fileSystem: FileSystem,
  now: () => number,
  notices: Notices,
): StateDirectory {
  try {
    fileSystem.makeDirectory(path, { mode: 0o700 })
    const probe = join(path, '.writable')
    fileSystem.writeAtomically(probe, '')
    fileSystem.removeFile(probe)
    const lock = lockDatabase(join(path, 'state'), () => new Date(now()), fileSystem)
    return { path, temporary: undefined, release: () => lock.release() }
  } catch (error) {
    const temporary = makeTemporary(path)
    const why = whyTemporary(path, error)
    notices.add(wordingOf(why))
    for (const name of worthCopying) copy(join(path, name), join(temporary, name), fileSystem, notices)
    return {
      path: temporary,
      temporary: why,
      release: () => {
        fileSystem.removeDirectory(temporary)
      },
    }
  }
}

function whyTemporary(directory: string, error: unknown): Failure {
  if (!isFailure(error, 'PLB-STORAGE-DATABASE-IN-USE')) {
    const reason = say('state.notWritable', { reason: wordingOf(error) })
    return failure('PLB-APP-STATE-TEMPORARY', { directory, reason }, error)
  }
  const { pid = '?', host = '?' } = error.details
  const reason = say('state.usedByAnother', { pid, host })
  return failure('PLB-APP-STATE-TEMPORARY', { directory, reason }, error)
}

function makeTemporary(directory: string): string {
  try {
    return mkdtempSync(join(tmpdir(), 'plumbline-state-'))
  } catch (error) {
    throw failure('PLB-APP-NO-PLACE', { directory, reason: wordingOf(error) }, error)
  }
}

function copy(from: string, to: string, fileSystem: FileSystem, notices: Notices): void {
  try {
    if (!fileSystem.exists(from)) return
    fileSystem.writeAtomically(to, fileSystem.readFile(from, longestCopied), { mode: 0o600 })
  } catch (error) {
    notices.add(say('storage.leftOut', { path: from, reason: wordingOf(error) }))
  }
}
