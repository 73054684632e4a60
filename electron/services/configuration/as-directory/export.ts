import { canonicalLocationOf } from '../../../catalog/locations.ts'
import type { CatalogView } from '../../../nodes/face/cluster-node.ts'
import { DirectoryRoot } from '../../../storage/directory-root.ts'
import type { FileSystem } from '../../../storage/files.ts'
import { failure } from '../../../errors/failure.ts'
import { hideSecrets } from '../../../secrets/text.ts'
import { scheduler } from '../../../scheduler/scheduler.ts'
import { writeXml } from '../../../xml/write.ts'
import { shownXmlOf } from '../drafts/draft.ts'
import { objectsOf, withReferenced } from './scope.ts'

export interface ExportOptions {
  /** The one that is written; undefined for all. */
  readonly workspace: string | undefined
  readonly fileSystem: FileSystem
}

/**
 * Writes what a node holds, or one workspace of it with what that refers to, as a data directory: in GeoServer's own
 * format, passwords hidden, so that it can be kept among other code.
 * @param path of a directory that is empty or not there yet
 * @returns how many objects it holds
 * @throws PLB-COMMAND-DIRECTORY-NOT-EMPTY, PLB-ENGINE-OBJECT-NOT-FOUND, PLB-STORAGE-…
 */
export function exportDirectory(view: CatalogView, path: string, options: ExportOptions): Promise<number> {
  return scheduler.run(written(view, path, options))
}

/** Everyone else in this process is heard between two files. */
function* written(
  { catalog, styleBody }: CatalogView,
  path: string,
  { workspace, fileSystem }: ExportOptions,
): Generator<void, number, undefined> {
  const root = new DirectoryRoot(path, fileSystem)
  if (root.exists([]) && root.list([]).length > 0) throw failure('PLB-COMMAND-DIRECTORY-NOT-EMPTY', { path })
  const objects = withReferenced(objectsOf(catalog, workspace), catalog)
  for (const object of objects) {
    const { file, body } = canonicalLocationOf(object, catalog)
    root.writeAtomically(file, writeXml(shownXmlOf(object, catalog)))
    const rules = object.kind === 'style' ? styleBody(object) : undefined
    if (rules !== undefined && body !== undefined) root.writeAtomically(body, hideSecrets(rules, 'addresses'))
    yield
  }
  const standard = catalog.defaultWorkspace === undefined ? undefined : catalog.get(catalog.defaultWorkspace)
  if (workspace === undefined && standard !== undefined)
    root.writeAtomically(['workspaces', 'default.xml'], writeXml(shownXmlOf(standard, catalog)))
  return objects.length
}
