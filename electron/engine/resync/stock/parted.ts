import type { Problem } from '../../../catalog/problem.ts'
import { failure } from '../../../errors/failure.ts'
import { partedFor } from '../../../geoserver/reading/astray.ts'
import type { Split } from '../../../geoserver/reading/catalog-files.ts'
import { objectWords } from '../../words.ts'
import type { NodeState } from '../compare.ts'

/** What was read of a stock node's files, knowing where its memory has parted from them. */
export function withParted<State extends NodeState>(
  state: State,
  splits: readonly Split[],
): State & { readonly splits: readonly Split[] } {
  const parted = partedFor(splits, state.catalog)
  const unread = parted.filter(({ side }) => side === 'memory').map(problemOf)
  return { ...state, splits: parted, problems: [...state.problems, ...unread] }
}

/** What a node serves and no file holds counts as something that could not be read. */
function problemOf({ kind, workspace, name, path }: Split): Problem {
  const object = objectWords(kind, `${workspace === undefined ? '' : `${workspace}:`}${name}`)
  return { path, failure: failure('PLB-GEOSERVER-WITHOUT-FILE', { object }), effect: 'unread' }
}
