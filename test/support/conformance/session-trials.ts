import { afterEach } from 'vitest'
import type { Connection } from '../../../electron/broker/broker-connection.ts'
import type { Destination } from '../../../electron/broker/destinations.ts'
import { BrokerSession, type SessionOptions } from '../../../electron/broker/sessions/session.ts'
import { connectionTo, networkUrl } from '../broker-session.ts'
import type { Column, Trial } from './column.ts'
import { urlOf, type RunningBroker, type Way } from './makes.ts'

/** What a suite of sessions works with. Sessions are closed after each trial. */
export interface SessionTrials {
  readonly trial: Trial
  /** The broker, running since before the first trial. */
  readonly broker: () => RunningBroker
  /** How it is spoken to. */
  readonly way: Way
  readonly url: () => string
  /** @param url of another broker than this one */
  readonly connect: (options?: SessionOptions, url?: string) => Promise<BrokerSession>
}

/** Makes what the trials of a column need, for a broker that runs when they do. */
export function sessionTrials(column: Column, way: Way, broker: () => RunningBroker): SessionTrials {
  const sessions: BrokerSession[] = []
  afterEach(async () => {
    broker().thaw()
    await Promise.all(sessions.splice(0).map((session) => session.close()))
  })
  const url = () => urlOf[way](broker())
  return {
    trial: column.trial,
    broker,
    way,
    url,
    connect: async (options, at = url()) => {
      // Who refuses does so at once.
      const reconnect = { startupMaxReconnectAttempts: 1, ...options?.reconnect }
      const session = new BrokerSession(networkUrl(at), { ...options, reconnect })
      sessions.push(session)
      await session.connect()
      return session
    },
  }
}

export const send = (session: BrokerSession, destination: Destination, body: string, properties = {}) =>
  session.publish({ destination, properties, body })

/** A connection for as long as it is in scope. */
export async function holdConnection(
  url: string,
): Promise<AsyncDisposable & { readonly connection: Connection }> {
  const connection = await connectionTo(url)
  return { connection, [Symbol.asyncDispose]: () => connection.close() }
}
