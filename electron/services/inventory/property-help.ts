import type { ClusterKey } from '../../engine/configuration/cluster-properties.ts'

interface PropertyHelp {
  readonly takesEffect: string
  readonly help: string
}

const afterRestart = 'after a restart'

const help: Readonly<Record<ClusterKey, string>> = {
  instanceName:
    'Name of the node in the cluster and in the name of its queue. A new name leaves the old queue behind, which goes on filling, and begins with an empty one.',
  group: 'Messages of other groups are ignored; those of this node carry this group.',
  topicName: 'The topic changes are published to; its queue is called Consumer.<instanceName>.<topicName>.',
  brokerURL: 'The broker the node talks to; empty for the embedded broker of its own.',
  durable:
    'Meant for a durable subscription. Messages wait in a queue, which outlives its consumer in any case.',
  connection:
    'Whether the node takes messages. Disabled, they wait in its queue: this is how to pause without loss. A GeoServer that starts without a broker writes disabled here by itself.',
  'connection.retry': 'How often the node tries to connect when it starts, after the first time.',
  'connection.maxwait': 'Milliseconds between those attempts.',
  readOnly: 'Enabled, changes are kept in memory and not written to the data directory.',
  toggleMaster: 'Whether the node publishes its changes.',
  toggleSlave:
    'Whether the node applies the changes of others. A GeoServer with false goes on draining its queue and discards what is in it; to pause without loss set connection=disabled instead.',
  embeddedBroker: 'Whether the node may host a broker of its own when brokerURL is empty.',
  embeddedBrokerProperties: 'Settings of the broker a GeoServer hosts; without meaning to Plumbline.',
  xbeanURL: 'Definition of the broker a GeoServer hosts; without meaning to Plumbline.',
  CLUSTER_CONFIG_DIR:
    'Where this file lies, as the node recorded it. It is moved by an environment variable of this name.',
}

/**
 * What a key is for, and when a change of the file counts. A running node reads the file when it starts, GeoServer and
 * Plumbline alike.
 * @param runsHere whether its engine runs in the app, which takes the broker of the profile
 */
export function propertyHelp(key: ClusterKey, runsHere: boolean): PropertyHelp {
  return { help: help[key], takesEffect: takesEffect(key, runsHere) }
}

function takesEffect(key: ClusterKey, runsHere: boolean): string {
  if (key === 'durable' || key === 'CLUSTER_CONFIG_DIR') return 'never'
  if (!runsHere) return afterRestart
  const isOfItsOwnBroker =
    key === 'brokerURL' ||
    key === 'embeddedBroker' ||
    key === 'embeddedBrokerProperties' ||
    key === 'xbeanURL'
  // Run by the app, the node talks to the broker of the profile.
  return isOfItsOwnBroker ? 'never' : afterRestart
}
