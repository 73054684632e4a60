import type { DriftData } from '../../../electron/contract/shared.ts'
import { rankOfKind } from '../../components/catalog/kinds.ts'

export type DriftEntry = DriftData['entries'][number]
type Difference = DriftEntry['properties'][number]
type Unknowable = DriftData['unknowable'][number]
type Problem = DriftData['problems'][number]
type Unsent = NonNullable<DriftData['unsent']>[number]

/** A line of the tree of differences; what stands in it depends on its type. */
export type DriftBranch = {
  readonly key: string
  readonly children: readonly DriftBranch[]
} & (
  | { readonly type: 'workspace'; readonly workspace: string | null; readonly count: number }
  | { readonly type: 'kind'; readonly kind: string; readonly count: number }
  | { readonly type: 'entry'; readonly entry: DriftEntry }
  | { readonly type: 'property'; readonly entry: DriftEntry; readonly difference: Difference }
  | { readonly type: 'unknowable'; readonly count: number }
  | { readonly type: 'unknown'; readonly fact: Unknowable }
  | { readonly type: 'problems' | 'remarks'; readonly count: number }
  | { readonly type: 'unsent'; readonly count: number }
  | { readonly type: 'area'; readonly area: Unsent }
  | { readonly type: 'problem'; readonly problem: Problem }
)

/** Entries up to which all of the tree is open at first. */
const openAtFirst = 60

/**
 * The differences by workspace, then kind, then object, with the properties of each; after them what could not be
 * read, and what nobody can know. What belongs to no workspace comes first.
 */
export function driftTree(drift: DriftData): readonly DriftBranch[] {
  const workspaces = Map.groupBy(drift.entries, ({ workspace }) => workspace)
  const branches: DriftBranch[] = [...workspaces]
    .toSorted(([left], [right]) => (left ?? '').localeCompare(right ?? ''))
    .map(([workspace, entries]) => {
      const key = `workspace/${workspace ?? ''}`
      return {
        key,
        type: 'workspace',
        workspace,
        count: entries.length,
        children: kindBranches(key, entries),
      }
    })
  const unread = drift.problems.filter(({ effect }) => effect === 'unread')
  const remarks = drift.problems.filter(({ effect }) => effect !== 'unread')
  branches.push(...problemBranch('problems', unread), ...problemBranch('remarks', remarks))
  if (drift.unknowable.length > 0) {
    branches.push({
      key: 'unknowable',
      type: 'unknowable',
      count: drift.unknowable.reduce((sum, { objects }) => sum + objects, 0),
      children: drift.unknowable.map((fact, index) => ({
        key: `unknowable/${index}`,
        type: 'unknown',
        fact,
        children: [],
      })),
    })
  }
  const { unsent = [] } = drift
  if (unsent.length > 0) {
    const children = unsent.map((area): DriftBranch => ({
      key: `unsent/${area.area}`,
      type: 'area',
      area,
      children: [],
    }))
    branches.push({ key: 'unsent', type: 'unsent', count: unsent.length, children })
  }
  return branches
}

/** Lines that are open at first: everything of a small drift, only workspaces and kinds of a large one. */
export function openKeys(branches: readonly DriftBranch[]): string[] {
  const all = everyBranch(branches)
  const few = all.filter(({ type }) => type === 'entry').length <= openAtFirst
  return all
    .filter(({ type, children }) => {
      if (children.length === 0 || type === 'unknowable') return false
      return few || type !== 'entry'
    })
    .map(({ key }) => key)
}

export function everyBranch(branches: readonly DriftBranch[]): readonly DriftBranch[] {
  return branches.flatMap((branch) => [branch, ...everyBranch(branch.children)])
}

/** How many entries there are of each type. */
export function countByType(drift: DriftData): Readonly<Record<DriftEntry['type'], number>> {
  const counts = { missing: 0, different: 0, sameNameOtherId: 0, defaultWorkspace: 0, extra: 0 }
  for (const { type } of drift.entries) counts[type] += 1
  return counts
}

function problemBranch(type: 'problems' | 'remarks', problems: readonly Problem[]): readonly DriftBranch[] {
  if (problems.length === 0) return []
  const children = problems.map((problem, index): DriftBranch => ({
    key: `${type}/${index}`,
    type: 'problem',
    problem,
    children: [],
  }))
  return [{ key: type, type, count: problems.length, children }]
}

function kindBranches(parent: string, entries: readonly DriftEntry[]): readonly DriftBranch[] {
  return [...Map.groupBy(entries, ({ kind }) => kind)]
    .toSorted(([left], [right]) => rankOfKind(left) - rankOfKind(right) || left.localeCompare(right))
    .map(([kind, ofKind]) => ({
      key: `${parent}/${kind}`,
      type: 'kind',
      kind,
      count: ofKind.length,
      children: ofKind
        .toSorted((left, right) => left.title.localeCompare(right.title))
        .map((entry) => entryBranch(`${parent}/${kind}`, entry)),
    }))
}

function entryBranch(parent: string, entry: DriftEntry): DriftBranch {
  const key = `${parent}/${entry.type}/${entry.id}`
  return {
    key,
    type: 'entry',
    entry,
    children: entry.properties.map((difference) => ({
      key: `${key}/${difference.property}`,
      type: 'property',
      entry,
      difference,
      children: [],
    })),
  }
}
