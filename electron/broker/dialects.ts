import { failure, type Failure } from '../errors/failure.ts'
import { serverName } from './broker-url.ts'
import type { Connection } from './connection.ts'

/** Brokers that answer to STOMP and cannot carry a cluster, by what they call themselves. */
const withoutVirtualTopics = /^(RabbitMQ|apache-apollo|HornetQ)\//i

/** Why a broker that let us in cannot be used nevertheless; undefined when it can. */
export function lackOf({ server, brokerVersion }: Connection): Failure | undefined {
  if (!withoutVirtualTopics.test(brokerVersion)) return undefined
  return failure('PLB-BROKER-NO-VIRTUAL-TOPICS', { server: serverName(server), broker: brokerVersion })
}
