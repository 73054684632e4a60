import { join, resolve } from 'node:path'
import { Archive, type ArchiveOptions } from '../../services/messages/archive/archive.ts'
import { archivePath } from '../../services/messages/archive/archive-path.ts'
import { defaultStateDirectory } from '../../state/state-directory.ts'
import { localFileSystem } from '../../storage/files.ts'
import { findProfile } from '../profile-nodes.ts'
import { usageFailure, type CommandContext } from '../command.ts'
import { say } from '../../sentences/say.ts'

export interface ArchiveChoice {
  /** A file, a directory that holds one, or the name of a saved cluster. */
  readonly archive: string
  readonly stateDir?: string | undefined
}

/**
 * Opens an archive someone named on the command line.
 * @throws PLB-COMMAND-USAGE when there is none of that name, PLB-STORAGE-…
 */
export function openNamedArchive(
  choice: ArchiveChoice,
  mode: ArchiveOptions['mode'],
  { environment }: Pick<CommandContext, 'environment'>,
): Archive {
  const path = pathOf(choice, mode, environment)
  const { PLUMBLINE_KEY } = environment
  return new Archive({ path, mode, environment: { PLUMBLINE_KEY } })
}

function pathOf(
  { archive, stateDir }: ArchiveChoice,
  mode: ArchiveOptions['mode'],
  environment: CommandContext['environment'],
): string {
  const path = resolve(archive)
  const kind = localFileSystem.stat(path)?.kind
  if (kind === 'directory') return archivePath(path)
  if (kind !== undefined) return path
  const state = stateDir === undefined ? defaultStateDirectory(environment) : resolve(stateDir)
  const profile = findProfile(archive, state, 'archive')
  if (profile !== undefined) return archivePath(join(state, 'clusters', profile.id))
  if (mode !== 'read' && archive.endsWith('.sqlite')) return path
  throw usageFailure(say('usage.noArchive', { name: archive }), 'archive')
}
