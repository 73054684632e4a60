import { canonicalLocationOf } from '../../../catalog/locations.ts'
import type { CatalogView } from '../../../nodes/face/cluster-node.ts'
import { DirectoryRoot } from '../../../storage/directory-root.ts'
import type { FileSystem } from '../../../storage/files.ts'
import { failure } from '../../../errors/failure.ts'
import { hideSecrets } from '../../../secrets/text.ts'
import { writeXml } from '../../../xml/write.ts'
import { shownXmlOf } from '../draft.ts'
import { objectsOf, withReferenced } from './scope.ts'

/**
 * Writes what a node holds, or one workspace of it with what that refers to, as a data directory: in GeoServer's own
 * format, passwords hidden, so that it can be kept among other code.
 * @param path of a directory that is empty or not there yet
 * @returns how many objects it holds
 * @throws PLB-COMMAND-DIRECTORY-NOT-EMPTY, PLB-ENGINE-OBJECT-NOT-FOUND, PLB-STORAGE-…
 */
export function exportDirectory(
  { catalog, styleBody }: CatalogView,
  path: string,
  { workspace, fileSystem }: { readonly workspace: string | undefined; readonly fileSystem: FileSystem },
): number {
  const root = new DirectoryRoot(path, fileSystem)
  if (root.exists([]) && root.list([]).length > 0) throw failure('PLB-COMMAND-DIRECTORY-NOT-EMPTY', { path })
  const objects = withReferenced(objectsOf(catalog, workspace), catalog)
  for (const object of objects) {
    const { file, body } = canonicalLocationOf(object, catalog)
    root.writeAtomically(file, writeXml(shownXmlOf(object, catalog)))
    const rules = object.kind === 'style' ? styleBody(object) : undefined
    if (rules !== undefined && body !== undefined) root.writeAtomically(body, hideSecrets(rules, 'addresses'))
  }
  const standard = catalog.defaultWorkspace === undefined ? undefined : catalog.get(catalog.defaultWorkspace)
  if (workspace === undefined && standard !== undefined)
    root.writeAtomically(['workspaces', 'default.xml'], writeXml(shownXmlOf(standard, catalog)))
  return objects.length
}
