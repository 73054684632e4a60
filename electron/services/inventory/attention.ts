import type { AttentionItem, AttentionKind, NodeView } from '../../contract/features/inventory.ts'
import type { ClusterState } from '../../contract/features/profiles.ts'
import { sayConflict, sayWhy } from '../../engine/meeting/words.ts'
import type { ConflictNote } from '../../engine/journal/conflicts.ts'
import { sayGap } from '../../engine/node/health.ts'
import type { Gap } from '../../engine/journal/heard.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { countedAccepted } from '../comparison/accepted.ts'

/** A queue that takes messages for a node that is not there. */
export interface OrphanQueue {
  readonly name: string
  readonly pending: number
}

export interface AttentionInput {
  readonly cluster: ClusterState
  readonly nodes: readonly NodeView[]
  /** Changes of masters that do not stand, and nobody has seen. */
  readonly conflicts: readonly { readonly node: string; readonly conflict: ConflictNote }[]
  /** What the archive never heard, and perhaps some slave neither. */
  readonly gaps: readonly Gap[]
  readonly orphans: readonly OrphanQueue[]
  /** Messages in the dead letter queue; null when not known. */
  readonly deadLetters: number | null
  /** Whether the broker gives what is published to the topic to nobody. */
  readonly isTopicSilent: boolean
}

type Item = Omit<AttentionItem, 'since'>

/** What needs the operator, worst first, each with the one thing to do about it. Remembers since when. */
export class Attention {
  readonly #since = new Map<string, number>()

  list(input: AttentionInput, now: number): AttentionItem[] {
    const items = [
      ...brokerItems(input),
      ...input.nodes.flatMap(nodeItems),
      ...input.conflicts.map(conflictItem),
      ...gapItems(input),
      ...queueItems(input),
    ]
    const present = new Set(items.map(({ id }) => id))
    for (const id of [...this.#since.keys()]) if (!present.has(id)) this.#since.delete(id)
    for (const { id } of items) if (!this.#since.has(id)) this.#since.set(id, now)
    const rank = (item: Item): number => (item.severity === 'failed' ? 0 : 1)
    return items
      .toSorted((left, right) => rank(left) - rank(right))
      .map((item) => ({ ...item, since: this.#since.get(item.id) ?? now }))
  }

  clear(): void {
    this.#since.clear()
  }
}

function brokerItems({ cluster, isTopicSilent }: AttentionInput): Item[] {
  const { broker, message, profile } = cluster
  const items: Item[] = []
  if (isTopicSilent && broker.state === 'connected') {
    items.push({
      id: 'topic-silent',
      kind: 'topic-silent',
      severity: 'failed',
      message: say('attention.topicSilent', { topic: profile?.topicName ?? '' }),
      why: say('attention.whyTopicSilent'),
      instanceName: null,
      action: 'open-broker',
    })
  }
  if (broker.state === 'lost' || broker.state === 'closed') {
    items.push({
      id: 'broker',
      kind: 'broker',
      severity: 'failed',
      message: say('attention.brokerLost', { where: broker.where }),
      why: broker.because,
      instanceName: null,
      action: 'open-broker',
    })
  }
  if (message !== null && broker.state === 'connected') {
    items.push({
      id: 'archive',
      kind: 'archive',
      severity: 'failed',
      message,
      why: null,
      instanceName: null,
      action: 'none',
    })
  }
  return items
}

function nodeItems(view: NodeView): Item[] {
  const { instanceName: node, state, severity, reasons, drift } = view
  const [first = null] = reasons
  const item = (
    kind: AttentionKind,
    message: Wording,
    why: Wording | null,
    action: AttentionItem['action'],
  ): Item => ({
    id: `${kind}-${node}`,
    kind,
    severity: severity === 'failed' ? 'failed' : 'attention',
    message,
    why,
    instanceName: node,
    action,
  })
  const items: Item[] = []
  switch (state) {
    case 'failed':
      items.push(item('failed', say('attention.notStarted', { node }), first, 'start'))
      break
    case 'trouble':
      items.push(item('trouble', say('attention.trouble', { node }), first, 'open-messages'))
      break
    case 'diverged':
      items.push(
        item('diverged', say('attention.diverged', { node, what: unfinished(view) }), first, 'resync'),
      )
      break
    case 'gap':
      items.push(item('gap', say('attention.gap', { node }), first, 'compare'))
      break
    case 'lost':
      items.push(item('lost', say('attention.lost', { node }), first, 'none'))
      break
    case 'disabled':
      items.push(item('disabled', withWaiting(say('attention.disabled', { node }), view), first, 'review'))
      break
    case 'stopped':
      items.push(item('stopped', withWaiting(say('attention.stopped', { node }), view), null, startOf(view)))
      break
    case 'lagging':
      items.push(item('lagging', withWaiting(say('attention.lagging', { node }), view), null, 'review'))
      break
  }
  if (drift.state === 'drifted') {
    const reference = drift.reference ?? say('attention.itsMaster')
    items.push({
      id: `drifted-${node}`,
      kind: 'drifted',
      severity: 'attention',
      message:
        drift.objects === 0
          ? say('attention.notWhole', { node, reference })
          : countedAccepted(
              say('attention.drifted', { node, reference, count: drift.objects }),
              ...([drift.accepted, drift.objects] as const),
            ),
      why: whyDrifted(view),
      instanceName: node,
      action: 'review',
      known: drift.allAccepted,
    })
  }
  return items
}

function conflictItem({ node, conflict }: AttentionInput['conflicts'][number]): Item {
  const { id, objectId, historyId } = conflict
  return {
    id: `conflict-${node}-${id}`,
    kind: 'conflict',
    severity: 'attention',
    message: sayConflict(conflict, node),
    why: sayWhy(conflict),
    instanceName: node,
    action: 'compare-versions',
    conflict: { id, objectId, historyId },
  }
}

/** A slave whose engine does not run here does not tell itself what it missed. */
function gapItems({ nodes, gaps }: AttentionInput): Item[] {
  const [first] = gaps
  if (first === undefined) return []
  const why =
    gaps.length === 1 ? sayGap(first) : say('attention.gaps', { gaps: gaps.slice(0, 5).map(sayGap) })
  return nodes
    .filter(({ roles, running, instanceName }) => {
      return roles.includes('slave') && !running && gaps.some(({ sender }) => sender !== instanceName)
    })
    .map(({ instanceName }) => ({
      id: `unheard-${instanceName}`,
      kind: 'gap',
      severity: 'attention',
      message: say('attention.gap', { node: instanceName }),
      why,
      instanceName,
      action: 'compare',
    }))
}

function queueItems({ orphans, deadLetters }: AttentionInput): Item[] {
  const items: Item[] = orphans.map(({ name, pending }) => ({
    id: `orphan-${name}`,
    kind: 'orphan',
    severity: 'attention',
    message: say('attention.orphan', { queue: name, count: pending }),
    why: say('attention.whyOrphan'),
    instanceName: null,
    action: 'open-broker',
  }))
  if (deadLetters !== null && deadLetters > 0) {
    items.push({
      id: 'dead-letters',
      kind: 'dead-letters',
      severity: 'attention',
      message: say('attention.deadLetters', { count: deadLetters }),
      why: say('attention.whyDeadLetters'),
      instanceName: null,
      action: 'open-broker',
    })
  }
  return items
}

/** What another process ran cannot be started from here. */
function startOf({ actions }: NodeView): AttentionItem['action'] {
  return actions.some(({ action, allowed }) => action === 'start' && allowed) ? 'start' : 'review'
}

function unfinished({ failed, parked }: NodeView): readonly Wording[] {
  const parts = [
    ...(failed > 0 ? [say('attention.failed', { count: failed })] : []),
    ...(parked > 0 ? [say('attention.parked', { count: parked })] : []),
  ]
  return parts.length > 0 ? parts : [say('attention.somethingFailed')]
}

function whyDrifted({ drift, pending }: NodeView): Wording {
  if (drift.objects === 0) return say('attention.whyNotWhole')
  return pending === null || pending === 0
    ? say('attention.whyDrifted')
    : say('attention.whyDriftedWaiting', { count: pending })
}

function withWaiting(what: Wording, { pending }: NodeView): Wording {
  return pending === null || pending === 0 ? what : say('attention.withWaiting', { what, count: pending })
}
