import { afterEach, vi } from 'vitest'
import { StompClient, type HeaderValues, type StompClientOptions } from '../stomp-client.ts'
import type { Column, Trial } from './column.ts'
import { operator, type RunningBroker } from './makes.ts'

/** What a suite of STOMP frames works with. Clients are dropped after each trial. */
export interface StompTrials {
  readonly trial: Trial
  /** The broker, running since before the first trial. */
  readonly broker: () => RunningBroker
  /** Connects as the operator. */
  readonly connect: (options?: Partial<StompClientOptions>) => Promise<StompClient>
  /** Connects once more with a client-id the broker may not have noticed yet that it is free. */
  readonly reconnect: (clientId: string) => Promise<StompClient>
  /** Opens a connection on which nothing was said. */
  readonly open: () => Promise<StompClient>
  /** A name nothing else in the suite uses. */
  readonly fresh: (prefix: string) => string
  /** Sends messages with these bodies to a queue of their own and returns its destination. */
  readonly queueOf: (
    client: StompClient,
    bodies: readonly string[],
    headers?: HeaderValues,
  ) => Promise<string>
}

/** Makes what the trials of a column need, for a broker that runs when they do. */
export function stompTrials(column: Column, broker: () => RunningBroker): StompTrials {
  let names = 0
  const clients: StompClient[] = []
  const keep = (client: StompClient): StompClient => {
    clients.push(client)
    return client
  }
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.drop()))
  })
  // Less than the trial may take, which must not end while something is awaited.
  const place = () => ({ host: '127.0.0.1', port: broker().stompPort, deadline: column.patience / 2 })
  const trials: StompTrials = {
    trial: column.trial,
    broker,
    connect: async (options = {}) =>
      keep(
        await StompClient.connect({
          ...place(),
          ...options,
          // RabbitMQ's virtual host; no other looks at it.
          headers: { ...operator, host: '/', ...options.headers },
        }),
      ),
    reconnect: (clientId) =>
      vi.waitFor(() => trials.connect({ headers: { 'client-id': clientId } }), column.patience),
    open: async () => keep(await StompClient.open(place())),
    fresh: (prefix) => {
      names += 1
      return `${prefix}-${names}`
    },
    queueOf: async (client, bodies, headers = {}) => {
      const destination = trials.fresh('/queue/conformance')
      for (const body of bodies) await client.request('SEND', { destination, ...headers }, body)
      return destination
    },
  }
  return trials
}
