import { isRedacted } from '../secrets/mark.ts'
import { parseBrokerUrl, redactBrokerUrl } from '../broker/broker-url.ts'
import { consumerQueue, type Destination } from '../broker/destinations.ts'
import {
  readClusterConfiguration,
  type ClusterConfiguration,
} from '../engine/configuration/cluster-configuration.ts'
import type { SlaveControl } from '../engine/resync/delivery.ts'
import { failure } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'
import { runningNodeOn } from './node-on-directory.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Who a slave is, as far as its cluster.properties tells. */
export interface SlaveIdentity {
  readonly configuration: ClusterConfiguration
  readonly queue: Destination
}

/**
 * The slave on a data directory, running or not.
 * @throws PLB-ENGINE-RESYNC-REFUSED when it is none, or keeps its state elsewhere; PLB-CONFIGURATION-…
 */
export function identifySlave(dataDirectory: string, environment: Environment): SlaveIdentity {
  const configuration = readClusterConfiguration({ dataDirectory, environment })
  const refused = (reason: string): Error =>
    failure('PLB-ENGINE-RESYNC-REFUSED', {
      instanceName: configuration?.instanceName ?? `The node on ${dataDirectory}`,
      reason,
    })
  if (configuration === undefined) throw refused('it was never started, so it has no name and no queue yet')
  if (!configuration.toggleSlave) throw refused('toggleSlave=false, so it takes no messages')
  if (configuration.readOnly) {
    throw refused('readOnly=enabled, so its files do not show what it holds in memory')
  }
  const queue = consumerQueue(configuration.instanceName, configuration.topicName)
  return { configuration, queue }
}

/** A running slave that a resync can talk to. */
export interface ReachableSlave {
  readonly brokerUrl: string
  readonly control: SlaveControl
}

/**
 * Reaches the running slave.
 * @param given.broker goes before the broker the slave says it uses
 * @throws PLB-ENGINE-NODE-NOT-RUNNING, PLB-ENGINE-RESYNC-REFUSED when it does not take messages now
 */
export async function reachSlave(
  dataDirectory: string,
  { configuration }: SlaveIdentity,
  { environment }: { readonly environment: Environment },
  given: { readonly broker: string | undefined; readonly from: string },
): Promise<ReachableSlave> {
  const node = await runningNodeOn(dataDirectory, environment, given.from)
  const { instanceName, delivery, facts } = node
  const refused = (reason: Wording): Error => failure('PLB-ENGINE-RESYNC-REFUSED', { instanceName, reason })
  if (instanceName !== configuration.instanceName) {
    throw refused(
      `it runs under this name, but its cluster.properties says ${configuration.instanceName} by now`,
    )
  }
  const why = node.why('resync')
  if (why !== null) throw refused(why)
  if (delivery === undefined) throw refused(say('nodeActions.noEngine'))
  const where = facts.engine.value?.broker.where ?? ''
  return { brokerUrl: given.broker ?? urlOf(configuration, where, refused), control: delivery }
}

/** A node tells where its broker is without passwords; those are in its configuration alone. */
function urlOf(
  { brokerUrl }: ClusterConfiguration,
  where: string,
  refused: (reason: Wording) => Error,
): string {
  if (brokerUrl !== '' && redactBrokerUrl(parseBrokerUrl(brokerUrl)) === where) return brokerUrl
  if (isRedacted(where))
    throw refused('it was started with a broker URL that holds a password; give it with --broker')
  return where
}
