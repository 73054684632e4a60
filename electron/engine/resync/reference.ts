import type { DigestCache } from '../../catalog/digest-cache.ts'
import { failure } from '../../errors/failure.ts'
import type { DirectoryRoot } from '../../storage/directory-root.ts'
import { readNodeState, type NodeState } from './compare.ts'

/**
 * Reads the state of the node a slave is made equal to. It has to be whole: what is missing in it is going to be
 * removed from the slave.
 * @throws PLB-ENGINE-REFERENCE-EMPTY, PLB-ENGINE-REFERENCE-UNREADABLE; PLB-STORAGE-…
 */
export function readReference(root: DirectoryRoot, cache?: DigestCache): NodeState {
  const state = readNodeState(root, cache)
  if (state.catalog.size === 0) throw failure('PLB-ENGINE-REFERENCE-EMPTY', { directory: root.path })
  const problem = state.problems.find(({ effect }) => effect === 'unread')
  if (problem === undefined) return state
  throw failure(
    'PLB-ENGINE-REFERENCE-UNREADABLE',
    {
      directory: root.path,
      path: problem.path === '' ? 'its root' : problem.path,
      reason: problem.failure.message,
    },
    problem.failure,
  )
}
