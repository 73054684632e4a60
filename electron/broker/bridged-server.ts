import { isLoopback } from '../text/loopback.ts'
import type { BrokerServer } from './broker-url.ts'
import type { BridgedBroker } from './broker-connection.ts'

/**
 * Where a broker is that another one told of, and how to come to it: as to the other one. What that one calls its own
 * machine is another one from here. A login is for the machine it was given for, wherever a broker says that others are.
 */
export function serverOfBridge(
  { host, port }: BridgedBroker,
  teller: BrokerServer,
): BrokerServer | undefined {
  if (host === undefined || port === undefined) return undefined
  const isElsewhere = isLoopback(host) && !isLoopback(teller.host)
  const seen = isElsewhere ? teller.host : host
  const isSameMachine = seen === teller.host || (isLoopback(seen) && isLoopback(teller.host))
  return {
    ...teller,
    host: seen,
    port,
    near: undefined,
    mustProve: false,
    credentials: isSameMachine ? teller.credentials : undefined,
  }
}
