import { parseNetworkUrl } from '../broker-url.ts'
import type { Clock } from '../../scheduler/clock.ts'
import type { Connection } from '../broker-connection.ts'
import { ConnectionMemory } from '../connection-memory.ts'
import { defaultConnectionSettings } from '../connection-settings.ts'
import { openConnection } from './open-connection.ts'
import { BrokerSession, type SessionOptions } from './session.ts'
import { failure } from '../../errors/failure.ts'

/**
 * A session with the brokers of a URL, not connected yet.
 * @throws PLB-BROKER-URL-MALFORMED, PLB-BROKER-URL-UNSUPPORTED
 */
export function brokerSession(url: string, options: SessionOptions = {}): BrokerSession {
  return new BrokerSession(parseNetworkUrl(url), options)
}

/**
 * Opens a connection of its own to the broker a session is connected to, for what a session cannot do.
 * @throws PLB-BROKER-… when it cannot be had; the signal's reason
 */
export async function connectionBeside(
  { status }: BrokerSession,
  clock: Clock,
  signal: AbortSignal,
): Promise<Connection> {
  if (status.state !== 'connected') throw failure('PLB-BROKER-SESSION-CLOSED', {})
  const memory = new ConnectionMemory()
  const { connectionId } = memory
  const settings = defaultConnectionSettings
  return openConnection(status.server, { settings, clock, memory, connectionId, signal })
}
