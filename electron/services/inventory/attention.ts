import type { AttentionItem, NodeView } from '../../contract/features/inventory.ts'
import type { ClusterState } from '../../contract/features/profiles.ts'

/** A queue that takes messages for a node that is not there. */
export interface OrphanQueue {
  readonly name: string
  readonly pending: number
}

export interface AttentionInput {
  readonly cluster: ClusterState
  readonly nodes: readonly NodeView[]
  readonly orphans: readonly OrphanQueue[]
  /** Messages in the dead letter queue; null when not known. */
  readonly deadLetters: number | null
}

type Item = Omit<AttentionItem, 'since'>

/** What needs the operator, worst first, each with the one thing to do about it. Remembers since when. */
export class Attention {
  readonly #since = new Map<string, number>()

  list(input: AttentionInput, now: number): AttentionItem[] {
    const items = [...brokerItems(input), ...input.nodes.flatMap(nodeItems), ...queueItems(input)]
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

function brokerItems({ cluster }: AttentionInput): Item[] {
  const { broker, message } = cluster
  const items: Item[] = []
  if (broker.state === 'lost' || broker.state === 'closed') {
    items.push({
      id: 'broker',
      severity: 'failed',
      message: `The broker ${broker.where} is not connected.`,
      why: broker.because,
      instanceName: null,
      action: 'open-broker',
    })
  }
  if (message !== null && broker.state === 'connected') {
    items.push({ id: 'archive', severity: 'failed', message, why: null, instanceName: null, action: 'none' })
  }
  return items
}

function nodeItems(node: NodeView): Item[] {
  const { instanceName, state, severity, reasons, drift } = node
  const [first = null] = reasons
  const item = (id: string, message: string, why: string | null, action: AttentionItem['action']): Item => ({
    id: `${id}-${instanceName}`,
    severity: severity === 'failed' ? 'failed' : 'attention',
    message,
    why,
    instanceName,
    action,
  })
  const items: Item[] = []
  switch (state) {
    case 'failed':
      items.push(item('failed', `${instanceName} could not be started.`, first, 'start'))
      break
    case 'trouble':
      items.push(item('trouble', `${instanceName} does not get on.`, first, 'open-messages'))
      break
    case 'diverged':
      items.push(item('diverged', `${instanceName} has diverged: ${unfinished(node)}.`, first, 'resync'))
      break
    case 'lost':
      items.push(item('lost', `${instanceName} is not connected.`, first, 'none'))
      break
    case 'disabled':
      items.push(
        item(
          'disabled',
          `${instanceName} takes no messages: its connection is disabled.${waiting(node)}`,
          first,
          'review',
        ),
      )
      break
    case 'stopped':
      items.push(item('stopped', `${instanceName} is stopped.${waiting(node)}`, null, 'start'))
      break
    case 'lagging':
      items.push(item('lagging', `${instanceName} falls behind.${waiting(node)}`, null, 'review'))
      break
  }
  if (drift.state === 'drifted') {
    const objects = drift.objects === 1 ? '1 object differs' : `${drift.objects} objects differ`
    const message = `${instanceName} has drifted: ${objects} from ${drift.reference ?? 'its master'}.`
    const why = 'Its files were changed past its engine, or a message could not be applied.'
    items.push({
      id: `drift-${instanceName}`,
      severity: 'attention',
      message,
      why,
      instanceName,
      action: 'review',
    })
  }
  return items
}

function queueItems({ orphans, deadLetters }: AttentionInput): Item[] {
  const items: Item[] = orphans.map(({ name, pending }) => ({
    id: `orphan-${name}`,
    severity: 'attention',
    message: `Nobody takes messages from the queue ${name}; ${counted(pending)} there.`,
    why: 'A node that was taken down or renamed leaves its queue behind, and the broker goes on filling it.',
    instanceName: null,
    action: 'open-broker',
  }))
  if (deadLetters !== null && deadLetters > 0) {
    items.push({
      id: 'dead-letters',
      severity: 'attention',
      message: `${counted(deadLetters)} in the dead letter queue.`,
      why: 'A consumer refused them or they expired.',
      instanceName: null,
      action: 'open-broker',
    })
  }
  return items
}

function unfinished({ failed, parked }: NodeView): string {
  const parts = [
    ...(failed > 0 ? [`${failed} ${failed === 1 ? 'event' : 'events'} could not be applied`] : []),
    ...(parked > 0 ? [`${parked} ${parked === 1 ? 'waits' : 'wait'} for missing objects`] : []),
  ]
  return parts.join(', ') || 'something could not be applied'
}

function waiting({ pending }: NodeView): string {
  return pending === null || pending === 0 ? '' : ` ${counted(pending)} in its queue.`
}

function counted(messages: number): string {
  return messages === 1 ? '1 message waits' : `${messages} messages wait`
}
