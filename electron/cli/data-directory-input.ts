import { readDataDirectory, type DataDirectoryContent } from '../catalog/data-directory.ts'
import { existingDirectory } from '../services/configuration/as-directory/wanted.ts'
import type { DirectoryRoot } from '../storage/directory-root.ts'
import { localFileSystem } from '../storage/files.ts'
import type { Output } from './output.ts'
import { say } from '../sentences/say.ts'

/** A data directory someone named on the command line, with what it holds. */
export interface DataDirectoryInput extends DataDirectoryContent {
  readonly root: DirectoryRoot
}

/**
 * Reads a data directory that must exist. An empty one is read, too, with a warning: more often than a new node it is
 * a mistyped path.
 * @throws PLB-STORAGE-… and PLB-COMMAND-NOT-A-DIRECTORY
 */
export function openDataDirectory(path: string, output: Output): DataDirectoryInput {
  const root = existingDirectory(path, localFileSystem)
  output.progress(say('cli.reading', { path: root.path }))
  const content = readDataDirectory(root)
  warnIfEmpty(root, content, output)
  return { root, ...content }
}

function warnIfEmpty(
  root: DirectoryRoot,
  { catalog, problems }: Pick<DataDirectoryContent, 'catalog' | 'problems'>,
  output: Output,
): void {
  if (catalog.size > 0 || problems.some(({ effect }) => effect === 'unread')) return
  output.warning(say('cli.holdsNothing', { path: root.path }))
}
