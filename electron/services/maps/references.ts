import type { ClusterNode } from '../../nodes/face/cluster-node.ts'
import type { NodesOfCluster } from '../../nodes/cluster-nodes.ts'
import { hasRole } from '../../nodes/face/facts.ts'

export interface AskedNode {
  readonly node: ClusterNode
  /** What its maps are compared with; null of the one all others are compared with. */
  readonly reference: string | null
}

/**
 * The nodes that draw maps, each with what it is compared with: a slave with its master where that draws maps, and every
 * other with the first master that does, or the first node.
 */
export function nodesWithMaps(nodes: NodesOfCluster): readonly AskedNode[] {
  const drawing = nodes.all.filter((each) => each.why('maps') === null)
  const first = drawing.find(({ facts }) => hasRole(facts, 'master')) ?? drawing[0]
  return drawing.map((node) => {
    if (first === undefined || node === first) return { node, reference: null }
    const master = hasRole(node.facts, 'master') ? undefined : nodes.referenceFor(node.instanceName)
    const isDrawing = drawing.some(({ instanceName }) => instanceName === master)
    return { node, reference: isDrawing && master !== undefined ? master : first.instanceName }
  })
}

/** Those that are named, all when none is, with what they are compared with. */
export function namedWithReferences(
  all: readonly AskedNode[],
  instanceNames: readonly string[],
): readonly AskedNode[] {
  if (instanceNames.length === 0) return all
  const meant = new Set(instanceNames)
  for (const { node, reference } of all)
    if (instanceNames.includes(node.instanceName) && reference !== null) meant.add(reference)
  return all.filter(({ node }) => meant.has(node.instanceName))
}
