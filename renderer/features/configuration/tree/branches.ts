import type { TreeNode } from '../../../../electron/contract/features/configuration.ts'
import { rankOfKind } from '../../../components/catalog/kinds.ts'
import { objectsOf, parseFilter } from '../../../components/filter/message-filter.ts'
import { wordSearch } from '../../../components/filter/word-search.ts'

/** One line of the tree: an object, or the heading above what belongs to no workspace. */
export interface Branch {
  readonly key: string
  /** The object; undefined for the heading. */
  readonly node: TreeNode | undefined
  /** What is below it; undefined when nothing can be. */
  readonly children: readonly Branch[] | undefined
  /** Whether it is what was searched for, not only on the way to it. */
  readonly found: boolean
}

/** Key of the heading above everything that belongs to no workspace. */
export const globalKey = 'global:'

/**
 * The catalog as a tree: what belongs to no workspace under one heading, then the workspaces, and in each its objects
 * below the object they belong to. An object whose parent is not there stands in its workspace, so that none is lost.
 */
export function buildBranches(nodes: readonly TreeNode[]): readonly Branch[] {
  const known = new Set(nodes.map(({ id }) => id))
  const workspaces = new Map(
    nodes.filter(({ kind }) => kind === 'workspace').map((workspace) => [workspace.name, workspace.id]),
  )
  const below = new Map<string, TreeNode[]>()
  for (const node of nodes) {
    const parent = parentOf(node, known, workspaces)
    const siblings = below.get(parent)
    if (siblings === undefined) below.set(parent, [node])
    else siblings.push(node)
  }

  const placed = new Set<string>()
  const branchesBelow = (parent: string): readonly Branch[] =>
    (below.get(parent) ?? []).toSorted(asListed).flatMap((node) => {
      // Parents that lead back to themselves would otherwise never end.
      if (placed.has(node.id)) return []
      placed.add(node.id)
      const children = branchesBelow(node.id)
      const mayHold = node.kind === 'workspace' || children.length > 0
      return [{ key: node.id, node, children: mayHold ? children : undefined, found: false }]
    })

  const top = branchesBelow(topKey)
  const unplaced = branchesBelow(globalKey)
  const heading: Branch = { key: globalKey, node: undefined, children: unplaced, found: false }
  return [...(unplaced.length > 0 ? [heading] : []), ...top]
}

const topKey = ''

function parentOf(
  node: TreeNode,
  known: ReadonlySet<string>,
  workspaces: ReadonlyMap<string, string>,
): string {
  if (node.kind === 'workspace') return topKey
  if (node.parent !== null && node.parent !== node.id && known.has(node.parent)) return node.parent
  return (node.workspace === null ? undefined : workspaces.get(node.workspace)) ?? globalKey
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

function asListed(left: TreeNode, right: TreeNode): number {
  return rankOfKind(left.kind) - rankOfKind(right.kind) || collator.compare(left.name, right.name)
}

/**
 * The branches that lead to what was searched for. Every word must occur in the name, the title or the kind's words;
 * `kind:layer` and `workspace:topp` narrow them as they do messages.
 * @param wordsOf the kind of an object in the operator's language
 */
export function filterBranches(
  branches: readonly Branch[],
  query: string,
  wordsOf: (node: TreeNode) => string,
): readonly Branch[] {
  if (query.trim() === '') return branches
  const wanted = objectsOf(parseFilter(query).filter)
  if (wanted === undefined) return []
  const finds = wordSearch(wanted.text)
  const isWanted = (node: TreeNode): boolean =>
    (wanted.kind ?? node.kind) === node.kind &&
    (wanted.workspace ?? node.workspace) === node.workspace &&
    finds([node.name, node.title, wordsOf(node)])
  const filter = (candidates: readonly Branch[]): readonly Branch[] =>
    candidates.flatMap((branch) => {
      const children = filter(branch.children ?? [])
      const { node } = branch
      const found = node !== undefined && isWanted(node)
      if (!found && children.length === 0) return []
      return [{ ...branch, children: children.length > 0 ? children : undefined, found }]
    })
  return filter(branches)
}

/** Keys of every branch that has others below it. */
export function keysToOpen(branches: readonly Branch[]): string[] {
  return branches.flatMap(({ key, children }) =>
    children === undefined ? [] : [key, ...keysToOpen(children)],
  )
}

/** Keys of the branches an object is below, outermost first; undefined when it is not in the tree. */
export function pathTo(branches: readonly Branch[], id: string): readonly string[] | undefined {
  for (const { key, children } of branches) {
    if (key === id) return []
    const rest = pathTo(children ?? [], id)
    if (rest !== undefined) return [key, ...rest]
  }
  return undefined
}

/** How many objects were found. */
export function countFound(branches: readonly Branch[]): number {
  return branches.reduce((sum, { found, children }) => sum + (found ? 1 : 0) + countFound(children ?? []), 0)
}
