import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { queue } from '../../electron/broker/destinations.ts'
import { BrokerSession } from '../../electron/broker/sessions/session.ts'
import { activemqAvailable, startActivemq, type ActivemqBroker } from '../support/activemq.ts'
import { networkUrl } from '../support/broker-session.ts'
import { masterMessages } from '../support/recorded-messages.ts'
import { median } from './measure.ts'

/** What one client reached on ActiveMQ with the recorded mix, in messages a second. */
export interface ProtocolSpeed {
  readonly client: string
  /** One message after the other, each confirmed; undefined where only consuming was measured. */
  readonly publishOne: number | undefined
  /** A backlog, each message confirmed. */
  readonly publishMany: number | undefined
  readonly consume: number
}

const jars = [
  'activemq-client',
  'geronimo-jms_1.1_spec',
  'geronimo-j2ee-management-1.1-spec',
  'slf4j-api',
  'hawtbuf',
]
const java = '/usr/share/java'

/**
 * Publishes and consumes what a real master sent, through sessions of ours in both protocols and with the Java client.
 * Interleaved rounds, medians.
 * @returns undefined where ActiveMQ is not installed
 */
export async function protocolSpeeds(
  messages = 3000,
  rounds = 3,
): Promise<readonly ProtocolSpeed[] | undefined> {
  if (activemqAvailable() !== undefined) return undefined
  const broker = await startActivemq()
  const measured = new Map<string, ProtocolSpeed[]>()
  try {
    // The first round warms broker and clients up.
    for (let round = 0; round <= rounds; round += 1) {
      for (const speed of await oneRound(broker, messages, round)) {
        if (round > 0) measured.set(speed.client, [...(measured.get(speed.client) ?? []), speed])
      }
    }
  } finally {
    await broker.dispose()
  }
  return [...measured].map(([client, all]) => ({
    client,
    publishOne: medianOf(all.map(({ publishOne }) => publishOne)),
    publishMany: medianOf(all.map(({ publishMany }) => publishMany)),
    consume: median(all.map(({ consume }) => consume)),
  }))
}

async function oneRound(broker: ActivemqBroker, messages: number, round: number): Promise<ProtocolSpeed[]> {
  const urls = {
    STOMP: `stomp://127.0.0.1:${broker.stompPort}`,
    OpenWire: `tcp://127.0.0.1:${broker.openWirePort}`,
  }
  const speeds: ProtocolSpeed[] = []
  for (const [client, url] of Object.entries(urls)) {
    const name = `bench-${client}-${round}`
    const session = new BrokerSession(networkUrl(url))
    await session.connect()
    const one = messages / 10
    const publishOne = await rate(one, async () => {
      for (let index = 0; index < one; index += 1) await publish(session, `${name}-one`, index)
    })
    const publishMany = await rate(messages, async () => {
      await Promise.all(Array.from({ length: messages }, (_, index) => publish(session, name, index)))
    })
    const consume = await rate(messages, () => consumed(session, name, messages))
    speeds.push({ client, publishOne, publishMany, consume })
    await session.close()
  }
  const consume = await consumedByJava(broker, messages, round)
  if (consume !== undefined)
    speeds.push({ client: 'Java, OpenWire', publishOne: undefined, publishMany: undefined, consume })
  return speeds
}

const recorded = masterMessages()

async function publish(session: BrokerSession, name: string, index: number): Promise<void> {
  const message = recorded[index % recorded.length]
  if (message === undefined) throw new Error('nothing was recorded')
  const properties = { instanceName: 'bench', JMSEventHandlerSPI: message.handler }
  await session.publish({ destination: queue(name), properties, body: message.body })
}

async function consumed(session: BrokerSession, name: string, messages: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let count = 0
  const subscription = await session.subscribe({ destination: queue(name) }, (message) => {
    const { kind } = message.content
    if (kind !== 'object') throw new Error(`a message arrived as ${kind}`)
    message.ack()
    count += 1
    if (count === messages) resolve()
  })
  await promise
  await subscription.unsubscribe()
}

/** @returns undefined where there is no Java compiler */
async function consumedByJava(
  broker: ActivemqBroker,
  messages: number,
  round: number,
): Promise<number | undefined> {
  if (!existsSync('/usr/bin/javac')) return undefined
  const url = `tcp://127.0.0.1:${broker.openWirePort}`
  const name = `bench-java-${round}`
  const session = new BrokerSession(networkUrl(url))
  await session.connect()
  await Promise.all(Array.from({ length: messages }, (_, index) => publish(session, name, index)))
  await session.close()
  const classpath = jars.map((jar) => join(java, `${jar}.jar`)).join(':')
  const program = join(import.meta.dirname, 'java-client/Consume.java')
  const { stdout } = await promisify(execFile)('java', [
    '-cp',
    classpath,
    program,
    url,
    name,
    String(messages),
  ])
  return Number(stdout.trim())
}

async function rate(messages: number, work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return messages / ((performance.now() - started) / 1000)
}

function medianOf(numbers: readonly (number | undefined)[]): number | undefined {
  const known = numbers.filter((each) => each !== undefined)
  return known.length === 0 ? undefined : median(known)
}

if (process.argv[1] === import.meta.filename) {
  const speeds = (await protocolSpeeds()) ?? []
  const shown = (rate: number | undefined) => (rate === undefined ? '–' : `${rate.toFixed(0)}/s`).padStart(9)
  for (const { client, publishOne, publishMany, consume } of speeds) {
    console.log(
      `  ${client.padEnd(15)} publish, window 1 ${shown(publishOne)}   backlog ${shown(publishMany)}   consume ${shown(consume)}`,
    )
  }
}
