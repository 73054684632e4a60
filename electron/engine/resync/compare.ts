import type { Catalog } from '../../catalog/catalog.ts'
import {
  readDataDirectory,
  readDataDirectoryInTurns,
  type DataDirectoryContent,
  type FileMemory,
  type Problem,
} from '../../catalog/data-directory.ts'
import { compareCatalogs, type Drift } from '../../catalog/diff.ts'
import type { StyleBodies } from '../../catalog/digest.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { readStyleBody } from '../../catalog/style-body.ts'
import { isFailure } from '../../errors/failure.ts'
import type { DirectoryRoot } from '../../storage/directory-root.ts'

/** The state of a node as its data directory holds it. */
export interface NodeState {
  readonly catalog: Catalog
  readonly problems: readonly Problem[]
  /**
   * The rules of a style; undefined when it has none.
   * @throws PLB-CATALOG-…, PLB-STORAGE-… when they cannot be read
   */
  readonly body: (style: CatalogObject) => Uint8Array | undefined
  /** What tells the rules of a style from others; what cannot be read counts as missing. */
  readonly bodyDigest: StyleBodies
}

/**
 * Reads a node's state as it lies there now.
 * @param memory what earlier readings of the same directory left, so that only what changed is read again
 */
export function readNodeState(root: DirectoryRoot, memory?: FileMemory): NodeState {
  return stateOf(root, readDataDirectory(root, memory === undefined ? {} : { memory }))
}

/** As {@link readNodeState}, but everyone else in this process is heard in between. */
export async function readNodeStateInTurns(root: DirectoryRoot): Promise<NodeState> {
  return stateOf(root, await readDataDirectoryInTurns(root))
}

function stateOf(root: DirectoryRoot, { catalog, problems }: DataDirectoryContent): NodeState {
  const body = (style: CatalogObject): Uint8Array | undefined => readStyleBody(root, catalog, style)
  return { catalog, problems, body, bodyDigest: (style) => ifReadable(() => body(style)) }
}

/** A body that cannot be read counts as missing, which is what a GeoServer would make of it. */
export function ifReadable<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch (error) {
    if (isFailure(error)) return undefined
    throw error
  }
}

/** What the second node has that the first does not, and the other way round. */
export function compareStates(reference: NodeState, slave: NodeState): Drift {
  return compareCatalogs(reference.catalog, slave.catalog, {
    bodies: { left: reference.bodyDigest, right: slave.bodyDigest },
  })
}
