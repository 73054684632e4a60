import type { Catalog } from '../../catalog/catalog.ts'
import { DataDirectoryWriter } from '../../catalog/data-directory-writer.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { failure } from '../../errors/failure.ts'
import type { DirectoryRoot } from '../../storage/directory-root.ts'
import { parentElement, textElement } from '../../xml/element.ts'
import { PutOffWrites } from './put-off-writes.ts'
import type { ReplicaFiles } from './replica.ts'
import { say } from '../../sentences/say.ts'

/** Keeps a replica in a data directory. */
export function filesIn(root: DirectoryRoot, catalog: Catalog): ReplicaFiles {
  const writer = new DataDirectoryWriter(root, catalog)
  const putOff = new PutOffWrites(writer, catalog)
  return {
    get changes() {
      return root.changes
    },
    write(object, previous) {
      if (!putOff.takes(object, previous)) writer.write(object, previous)
    },
    remove(object) {
      writer.remove(object)
    },
    writeDefaultWorkspace() {
      writer.writeDefaultWorkspace()
    },
    writeStyleFile(workspace, fileName, body) {
      writer.writeStyleBody(styleToBe(catalog, workspace, fileName), body)
    },
    readStyleFile: (workspace, fileName) => writer.readStyleBody(styleToBe(catalog, workspace, fileName)),
    together: (action) => root.together(action),
    gather: (action) => putOff.gather(action),
    settle() {
      putOff.settle()
    },
  }
}

/** Keeps a replica in memory only, as a node with `readOnly=enabled` does. */
export const noFiles: ReplicaFiles = {
  changes: 0,
  write() {},
  remove() {},
  writeDefaultWorkspace() {},
  writeStyleFile() {},
  readStyleFile: () => undefined,
  together: (action) => action(),
  gather: (action) => action(),
  settle() {},
}

/** The body of a style arrives before the style itself. */
function styleToBe(catalog: Catalog, workspace: string | undefined, fileName: string): CatalogObject {
  const space = workspace === undefined ? undefined : catalog.byName('workspace', workspace)
  if (workspace !== undefined && space === undefined) {
    throw failure('PLB-CATALOG-PARENT-MISSING', {
      object: say('events.styleFile', { file: fileName }),
      parent: say('node.workspace', { name: workspace }),
    })
  }
  return {
    kind: 'style',
    root: 'style',
    id: '',
    properties: [
      textElement('name', fileName.replace(/\.[^.]*$/, '')),
      textElement('filename', fileName),
      ...(space === undefined ? [] : [parentElement('workspace', [textElement('id', space.id)])]),
    ],
  }
}
