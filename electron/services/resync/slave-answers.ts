import { consumerQueue, queue as queueNamed } from '../../broker/destinations.ts'
import { dataOfFailure } from '../../contract/failures.ts'
import { failure, isFailure } from '../../errors/failure.ts'
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
    publish: async ({ messages }) => {
      await gate.opened()
      const destination = queueNamed(queue)
      const author = authorProperties(operator)
      const published = messages.map(({ properties, body }) =>
        cluster.publish({ destination, properties: { ...properties, ...author }, body }),
      )
      return (await Promise.allSettled(published)).map((result) => {
        if (result.status === 'fulfilled') return null
        if (isFailure(result.reason)) return dataOfFailure(result.reason)
        throw result.reason
      })
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
