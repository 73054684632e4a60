import type { NodeView } from '../../../../electron/contract/features/inventory.ts'

/** A slave of which everything is well, but for what is given. */
export function nodeView(instanceName: string, differently: Partial<NodeView> = {}): NodeView {
  return {
    instanceName,
    type: 'plumbline',
    roles: ['slave'],
    group: 'geoserver-cluster',
    version: '0.1.0',
    dataDirectory: null,
    url: null,
    running: true,
    elsewhere: false,
    connection: { configured: 'enabled', effective: 'connected' },
    queue: `Consumer.${instanceName}.VirtualTopic.geoserver`,
    pending: 0,
    oldestPendingAt: null,
    lastTakenAt: null,
    lastMessageAt: null,
    parked: 0,
    failed: 0,
    drift: {
      state: 'equal',
      objects: 0,
      accepted: 0,
      allAccepted: false,
      at: 1000,
      reference: 'geo-1',
      stale: null,
    },
    severity: 'ok',
    state: 'in sync',
    reasons: [],
    unknown: [],
    actions: [],
    ...differently,
  }
}

export const master = (instanceName: string): NodeView => nodeView(instanceName, { roles: ['master'] })
