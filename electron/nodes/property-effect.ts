import type { ClusterKey } from '../engine/configuration/cluster-properties.ts'

/**
 * When a change of a key in the file counts. A running node reads the file when it starts, GeoServer and Plumbline
 * alike.
 * @param runsHere whether its engine runs in the app, which takes the broker of the profile
 */
export function effectOf(key: ClusterKey, runsHere: boolean): 'after-restart' | 'never' {
  if (key === 'durable' || key === 'CLUSTER_CONFIG_DIR') return 'never'
  if (!runsHere) return 'after-restart'
  const isOfItsOwnBroker =
    key === 'brokerURL' ||
    key === 'embeddedBroker' ||
    key === 'embeddedBrokerProperties' ||
    key === 'xbeanURL'
  // Run by the app, the node talks to the broker of the profile.
  return isOfItsOwnBroker ? 'never' : 'after-restart'
}
