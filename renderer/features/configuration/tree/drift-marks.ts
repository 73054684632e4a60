import type { DriftingObject } from '../../../../electron/contract/features/inventory.ts'
import { isDrifting } from '../../../components/nodes/use-drifting.ts'
import type { Branch } from './branches.ts'

/** What is marked of a line of the tree: the object itself differs, or so many below it do. */
export interface DriftMark {
  /** How it differs, node by node. */
  readonly own: readonly DriftingObject[]
  readonly below: number
}

/**
 * The lines of the tree that have to be marked, by their keys. What is only on another node has no line of its own; it
 * counts below the workspace it lies in there.
 */
export function driftMarks(
  branches: readonly Branch[],
  drifting: readonly DriftingObject[],
): ReadonlyMap<string, DriftMark> {
  const marks = new Map<string, DriftMark>()
  const byId = new Map<string, DriftingObject[]>()
  const add = (id: string, each: DriftingObject): void => {
    const known = byId.get(id)
    if (known === undefined) byId.set(id, [each])
    else known.push(each)
  }
  for (const each of drifting) {
    add(each.id, each)
    if (each.otherId !== null && each.otherId !== each.id) add(each.otherId, each)
  }
  const shown = new Set<DriftingObject>()
  const mark = (branch: Branch): number => {
    const own = branch.node === undefined ? [] : (byId.get(branch.node.id) ?? [])
    const isDefault = branch.node?.isDefault === true ? (byId.get(defaultWorkspace) ?? []) : []
    const all = [...own, ...isDefault]
    for (const each of all) shown.add(each)
    let below = (branch.children ?? []).reduce((sum, child) => sum + mark(child), 0)
    if (branch.node?.kind === 'workspace') below += elsewhere(branch.node.name)
    if (all.length > 0 || below > 0) marks.set(branch.key, { own: all, below })
    return below + Number(all.length > 0)
  }
  const byWorkspace = Map.groupBy(drifting, ({ workspace }) => workspace)
  const elsewhere = (workspace: string): number =>
    new Set(
      (byWorkspace.get(workspace) ?? [])
        .filter((each) => each.kind !== 'workspace' && !shown.has(each))
        .map(({ id }) => id),
    ).size
  for (const branch of branches) mark(branch)
  return marks
}

/** What a comparison calls the default workspace, which is no object. */
const defaultWorkspace = 'default-workspace'

/** How an object stands on another node, by what differs between both. */
export type Standing = DriftingObject['type'] | 'equal' | 'not-compared'

/** @param isCompared whether one of both was compared with the other */
export function standingOn(
  other: string,
  id: string,
  drifting: readonly DriftingObject[],
  isCompared: boolean,
): { readonly standing: Standing; readonly found: DriftingObject | undefined } {
  if (!isCompared) return { standing: 'not-compared', found: undefined }
  const found = drifting.find(
    (each) => [each.instanceName, each.reference].includes(other) && isDrifting(each, id),
  )
  return { standing: found?.type ?? 'equal', found }
}
