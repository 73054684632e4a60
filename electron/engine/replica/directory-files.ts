import type { Catalog } from '../../catalog/catalog.ts'
import { DataDirectoryWriter } from '../../catalog/data-directory-writer.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { failure } from '../../errors/failure.ts'
import type { DirectoryRoot } from '../../storage/directory-root.ts'
import { NotStaged, StagedDirectory, type ChangeLog } from '../../storage/staged-directory.ts'
import { parentElement, textElement } from '../../xml/element.ts'
import type { ReplicaFiles } from './replica.ts'
import { say } from '../../sentences/say.ts'

/**
 * Keeps a replica in a data directory.
 * @param log where changes are written down that are put off; without it none are
 */
export function filesIn(root: DirectoryRoot, catalog: Catalog, log?: ChangeLog): ReplicaFiles {
  const directory = new StagedDirectory(root, log)
  const writer = new DataDirectoryWriter(directory, catalog)
  // More than half of all messages change the global settings, whose file is nobody else's: it is made once a commit.
  let global: CatalogObject | undefined
  const writeGlobal = () => {
    const latest = global
    global = undefined
    if (latest === undefined) return
    try {
      directory.stage(() => {
        writer.write(latest)
      })
    } catch {
      // Of several messages at once nobody could say which of them cannot have its file.
      throw new NotStaged()
    }
  }
  return {
    get changes() {
      return directory.changes
    },
    get isStaging() {
      return directory.isStaging
    },
    write(object, previous) {
      if (directory.isStaging && object.kind === 'global') global = object
      else writer.write(object, previous)
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
    removeStyleFile(workspace, fileName) {
      writer.removeStyleBody(styleToBe(catalog, workspace, fileName))
    },
    readStyleFile: (workspace, fileName) => writer.readStyleBody(styleToBe(catalog, workspace, fileName)),
    styleBody: (style) => writer.readStyleBody(style),
    together: (action) => root.together(action),
    stage(action) {
      if (log !== undefined) catalog.begin()
      return directory.stage(action)
    },
    writeDown() {
      writeGlobal()
      return directory.writeDown()
    },
    settle() {
      catalog.keep()
      directory.settle()
    },
    rollBack() {
      global = undefined
      directory.discard()
      catalog.rollBack()
    },
  }
}

/** Keeps a replica in memory only, for a while: nothing of it is ever taken back. */
export const noFiles: ReplicaFiles = {
  changes: 0,
  write() {},
  remove() {},
  writeDefaultWorkspace() {},
  writeStyleFile() {},
  removeStyleFile() {},
  readStyleFile: () => undefined,
  styleBody: () => undefined,
  together: (action) => action(),
  isStaging: false,
  stage: (action) => action(),
  writeDown: () => false,
  settle() {},
  rollBack() {},
}

/** Keeps a replica in memory only, as a node with `readOnly=enabled` does. */
export function inMemory(catalog: Catalog): ReplicaFiles {
  return {
    ...noFiles,
    stage(action) {
      catalog.begin()
      return action()
    },
    settle() {
      catalog.keep()
    },
    rollBack() {
      catalog.rollBack()
    },
  }
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
