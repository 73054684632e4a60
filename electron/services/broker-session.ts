import { parseBrokerUrl } from '../broker/broker-url.ts'
import { BrokerSession, type SessionOptions } from '../broker/session.ts'
import { failure } from '../errors/failure.ts'

/**
 * A session with the brokers of a URL, not connected yet.
 * @throws PLB-BROKER-URL-MALFORMED, PLB-BROKER-URL-UNSUPPORTED
 */
export function brokerSession(url: string, options: SessionOptions = {}): BrokerSession {
  const parsed = parseBrokerUrl(url)
  if (parsed.kind !== 'network') throw failure('PLB-BROKER-URL-UNSUPPORTED', { scheme: 'vm://' })
  return new BrokerSession(parsed, options)
}
