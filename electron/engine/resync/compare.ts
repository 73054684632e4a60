import type { Catalog } from '../../catalog/catalog.ts'
import {
  readDataDirectory,
  readDataDirectoryInTurns,
  type DataDirectoryContent,
  type Problem,
} from '../../catalog/data-directory.ts'
import { compareCatalogs, type Drift } from '../../catalog/diff.ts'
import type { DigestCache } from '../../catalog/digest-cache.ts'
import type { StyleBodies } from '../../catalog/digest.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { readStyleBody } from '../../catalog/style-body.ts'
import { isFailure } from '../../errors/failure.ts'
import type { DirectoryRoot } from '../../storage/directory-root.ts'

/** The state of a node as its data directory holds it. */
export interface NodeState {
  readonly catalog: Catalog
  readonly problems: readonly Problem[]
  /** The rules of a style. */
  readonly body: (style: CatalogObject) => Uint8Array | undefined
  /** What tells the rules of a style from others; cheaper when they did not change. */
  readonly bodyDigest: StyleBodies
}

/**
 * Reads a node's state.
 * @param cache what earlier readings of the same directory left, so that only what changed is read again
 */
export function readNodeState(root: DirectoryRoot, cache?: DigestCache): NodeState {
  return stateOf(root, readDataDirectory(root, cache === undefined ? {} : { memory: cache }), cache)
}

/** As {@link readNodeState}, but everyone else in this process is heard in between. */
export async function readNodeStateInTurns(root: DirectoryRoot): Promise<NodeState> {
  return stateOf(root, await readDataDirectoryInTurns(root))
}

function stateOf(
  root: DirectoryRoot,
  { catalog, problems }: DataDirectoryContent,
  cache?: DigestCache,
): NodeState {
  const body = (style: CatalogObject): Uint8Array | undefined =>
    ifReadable(() => readStyleBody(root, catalog, style))
  return {
    catalog,
    problems,
    body,
    bodyDigest:
      cache === undefined ? body : (style) => ifReadable(() => cache.styleBody(root, catalog, style)),
  }
}

/** A body that cannot be read counts as missing, which is what a GeoServer would make of it. */
function ifReadable<Result>(read: () => Result): Result | undefined {
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
