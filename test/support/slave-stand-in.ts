import { english } from '../../electron/sentences/english.ts'
import { queue } from '../../electron/broker/destinations.ts'
import type { Delivery, EventOutcome } from '../../electron/engine/resync/delivery.ts'
import { eventIdProperty } from '../../electron/engine/slave/receiver.ts'
import { decodeBody } from '../../electron/wire/decode.ts'
import { describeEvent } from '../../electron/engine/words.ts'
import { isHandler } from '../../electron/wire/handlers.ts'
import { replicaIn } from './replicas.ts'

export interface SlaveStandIn {
  readonly delivery: Delivery
  /** What was applied, in words. */
  readonly heard: string[]
}

/**
 * A slave without a broker: what a resync publishes is applied at once to a data directory.
 * @param onMessage is called before each message, with its number from 1
 */
export function slaveStandIn(
  path: string,
  onMessage: (number: number) => void = () => undefined,
  signal?: AbortSignal,
): SlaveStandIn {
  const replica = replicaIn(path)
  const outcomes = new Map<string, EventOutcome>()
  const heard: string[] = []
  return {
    heard,
    delivery: {
      session: {
        publish: ({ properties = {}, body }) => {
          onMessage(outcomes.size + 1)
          const handler = properties['JMSEventHandlerSPI'] ?? ''
          if (!isHandler(handler)) throw new Error(`There is no handler ${handler}.`)
          const event = decodeBody(handler, String(body))
          heard.push(english(describeEvent(event, replica.catalog)))
          const { outcome } = replica.apply(event)
          outcomes.set(properties[eventIdProperty] ?? '', { state: outcome, reason: undefined })
          return Promise.resolve()
        },
      },
      queue: queue('Consumer.slave.VirtualTopic.geoserver'),
      slave: { instanceName: 'slave', group: 'cluster', toggleMaster: false },
      control: {
        outcomes: () => Promise.resolve(outcomes),
        settle: () => Promise.resolve(),
        reload: () => Promise.resolve(),
      },
      ...(signal === undefined ? {} : { signal }),
    },
  }
}
