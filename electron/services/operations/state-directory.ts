import { mkdtempSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { textOf } from '../../errors/failure.ts'
import type { FileSystem } from '../../storage/files.ts'
import type { Notices } from './notices.ts'

/** Where the application keeps what is its own. */
export interface StateDirectory {
  readonly path: string
  /** Whether it is gone when the application ends, because the directory meant for it cannot be written. */
  readonly isTemporary: boolean
  /** Removes a temporary one. */
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
  const home = environment['HOME'] ?? homedir()
  if (platform === 'darwin') return join(home, 'Library/Application Support/Plumbline')
  if (platform === 'win32') {
    return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData/Local'), 'Plumbline')
  }
  const state = environment['XDG_STATE_HOME']
  // The specification says that a path that is not absolute is to be ignored.
  return join(state !== undefined && isAbsolute(state) ? state : join(home, '.local/state'), 'plumbline')
}

/** Small files that are worth having where the directory they lie in can be read but not written. */
const worthCopying = ['settings.json', 'profiles.json', 'secrets.json', 'secrets.key', 'muted.json']
const longestCopied = 4 * 1024 * 1024

/**
 * Makes the state directory usable. Where it cannot be written, a temporary one takes its place, with the settings and
 * profiles there are, and a notice says so.
 */
export function openStateDirectory(path: string, fileSystem: FileSystem, notices: Notices): StateDirectory {
  try {
    fileSystem.makeDirectory(path, { mode: 0o700 })
    const probe = join(path, '.writable')
    fileSystem.writeAtomically(probe, '')
    fileSystem.removeFile(probe)
    return { path, isTemporary: false, release: () => undefined }
  } catch (error) {
    const temporary = mkdtempSync(join(tmpdir(), 'plumbline-state-'))
    notices.add(
      `${path} cannot be written (${textOf(error)}). Settings, profiles and the archive are kept only until Plumbline ends.`,
    )
    for (const name of worthCopying) copy(join(path, name), join(temporary, name), fileSystem, notices)
    return {
      path: temporary,
      isTemporary: true,
      release: () => {
        fileSystem.removeDirectory(temporary)
      },
    }
  }
}

function copy(from: string, to: string, fileSystem: FileSystem, notices: Notices): void {
  try {
    if (!fileSystem.exists(from)) return
    fileSystem.writeAtomically(to, fileSystem.readFile(from, longestCopied), { mode: 0o600 })
  } catch (error) {
    notices.add(`${from} was left out: ${textOf(error)}`)
  }
}
