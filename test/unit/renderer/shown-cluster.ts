import type { NodeView } from '../../../electron/contract/features/inventory.ts'
import type { ClusterState } from '../../../electron/contract/features/profiles.ts'
import type { ScriptedTransport } from './scripted-transport.ts'

/** A cluster that is open and connected, under one name for everything. */
export function clusterOf(id: string): ClusterState {
  return {
    profile: {
      ...{ id, name: id, stripe: 'none', brokerUrl: '', login: null, passcodeReference: null, demo: false },
      ...{ topicName: 'topic', group: 'group', observer: 'plumbline', nodes: [] },
    },
    state: 'open',
    broker: { state: 'connected', where: '', because: null, nextAttemptIn: null, since: null, bridged: [] },
    message: null,
  }
}

/** Sends an item to whoever follows a stream. */
export function tell(application: ScriptedTransport, feature: string, stream: string, item: unknown): void {
  const asked = application.sent.find(
    (message) => message.type === 'subscribe' && message.feature === feature && message.stream === stream,
  )
  if (asked?.type !== 'subscribe') throw new Error(`Nobody follows ${feature}.${stream}`)
  application.answer({ type: 'items', id: asked.id, items: [item] })
}

/** Tells that a cluster is shown, and of its nodes. */
export function tellNodes(application: ScriptedTransport, id: string, nodes: readonly NodeView[]): void {
  tell(application, 'inventory', 'nodes', { cluster: id, nodes, attention: [], worst: 'ok' })
}
