import { activemqAvailable, startActivemq } from '../activemq.ts'
import { startArtemis } from '../brokers/artemis.ts'
import { mavenJars, type Jars } from '../brokers/maven-jars.ts'
import { rabbitmqAvailable, startRabbitmq } from '../brokers/rabbitmq.ts'
import { startEmbeddedBrokerProcess } from '../embedded-broker-process.ts'

/** Who may connect to each of them. */
export const operator = { login: 'operator', passcode: 'sec:ret' } as const
const account = `${operator.login}:${encodeURIComponent(operator.passcode)}`

/** A broker of some make, in a process of its own. */
export interface RunningBroker {
  /** Where STOMP can be spoken. */
  readonly stompPort: number
  /** Where OpenWire can be spoken; undefined where it cannot. */
  readonly openWirePort: number | undefined
  /** Resolves once it would know a queue it made after a crash; absent where it knows each it says it made. */
  keeps?(queue: string): Promise<void>
  /** Ends the process at once (SIGKILL), as a crash would. */
  kill(): Promise<void>
  /** Ends the process cleanly and waits for it. */
  stop(): Promise<void>
  /** Starts it again with what it stored and on the same ports, after `kill` or `stop`. */
  restart(): Promise<void>
  /** Keeps it from doing anything, until `thaw`; resolves when it does nothing any more. */
  freeze(): Promise<void>
  thaw(): void
  dispose(): Promise<void>
}

export interface Make {
  readonly broker: string
  /** Why it cannot be started here. */
  readonly unavailable: string | undefined
  readonly start: () => Promise<RunningBroker>
}

/** Where a running broker is spoken to in a protocol. */
export const urlOf = {
  OpenWire: ({ openWirePort }: RunningBroker) => `tcp://${account}@127.0.0.1:${openWirePort}`,
  STOMP: ({ stompPort }: RunningBroker) => `stomp://${account}@127.0.0.1:${stompPort}`,
  /** Of a port where both can be spoken, by who says STOMP. */
  'STOMP or OpenWire': ({ openWirePort }: RunningBroker) => `stomp://${account}@127.0.0.1:${openWirePort}`,
} as const

export type Way = keyof typeof urlOf

const users = [{ name: operator.login, password: operator.passcode }]

/** Every make of broker that carries clusters. */
export const makes: readonly Make[] = [
  {
    broker: 'embedded',
    unavailable: undefined,
    start: () => startEmbeddedBrokerProcess({ credentials: operator }),
  },
  { broker: 'ActiveMQ 5.17', unavailable: activemqAvailable(), start: () => startActivemq({ users }) },
  fromMaven('ActiveMQ 6', await mavenJars('activemq-6', 'StartActivemq'), (jars) =>
    startActivemq({ users, jars }),
  ),
  fromMaven('Artemis', await mavenJars('artemis', 'StartArtemis'), (jars) => startArtemis(jars, operator)),
  { broker: 'RabbitMQ', unavailable: rabbitmqAvailable(), start: () => startRabbitmq(operator) },
]

function fromMaven(broker: string, jars: Jars, start: (folder: string) => Promise<RunningBroker>): Make {
  if ('unavailable' in jars)
    return { broker, unavailable: jars.unavailable, start: () => Promise.reject(new Error(broker)) }
  return { broker, unavailable: undefined, start: () => start(jars.folder) }
}
