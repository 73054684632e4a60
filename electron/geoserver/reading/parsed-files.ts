import { readDataDirectoryInTurns, type DataDirectoryContent } from '../../catalog/data-directory.ts'
import type { FileMemory, Loaded, Part } from '../../catalog/file-memory.ts'
import { resourceKinds, storeKinds, type Kind } from '../../catalog/kinds/property.ts'
import { fileNames } from '../../catalog/locations.ts'
import { objectFromFile } from '../../catalog/object-from-file.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type { ResourceFile } from '../client.ts'
import { isFailure } from '../../errors/failure.ts'
import { directoryInMemory } from '../../storage/files-in-memory.ts'
import { parseXmlFile } from '../../xml/parse.ts'

/** Files that hold the same kind wherever they lie; nearly all of a large catalog is in these. */
const kindsByFile: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...[...storeKinds, ...resourceKinds].map((kind) => [fileNames[kind], kind] as const),
  ['layer.xml', 'layer'],
])

/** What contents held; a content that is the same again, because the node did not send it anew, is not read again. */
const held = new WeakMap<Buffer, CatalogObject | null>()

/** Reads a file into what it holds as it arrives, while the node makes the next. */
export function parseAhead(path: readonly string[], content: Buffer): void {
  const name = path.at(-1) ?? ''
  const kind = kindsByFile.get(name)
  if (kind === undefined || held.has(content)) return
  try {
    held.set(content, objectFromFile(parseXmlFile(content), kind, name))
  } catch (error) {
    // Whoever reads the directory says what is wrong with it.
    if (!isFailure(error)) throw error
  }
}

type Files = ReadonlyMap<string, ResourceFile>

/** What files made, as long as memory is not wanted for something else. */
const made = new WeakMap<Files, WeakRef<DataDirectoryContent>>()

/** What files make, for who changes nothing of it. */
export async function contentOf(files: Files): Promise<DataDirectoryContent> {
  const content = made.get(files)?.deref() ?? (await readFilesInTurns(files))
  made.set(files, new WeakRef(content))
  return content
}

/** What files make, for one who may change it; nobody else gets the same. */
export async function ownContentOf(files: Files): Promise<DataDirectoryContent> {
  const content = made.get(files)?.deref()
  made.delete(files)
  return content ?? readFilesInTurns(files)
}

function readFilesInTurns(files: Files): Promise<DataDirectoryContent> {
  const memory = new ParsedFiles(files)
  return readDataDirectoryInTurns(directoryInMemory(memory.contents), { memory })
}

/** Files that were read, and what of them is known to hold which object. */
class ParsedFiles implements FileMemory {
  readonly contents: ReadonlyMap<string, Buffer>

  constructor(files: Files) {
    this.contents = new Map([...files].map(([path, { content }]) => [path, content]))
  }

  begin(): void {
    // Everything is here already.
  }

  objectOf(
    path: string,
    _: unknown,
    read: () => Buffer,
    parse: (content: Buffer) => CatalogObject | null,
  ): CatalogObject | null {
    const content = this.contents.get(path) ?? read()
    const known = held.get(content)
    if (known !== undefined) return known
    const object = parse(content)
    held.set(content, object)
    return object
  }

  together(_: unknown, load: () => Part<Loaded>): Part<Loaded> {
    // Contents nobody holds any more are forgotten by themselves.
    return load()
  }
}
