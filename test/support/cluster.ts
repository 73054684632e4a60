import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { consumerQueue } from '../../electron/broker/destinations.ts'
import { EmbeddedBroker } from '../../electron/broker/embedded/hosting/embedded-broker.ts'
import { BrokerSession } from '../../electron/broker/sessions/session.ts'
import type { Drift } from '../../electron/catalog/diff.ts'
import { Node } from '../../electron/engine/node/node.ts'
import type { NodeOptions } from '../../electron/engine/node/node-options.ts'
import { compareStates, readNodeState } from '../../electron/engine/resync/compare.ts'
import { agreedTo, Resync, type ResyncReport } from '../../electron/engine/resync/resync.ts'
import { DirectoryRoot } from '../../electron/storage/directory-root.ts'
import { localFileSystem } from '../../electron/storage/files.ts'
import { parseBrokerUrl } from '../../electron/broker/broker-url.ts'
import { activemqAvailable, startActivemq } from './activemq.ts'
import { patience } from './patience.ts'

const seed = join(import.meta.dirname, '../fixtures/geoserver-2.26/seed/master')

/** A broker a cluster can be tried on. */
export interface TestBroker {
  readonly url: string
  /** Ends it as a crash would and starts it again on the same store and port. */
  restart(): Promise<void>
  stop(): Promise<void>
}

export interface BrokerKind {
  readonly name: string
  /** Why it cannot be had here, when it cannot. */
  readonly unavailable: string | undefined
  start(): Promise<TestBroker>
}

/** The brokers every behaviour of a cluster must hold on. */
export const brokerKinds: readonly BrokerKind[] = [
  { name: 'the embedded broker', unavailable: undefined, start: startEmbedded },
  { name: 'ActiveMQ', unavailable: activemqAvailable(), start: startReal },
]

async function startEmbedded(): Promise<TestBroker> {
  const directory = mkdtempSync(join(tmpdir(), 'plumbline-broker-'))
  const database = join(directory, 'broker.sqlite')
  let broker = await EmbeddedBroker.start({ database })
  const { port, url } = broker
  return {
    url,
    async restart() {
      await broker.stop()
      broker = await EmbeddedBroker.start({ database, port })
    },
    async stop() {
      await broker.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

async function startReal(): Promise<TestBroker> {
  const broker = await startActivemq()
  return {
    url: `stomp://127.0.0.1:${broker.stompPort}`,
    async restart() {
      await broker.kill()
      await broker.restart()
    },
    stop: () => broker.stop(),
  }
}

/** Data directories and nodes of one test, all gone afterwards. */
export class TestCluster {
  readonly directory = mkdtempSync(join(tmpdir(), 'plumbline-cluster-'))
  readonly #broker: TestBroker
  readonly #nodes = new Set<Node>()

  constructor(broker: TestBroker) {
    this.#broker = broker
  }

  /** Makes a data directory that starts like every other one of the cluster. */
  makeDirectory(instanceName: string, properties: Readonly<Record<string, string>> = {}): string {
    const path = join(this.directory, instanceName)
    cpSync(seed, path, { recursive: true })
    mkdirSync(join(path, 'cluster'), { recursive: true })
    // Nodes of other tests on the same broker are in groups of their own.
    const all = {
      instanceName,
      ...{ toggleMaster: 'true', toggleSlave: 'true', brokerURL: '' },
      ...{ 'connection.maxwait': '100', 'connection.retry': '50' },
      ...properties,
    }
    const lines = Object.entries(all).map(([key, value]) => `${key}=${value}`)
    writeFileSync(join(path, 'cluster/cluster.properties'), lines.join('\n'))
    return path
  }

  async open(dataDirectory: string, options: Partial<NodeOptions> = {}): Promise<Node> {
    const node = await Node.open({ dataDirectory, environment: {}, brokerUrl: this.#broker.url, ...options })
    this.#nodes.add(node)
    return node
  }

  async start(instanceName: string, properties: Readonly<Record<string, string>> = {}): Promise<Node> {
    const node = await this.open(this.makeDirectory(instanceName, properties))
    await node.start()
    return node
  }

  /** Opens and starts a node that was stopped, on the directory it had. */
  async restart(node: Node): Promise<Node> {
    const again = await this.open(node.status.dataDirectory)
    await again.start()
    return again
  }

  async stop(node: Node): Promise<void> {
    this.#nodes.delete(node)
    await node.stop()
  }

  /** Makes a slave equal to a reference, by messages to its queue alone. */
  async resync(reference: Node, slave: Node): Promise<ResyncReport> {
    // What else reads such a URL for tests needs the runner of tests, which campaigns do without.
    const url = parseBrokerUrl(this.#broker.url)
    if (url.kind !== 'network') throw new Error('The broker is not on the network.')
    const session = new BrokerSession(url)
    await session.connect()
    try {
      const { configuration } = slave
      const resync = new Resync(rootOf(reference.status.dataDirectory), rootOf(slave.status.dataDirectory))
      return await resync.run(agreedTo(await resync.plan()), {
        session,
        queue: consumerQueue(configuration.instanceName, configuration.topicName),
        slave: configuration,
        control: {
          outcomes: (ids) => Promise.resolve(slave.outcomes(ids)),
          settle: (reason) => Promise.resolve(slave.settle(reason)),
          reload: () => slave.reload(),
        },
      })
    } finally {
      await session.close()
    }
  }

  async close(): Promise<void> {
    for (const node of this.#nodes) await node.stop()
    rmSync(this.directory, { recursive: true, force: true })
  }
}

/** What the second data directory differs in from the first. */
export function driftBetween(reference: string, slave: string): Drift {
  return compareStates(readNodeState(rootOf(reference)), readNodeState(rootOf(slave)))
}

function rootOf(path: string): DirectoryRoot {
  return new DirectoryRoot(path, localFileSystem)
}

/**
 * Waits until a condition holds, looking again whenever the event loop is free.
 * @param description for the message when it never does
 */
export async function eventually(
  description: string,
  condition: () => boolean | Promise<boolean>,
  deadline = patience,
): Promise<void> {
  const end = performance.now() + deadline
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Not within ${deadline} ms: ${description}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Waits until a node has finished that many events in all. */
export async function finished(node: Node, events: number): Promise<void> {
  await eventually(`${node.configuration.instanceName} finishes ${events} events`, () => {
    const { applied, ignored, parked, failed } = node.status.inbox
    return applied + ignored + parked + failed >= events
  })
}
