import { readDataDirectoryInTurns, type DataDirectoryContent } from '../../../catalog/data-directory.ts'
import { readStyleBody } from '../../../catalog/style-body.ts'
import { failure } from '../../../errors/failure.ts'
import type { CatalogView } from '../../../nodes/face/cluster-node.ts'
import { say } from '../../../sentences/say.ts'
import { DirectoryRoot } from '../../../storage/directory-root.ts'
import type { FileSystem } from '../../../storage/files.ts'

/** Files an error names. */
const mostNamed = 3

/**
 * What a directory says, as it was read.
 * @throws PLB-COMMAND-DIRECTORY-UNREAD when not all of it could be read, since nobody knows what that says
 */
export function wantedBy(
  root: DirectoryRoot,
  { catalog, problems }: Pick<DataDirectoryContent, 'catalog' | 'problems'>,
): CatalogView {
  const unread = problems.flatMap(({ effect, path }) => (effect === 'unread' ? [path] : []))
  if (unread.length > 0) {
    const files = unread.slice(0, mostNamed).join(', ')
    throw failure('PLB-COMMAND-DIRECTORY-UNREAD', { path: root.path, count: unread.length, files })
  }
  return { catalog, styleBody: (style) => readStyleBody(root, catalog, style)?.toString('utf8') }
}

/**
 * Reads what a directory says, for a plan. One that says nothing is more often a mistyped path than a wish.
 * @throws as {@link wantedBy}; PLB-COMMAND-NOT-A-DIRECTORY, PLB-ENGINE-EDIT-REFUSED, PLB-STORAGE-…
 */
export async function readWanted(path: string, fileSystem: FileSystem): Promise<CatalogView> {
  const root = existingDirectory(path, fileSystem)
  const content = await readDataDirectoryInTurns(root)
  const wanted = wantedBy(root, content)
  if (content.catalog.size === 0)
    throw failure('PLB-ENGINE-EDIT-REFUSED', { reason: say('cli.holdsNothing', { path: root.path }) })
  return wanted
}

/**
 * A directory that is there.
 * @throws PLB-STORAGE-FILE-MISSING, PLB-COMMAND-NOT-A-DIRECTORY
 */
export function existingDirectory(path: string, fileSystem: FileSystem): DirectoryRoot {
  const root = new DirectoryRoot(path, fileSystem)
  const kind = root.stat([])?.kind
  if (kind === undefined) throw failure('PLB-STORAGE-FILE-MISSING', { operation: 'read', path: root.path })
  if (kind !== 'directory') throw failure('PLB-COMMAND-NOT-A-DIRECTORY', { path: root.path })
  return root
}
