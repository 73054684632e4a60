import { join } from 'node:path'
import { consumerQueue } from '../../broker/destinations.ts'
import { EmbeddedBroker } from '../../broker/embedded/hosting/embedded-broker.ts'
import type { DriftData } from '../../contract/shared.ts'
import { updateClusterConfiguration } from '../../engine/configuration/cluster-configuration.ts'
import { Node } from '../../engine/node/node.ts'
import { compareStates, readNodeState } from '../../engine/resync/compare.ts'
import { failure } from '../../errors/failure.ts'
import { DirectoryRoot } from '../../storage/directory-root.ts'
import { localFileSystem } from '../../storage/files.ts'
import { driftData } from '../directories/drift-data.ts'
import { makeSeedDirectory } from './seed.ts'
import { until } from './places.ts'

/** The nodes of the demo: their instance names, and the names of their data directories. */
export type DemoNodeName = 'master' | 'slave-a' | 'slave-b'

export const demoNodeNames: readonly DemoNodeName[] = ['master', 'slave-a', 'slave-b']

const topicName = 'VirtualTopic.geoserver'
/** Nodes of the demo take their configuration from their files alone. */
const environment: Readonly<Record<string, string | undefined>> = {}

/**
 * A cluster on this machine for showing what Plumbline does: the embedded broker, one master and two slaves, each
 * with a data directory of its own, all in this process.
 */
export class DemoCluster {
  readonly broker: EmbeddedBroker
  readonly #directory: string
  readonly #nodes = new Map<DemoNodeName, Node>()

  private constructor(directory: string, broker: EmbeddedBroker) {
    this.#directory = directory
    this.broker = broker
  }

  /**
   * Makes three equal data directories and starts everything.
   * @param directory must be empty
   */
  static async start(directory: string): Promise<DemoCluster> {
    const broker = await EmbeddedBroker.start({ database: join(directory, 'broker', 'broker.sqlite') })
    const cluster = new DemoCluster(directory, broker)
    try {
      for (const name of demoNodeNames) {
        cluster.#makeDataDirectory(name)
        await cluster.startNode(name)
      }
    } catch (error) {
      await cluster.stop()
      throw error
    }
    return cluster
  }

  dataDirectory(name: DemoNodeName): string {
    return join(this.#directory, name)
  }

  /** The node of that name; it must be running. */
  node(name: DemoNodeName): Node {
    const node = this.#nodes.get(name)
    if (node === undefined)
      throw failure('PLB-ENGINE-NODE-NOT-RUNNING', { directory: this.dataDirectory(name) })
    return node
  }

  async startNode(name: DemoNodeName): Promise<void> {
    // A later mark would come amid a proof that counts what goes into the queues.
    const markDelays = [0]
    const node = await Node.open({ dataDirectory: this.dataDirectory(name), environment, markDelays })
    this.#nodes.set(name, node)
    await node.start()
  }

  async stopNode(name: DemoNodeName): Promise<void> {
    const node = this.#nodes.get(name)
    this.#nodes.delete(name)
    await node?.stop()
  }

  queueName(name: DemoNodeName): string {
    return consumerQueue(name, topicName).name
  }

  /** Messages waiting in the queue of a node. */
  waitingFor(name: DemoNodeName): number {
    return this.broker.queueDepth(this.queueName(name)) ?? 0
  }

  /** Waits until the broker has everything the master accepted. */
  async published(signal: AbortSignal): Promise<void> {
    await until(() => {
      const { accepted, applied } = this.node('master').status.outbox
      return accepted + applied === 0
    }, signal)
  }

  /** Waits until a slave has finished everything that was published. */
  async caughtUp(name: DemoNodeName, signal: AbortSignal): Promise<void> {
    await this.published(signal)
    await until(() => this.waitingFor(name) === 0 && this.node(name).status.inbox.received === 0, signal)
  }

  /** The data directory of a node, for reading. */
  root(name: DemoNodeName): DirectoryRoot {
    return new DirectoryRoot(this.dataDirectory(name), localFileSystem)
  }

  /** The files of a slave compared with those of the master. */
  compare(name: DemoNodeName): DriftData {
    const [master, slave] = [readNodeState(this.root('master')), readNodeState(this.root(name))]
    return driftData(compareStates(master, slave), master, slave, Date.now())
  }

  /** Stops everything; the directory stays. */
  async stop(): Promise<void> {
    for (const name of demoNodeNames.toReversed()) await this.stopNode(name)
    await this.broker.stop()
  }

  #makeDataDirectory(name: DemoNodeName): void {
    const dataDirectory = this.dataDirectory(name)
    makeSeedDirectory(dataDirectory)
    const isMaster = name === 'master'
    updateClusterConfiguration(
      { dataDirectory, environment },
      {
        instanceName: name,
        group: 'plumbline-demo',
        topicName,
        brokerURL: this.broker.url,
        embeddedBroker: 'disabled',
        toggleMaster: String(isMaster),
        toggleSlave: String(!isMaster),
      },
    )
  }
}
