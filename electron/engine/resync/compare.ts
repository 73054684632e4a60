import type { Catalog } from '../../catalog/catalog.ts'
import { readDataDirectory, type Problem } from '../../catalog/data-directory.ts'
import { compareCatalogs, type Drift } from '../../catalog/diff.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { readStyleBody } from '../../catalog/style-body.ts'
import { isFailure } from '../../errors/failure.ts'
import type { DirectoryRoot } from '../../storage/directory-root.ts'

/** The state of a node as its data directory holds it. */
export interface NodeState {
  readonly catalog: Catalog
  readonly problems: readonly Problem[]
  readonly body: (style: CatalogObject) => Uint8Array | undefined
}

/** Reads a node's state. */
export function readNodeState(root: DirectoryRoot): NodeState {
  const { catalog, problems } = readDataDirectory(root)
  return {
    catalog,
    problems,
    body(style) {
      try {
        return readStyleBody(root, catalog, style)
      } catch (error) {
        // A body that cannot be read counts as missing, which is what a GeoServer would make of it.
        if (isFailure(error)) return undefined
        throw error
      }
    },
  }
}

/** What the second node has that the first does not, and the other way round. */
export function compareStates(reference: NodeState, slave: NodeState): Drift {
  return compareCatalogs(reference.catalog, slave.catalog, {
    bodies: { left: reference.body, right: slave.body },
  })
}
