import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { consumerQueue, topic } from '../../electron/broker/destinations.ts'
import { BrokerSession } from '../../electron/broker/sessions/session.ts'
import { isFailure } from '../../electron/errors/failure.ts'
import {
  activemqAvailable,
  prepareActivemq,
  type ActivemqBroker,
  type SharedStore,
} from '../support/activemq.ts'
import { freePorts } from '../support/brokers/free-ports.ts'
import { mavenJars } from '../support/brokers/maven-jars.ts'
import { postgresqlAvailable, postgresqlDriver, startPostgresql } from '../support/brokers/postgresql.ts'
import { Inbox, networkUrl } from '../support/broker-session.ts'
import { patience } from '../support/patience.ts'

/** How often the active broker is killed: once, or for some minutes of two JVMs where somebody asks for it. */
const kills = Math.max(Number(process.env['PLUMBLINE_TEST_KILLS'] ?? 0), 1)
/** How many messages arrive between two kills at least. */
const between = 100
const senders = 16

interface Kind {
  readonly name: string
  /** Why it cannot be had here. */
  readonly unavailable: string | undefined
  readonly open: () => Promise<{ readonly store: SharedStore; readonly dispose: () => Promise<void> }>
}

const jars = await mavenJars('postgresql')
const kinds: readonly Kind[] = [
  {
    name: 'a folder',
    unavailable: activemqAvailable(),
    open: async () => {
      const store = await mkdtemp(join(tmpdir(), 'plumbline-store-'))
      return { store, dispose: () => rm(store, { recursive: true, force: true }) }
    },
  },
  {
    name: 'a PostgreSQL',
    unavailable:
      activemqAvailable() ?? postgresqlAvailable() ?? ('unavailable' in jars ? jars.unavailable : undefined),
    open: async () => {
      const driver = postgresqlDriver('folder' in jars ? jars.folder : '')
      const { port, dispose } = await startPostgresql()
      return { store: { port, driver }, dispose }
    },
  },
]

for (const { name, unavailable } of kinds)
  if (unavailable !== undefined) process.stderr.write(`Skipped: brokers that share ${name}, ${unavailable}\n`)

describe.each(kinds)('Of two brokers that share $name', ({ unavailable, open }) => {
  it.skipIf(unavailable !== undefined)(
    'the other takes over when the active one is killed under load, and nothing is lost',
    async () => {
      const { store, dispose } = await open()
      const ports = await freePorts(2)
      const brokers = await Promise.all(
        ports.map((openWirePort) => prepareActivemq({ shared: { store, openWirePort } })),
      )
      const url = `failover:(${ports.map((port) => `tcp://127.0.0.1:${port}`).join(',')})?initialReconnectDelay=50`
      const [publisher, subscriber] = [new BrokerSession(networkUrl(url)), new BrokerSession(networkUrl(url))]
      const starts: Promise<void>[] = []
      const start = (broker: ActivemqBroker): Promise<void> => {
        const started = broker.restart()
        // The one that waits when all is over never starts.
        starts.push(started.catch(() => undefined))
        return started
      }
      try {
        let [active, standby] = brokers
        if (active === undefined || standby === undefined) throw new Error('two brokers were meant')
        await start(active)
        let takesOver = start(standby)
        await Promise.all([publisher.connect(), subscriber.connect()])
        const topicName = `VirtualTopic.${randomUUID()}`
        const inbox = new Inbox()
        // Of what was not acknowledged when a broker died, some comes twice.
        const arrived = new Set<string>()
        const more = async (count: number) => {
          const wanted = arrived.size + count
          await inbox.until(() => arrived.size >= wanted)
        }
        await subscriber.subscribe({ destination: consumerQueue('slave', topicName) }, (message) => {
          if (message.content.kind === 'object') arrived.add(message.content.text)
          inbox.take(message)
        })
        const confirmed: string[] = []
        const stop = new AbortController()
        const sending = Promise.all(
          Array.from({ length: senders }, (_, sender) =>
            send(publisher, topicName, sender, confirmed, stop.signal),
          ),
        )
        // When something else fails first, nobody waits for it.
        sending.catch(() => undefined)
        for (let kill = 1; kill <= kills; kill += 1) {
          await more(between)
          await active.kill()
          await takesOver
          ;[active, standby] = [standby, active]
          takesOver = start(standby)
        }
        await more(between)
        stop.abort()
        await sending
        await inbox.until(() => confirmed.every((each) => arrived.has(each)))
        expect(new Set(confirmed)).toEqual(arrived)
      } finally {
        await Promise.all([publisher.close(), subscriber.close()])
        await Promise.all(brokers.map((broker) => broker.dispose()))
        await Promise.all(starts)
        await dispose()
      }
    },
    (2 + kills) * patience,
  )
})

/** Publishes one message after the other, each until it is confirmed. */
async function send(
  session: BrokerSession,
  topicName: string,
  sender: number,
  confirmed: string[],
  stopped: AbortSignal,
): Promise<void> {
  for (let index = 0; !stopped.aborted; index += 1) {
    const body = `${sender}-${index}`
    const publication = { destination: topic(topicName), properties: {}, body, id: body }
    while (!(await isConfirmed(session.publish(publication))));
    confirmed.push(body)
  }
}

async function isConfirmed(publishing: Promise<void>): Promise<boolean> {
  try {
    await publishing
    return true
  } catch (error) {
    if (isFailure(error) && error.code !== 'PLB-BROKER-SESSION-CLOSED') return false
    throw error
  }
}
