import { consumerQueue, queue as queueNamed } from '../../broker/destinations.ts'
import { failure } from '../../errors/failure.ts'
import type { ClusterNode, NodeDelivery } from '../../nodes/face/cluster-node.ts'
import { authorProperties } from '../../wire/author.ts'
import { say } from '../../sentences/say.ts'
import type { OpenCluster } from '../cluster/open-cluster.ts'
import type { SlaveAnswers } from '../directories/directories.ts'
import type { PauseGate } from './pause-gate.ts'

/**
 * What the thread of a run asks of the slave and of the broker.
 * @param operator who asked for the run
 */
export function answersOf(
  { delivery, instanceName }: Pick<ClusterNode, 'delivery' | 'instanceName'>,
  queue: string,
  cluster: Pick<OpenCluster, 'publish'>,
  gate: PauseGate,
  operator: string,
): SlaveAnswers {
  const telling = (): NodeDelivery => {
    if (delivery !== undefined) return delivery
    // Whoever is brought back over REST is never asked.
    const reason = say('nodeActions.noEngine')
    throw failure('PLB-CLUSTER-ACTION-REFUSED', { instanceName, reason })
  }
  return {
    mayGoOn: async () => {
      await gate.opened()
      return {}
    },
    publish: async ({ properties, body }) => {
      await gate.opened()
      const authored = { ...properties, ...authorProperties(operator) }
      await cluster.publish({ destination: queueNamed(queue), properties: authored, body })
      return {}
    },
    outcomes: async ({ eventIds }) =>
      [...(await telling().outcomes(eventIds))].map(([eventId, { state, reason }]) => ({
        eventId,
        state,
        reason: reason ?? null,
      })),
    settle: async ({ reason }) => {
      await telling().settle(reason)
      return {}
    },
    reload: async () => {
      await telling().reload()
      return {}
    },
  }
}

/** The queue a resync sends to. */
export function queueOf({ profile }: OpenCluster, instanceName: string): string {
  return consumerQueue(instanceName, profile.topicName).name
}
