import type { AttentionItem, NodeView } from '../../../electron/contract/features/inventory.ts'
import { wordSearch } from '../../components/filter/word-search.ts'
import { severityRank } from '../../components/severity.ts'
import { useI18n } from 'vue-i18n'
import { compareNames } from '../../components/name-order.ts'

/** Nodes as the table shows them before it is sorted by a column: the worst first, then by name. */
export function worstFirst(nodes: readonly NodeView[]): readonly NodeView[] {
  return nodes.toSorted(
    (left, right) =>
      severityRank(right.severity) - severityRank(left.severity) ||
      compareNames(left.instanceName, right.instanceName),
  )
}

/**
 * Nodes every word of a filter occurs in: in the name, the group, the state, a role or whatever else is given of it.
 * @param said what is shown of a node in the language of the app
 */
export function matching(
  nodes: readonly NodeView[],
  filter: string,
  said: (node: NodeView) => readonly string[],
): readonly NodeView[] {
  if (filter.trim() === '') return nodes
  const finds = wordSearch(filter)
  return nodes.filter((node) => {
    const { instanceName, group, state, roles, type, version, queue, dataDirectory, url } = node
    return finds([
      ...[instanceName, group, state, type, version, queue, dataDirectory, url],
      ...roles,
      ...said(node),
    ])
  })
}

/**
 * How much of a bar stands for a count, from 0 to 1: against the largest of all, but never against fewer than ten, so
 * that a single message does not look like a jam. Anything above nothing is seen.
 */
export function barFraction(count: number, largest: number): number {
  if (count <= 0) return 0
  return Math.min(1, Math.max(0.06, count / Math.max(10, largest)))
}

/** Masters a node can be compared with: those of its group, or all where its group is not known. */
export function referencesFor(node: NodeView, nodes: readonly NodeView[]): readonly string[] {
  const masters = nodes.filter(
    ({ instanceName, roles, group }) =>
      instanceName !== node.instanceName &&
      roles.includes('master') &&
      (group === null || node.group === null || group === node.group),
  )
  const names = masters.map(({ instanceName }) => instanceName).toSorted()
  const former = node.drift.reference
  return former !== null && names.includes(former)
    ? [former, ...names.filter((name) => name !== former)]
    : names
}

/** Says the state of a node in the language of the app; a word it does not know is shown as it came. */
export function useStateWord(): (node: Pick<NodeView, 'state'>) => string {
  const i18n = useI18n()
  return ({ state }) => {
    const key = `nodes.states.${state.replaceAll(/\W+/g, '_')}`
    return i18n.te(key) ? i18n.t(key) : state
  }
}

/**
 * The nodes a screen was asked to show alone: those of a state (`state:drifted`), of a group (`group:maps`), or those
 * that need attention of a kind (`attention:lost`); all of them when it was asked for nothing.
 */
export function onlyThose(
  nodes: readonly NodeView[],
  only: string,
  attention: readonly Pick<AttentionItem, 'kind' | 'instanceName'>[],
): readonly NodeView[] {
  const [by = '', ...rest] = only.split(':')
  const wanted = rest.join(':')
  if (by === 'state') return nodes.filter(({ state }) => state === wanted)
  if (by === 'group') return nodes.filter(({ group }) => (group ?? '') === wanted)
  if (by !== 'attention') return nodes
  const names = new Set(attention.filter(({ kind }) => kind === wanted).map((each) => each.instanceName))
  return nodes.filter(({ instanceName }) => names.has(instanceName))
}
