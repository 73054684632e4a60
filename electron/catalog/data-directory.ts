import { atOnce, scheduler } from '../scheduler/scheduler.ts'
import type { DirectoryRoot } from '../storage/directory-root.ts'
import type { Catalog } from './catalog.ts'
import { loadCatalog, setDefaultWorkspace, styleFiles } from './data-directory-load.ts'
import { DataDirectoryWalk } from './data-directory-walk.ts'
import type { Problem, Report } from './problem.ts'
import type { Unsent } from './unsent.ts'

import type { FileMemory, Loaded, Part, ReadLimits } from './file-memory.ts'

export type { FileMemory } from './file-memory.ts'
export type { Problem } from './problem.ts'

export const defaultReadLimits: ReadLimits = { fileSize: 16 * 1024 * 1024, files: 1_000_000 }

export interface DataDirectoryContent {
  readonly catalog: Catalog
  /** In the order of their paths. */
  readonly problems: readonly Problem[]
  /** What lies there that no message carries, and no comparison covers. */
  readonly unsent: readonly Unsent[]
}

export interface ReadOptions {
  readonly limits?: ReadLimits
  readonly memory?: FileMemory
  /** See {@link DataDirectoryWalk}: for a node of ours that goes on where it stopped. */
  readonly halves?: boolean
}

/**
 * Reads the catalog and configuration a data directory holds, as a GeoServer would load them. A file that is damaged,
 * unreadable or out of place becomes a problem and never keeps the rest from being read.
 * @throws PLB-STORAGE-… when the root itself cannot be listed
 */
export function readDataDirectory(root: DirectoryRoot, options: ReadOptions = {}): DataDirectoryContent {
  return atOnce(readInParts(root, options))
}

/**
 * As {@link readDataDirectory}, but everyone else in this process is heard in between. Who writes into the directory
 * meanwhile may find some of it in what was read, and some not.
 */
export function readDataDirectoryInTurns(
  root: DirectoryRoot,
  options: ReadOptions = {},
): Promise<DataDirectoryContent> {
  return scheduler.run(readInParts(root, options))
}

function* readInParts(root: DirectoryRoot, options: ReadOptions): Part<DataDirectoryContent> {
  const { limits = defaultReadLimits, memory, halves = false } = options
  const found: Problem[] = []
  memory?.begin()
  const walk = new DataDirectoryWalk(root, { limits, memory, halves }, reportInto(found))
  yield* walk.readRoot()
  const load = (): Part<Loaded> => loadInParts(walk, halves)
  const { catalog, problems, ofStyles } = yield* memory === undefined
    ? load()
    : memory.together([...walk.found, ...(walk.defaultWorkspace ? [walk.defaultWorkspace] : [])], load)
  return {
    catalog,
    // Rules of a style may be XML, and need not be well-formed to be compared byte by byte.
    problems: [...found, ...problems]
      .filter(({ path, effect }) => !(effect === 'unread' && ofStyles.has(path)))
      .toSorted((left, right) => (left.path < right.path ? -1 : left.path > right.path ? 1 : 0)),
    unsent: walk.unsent.all(ofStyles),
  }
}

function* loadInParts(walk: DataDirectoryWalk, halves: boolean): Part<Loaded> {
  const problems: Problem[] = []
  const report = reportInto(problems)
  const catalog = yield* loadCatalog(walk.found, report, halves)
  setDefaultWorkspace(catalog, walk.defaultWorkspace?.object, report)
  return { catalog, problems, ofStyles: styleFiles(catalog) }
}

function reportInto(problems: Problem[]): Report {
  return (path, failure, effect) => {
    problems.push({ path: path.join('/'), failure, effect })
  }
}
