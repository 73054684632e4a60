import { afterAll, afterEach, beforeAll, describe, vi } from 'vitest'
import { activemqAvailable, startActivemq } from './activemq.ts'
import { startEmbeddedBrokerProcess } from './embedded-broker-process.ts'
import { StompClient, type HeaderValues, type StompClientOptions } from './stomp-client.ts'

interface LaunchedBroker {
  readonly host: string
  readonly stompPort: number
  kill(): Promise<void>
  stop(): Promise<void>
  restart(): Promise<void>
  dispose(): Promise<void>
}

interface BrokerLauncher {
  /** Its name and, when it cannot be started here, why. */
  readonly title: string
  readonly available: boolean
  /** Starts one that only lets the operator in. */
  start(): Promise<LaunchedBroker>
}

/** Who may connect to a launched broker. */
const operator = { login: 'operator', passcode: 'sec:ret' } as const

const missing = activemqAvailable()

/** The brokers that have to behave alike. */
const brokerLaunchers: readonly BrokerLauncher[] = [
  {
    title: 'the embedded broker',
    available: true,
    start: () => startEmbeddedBrokerProcess({ credentials: operator }),
  },
  {
    title: missing === undefined ? 'ActiveMQ' : `ActiveMQ (skipped: ${missing})`,
    available: missing === undefined,
    start: () => startActivemq({ users: [{ name: operator.login, password: operator.passcode }] }),
  },
]

/** What a conformance suite works with. Clients are dropped after each test. */
export interface BrokerContext {
  /** The broker, running since before the suite's first test. */
  readonly broker: () => LaunchedBroker
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

const reconnectDeadline = 10_000

/** Runs a suite of behaviours against every kind of broker, on one running broker of each. */
export function describeEachBroker(suite: (context: BrokerContext) => void): void {
  for (const launcher of brokerLaunchers) {
    describe.skipIf(!launcher.available)(launcher.title, () => {
      let broker: LaunchedBroker
      let names = 0
      const clients: StompClient[] = []
      const keep = (client: StompClient): StompClient => {
        clients.push(client)
        return client
      }
      const context: BrokerContext = {
        broker: () => broker,
        connect: async (options = {}) =>
          keep(
            await StompClient.connect({
              host: broker.host,
              port: broker.stompPort,
              ...options,
              headers: { ...operator, ...options.headers },
            }),
          ),
        reconnect: (clientId) =>
          vi.waitFor(() => context.connect({ headers: { 'client-id': clientId } }), reconnectDeadline),
        open: async () => keep(await StompClient.open({ host: broker.host, port: broker.stompPort })),
        fresh: (prefix) => {
          names += 1
          return `${prefix}-${names}`
        },
        queueOf: async (client, bodies, headers = {}) => {
          const destination = context.fresh('/queue/conformance')
          for (const body of bodies) await client.request('SEND', { destination, ...headers }, body)
          return destination
        },
      }
      beforeAll(async () => {
        broker = await launcher.start()
      })
      afterAll(async () => {
        await broker.dispose()
      })
      afterEach(async () => {
        await Promise.all(clients.splice(0).map((client) => client.drop()))
      })
      suite(context)
    })
  }
}
