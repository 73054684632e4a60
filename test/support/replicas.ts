import { cpSync } from 'node:fs'
import { readDataDirectory } from '../../electron/catalog/data-directory.ts'
import { compareCatalogs, type Drift } from '../../electron/catalog/diff.ts'
import { elementForFile } from '../../electron/catalog/to-file.ts'
import { readStyleBody } from '../../electron/catalog/style-body.ts'
import type { Catalog } from '../../electron/catalog/catalog.ts'
import type { CatalogObject } from '../../electron/catalog/object.ts'
import { noGraves, type Graves } from '../../electron/engine/replica/graves.ts'
import type { FileLog } from '../../electron/engine/journal/file-log.ts'
import { filesIn } from '../../electron/engine/replica/directory-files.ts'
import type { Outcome } from '../../electron/engine/replica/outcome.ts'
import { referencedIds } from '../../electron/catalog/references.ts'
import { Replica } from '../../electron/engine/replica/replica.ts'
import type { DirectoryRoot } from '../../electron/storage/directory-root.ts'
import { nodeFileSystemCalls } from '../../electron/storage/file-system-calls.ts'
import { createFileSystem, type FileSystem } from '../../electron/storage/files.ts'
import { decodeBody } from '../../electron/wire/decode.ts'
import { writeXml } from '../../electron/xml/write.ts'
import { directoryRoot, goldenPath, type GoldenVersion } from './data-directories.ts'
import type { RecordedMessage } from './recorded-messages.ts'
import { temporaryDirectory } from './temporary-directory.ts'

/** The real disk, without waiting until it has everything: tests of what is written need not wait. */
export const hastyFileSystem = createFileSystem({
  ...nodeFileSystemCalls,
  sync: () => undefined,
  syncDirectory: () => undefined,
})

/** A replica of the data directory at a path, read from it and kept in it. */
export function replicaIn(
  path: string,
  fileSystem: FileSystem = hastyFileSystem,
  graves: Graves = noGraves,
  openLog?: (root: DirectoryRoot) => FileLog,
): Replica {
  const root = directoryRoot(path, fileSystem)
  const log = openLog?.(root)
  log?.redo()
  const { catalog } = readDataDirectory(root, { halves: true })
  return new Replica(catalog, filesIn(root, catalog, log), graves)
}

/** A fresh copy of a golden data directory, such as `seed/master`, removed when the test is over. */
export function copyOfGolden(name: string, version?: GoldenVersion): string {
  const path = temporaryDirectory()
  cpSync(goldenPath(name, version), path, { recursive: true })
  return path
}

/** Applies recorded messages one after the other; one that waits for something is tried again behind each, as a slave does. */
export function applyMessages(
  replica: Replica,
  messages: readonly RecordedMessage[],
): readonly { readonly message: RecordedMessage; readonly outcome: Outcome }[] {
  const apply = (message: RecordedMessage): Outcome =>
    replica.apply(decodeBody(message.handler, message.body))
  const results: { readonly message: RecordedMessage; outcome: Outcome }[] = []
  for (const message of messages) {
    results.push({ message, outcome: apply(message) })
    for (const result of results) {
      if (result.outcome.outcome === 'parked') result.outcome = apply(result.message)
    }
  }
  return results
}

/** What two data directories differ in, the rules of styles included. */
export function driftBetween(left: string, right: string): Drift {
  const sides = [left, right].map((path) => {
    const root = directoryRoot(path)
    const { catalog } = readDataDirectory(root, { halves: true })
    return { catalog, body: (style: CatalogObject) => readStyleBody(root, catalog, style) }
  })
  const [first, second] = sides
  if (first === undefined || second === undefined) throw new Error('Two directories are compared.')
  return compareCatalogs(first.catalog, second.catalog, { bodies: { left: first.body, right: second.body } })
}

/** Every object of a catalog as its file says it, by id, and which workspace is the default. */
export function formsOf(catalog: Catalog): Readonly<Record<string, string | undefined>> {
  const forms = [...catalog.objects()].map(
    (object) => [object.id, writeXml(elementForFile(object, catalog))] as const,
  )
  return { ...Object.fromEntries(forms), defaultWorkspace: catalog.defaultWorkspace }
}

/** References of a catalog's objects to something it does not hold. */
export function danglingReferences(catalog: Catalog): readonly string[] {
  return [...catalog.objects()].flatMap((object) =>
    [...referencedIds(object)]
      .filter((id) => catalog.get(id) === undefined)
      .map((id) => `${object.kind} ${object.id} → ${id}`),
  )
}
