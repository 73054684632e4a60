import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Credentials } from '../../electron/broker/embedded/door.ts'
import { EmbeddedBroker } from '../../electron/broker/embedded/hosting/embedded-broker.ts'
import { ControlClient } from '../../electron/nodes/control/client.ts'
import { makeSeedDirectory } from '../../electron/services/demo/seed.ts'
import { eventually } from './cluster.ts'
import { RunningCommand } from './running-command.ts'
import { temporaryDirectory } from './temporary-directory.ts'

const topicName = 'VirtualTopic.geoserver'

/** A broker in the process of the test and nodes in processes of their own, for one test. */
export class NodeProcesses {
  readonly directory: string
  #broker: EmbeddedBroker
  readonly port: number

  private constructor(broker: EmbeddedBroker, directory: string) {
    this.#broker = broker
    this.port = broker.port
    this.directory = directory
    onTestFinished(() => this.#broker.stop())
  }

  /** @param credentials who may log in besides this account */
  static async start(credentials?: Credentials): Promise<NodeProcesses> {
    const directory = temporaryDirectory()
    const options = credentials === undefined ? {} : { credentials }
    const broker = await EmbeddedBroker.start({ database: join(directory, 'broker.sqlite'), ...options })
    return new NodeProcesses(broker, directory)
  }

  get broker(): EmbeddedBroker {
    return this.#broker
  }

  async stopBroker(): Promise<void> {
    await this.#broker.stop()
  }

  /** Starts the broker again where it was, with what it held. */
  async startBroker(): Promise<void> {
    this.#broker = await EmbeddedBroker.start({
      database: join(this.directory, 'broker.sqlite'),
      port: this.port,
    })
  }

  /** A data directory with the seed of the demo, for a node of this name. */
  makeDirectory(
    instanceName: string,
    properties: Readonly<Record<string, string>> = {},
    at = instanceName,
  ): string {
    const path = join(this.directory, at)
    makeSeedDirectory(path)
    mkdirSync(join(path, 'cluster'))
    const all = {
      instanceName,
      ...{ toggleMaster: 'true', toggleSlave: 'true' },
      brokerURL: this.#broker.url,
      'connection.maxwait': '50',
      'connection.retry': '1000',
      ...properties,
    }
    const lines = Object.entries(all).map(([key, value]) => `${key}=${value}`)
    writeFileSync(join(path, 'cluster/cluster.properties'), lines.join('\n'))
    return path
  }

  makeMaster(instanceName = 'm1'): string {
    return this.makeDirectory(instanceName, { toggleMaster: 'true', toggleSlave: 'false' })
  }

  makeSlave(instanceName = 's1', properties: Readonly<Record<string, string>> = {}): string {
    return this.makeDirectory(instanceName, { toggleMaster: 'false', toggleSlave: 'true', ...properties })
  }

  /** Runs a node until it is ready. */
  async node(dataDirectory: string, ...words: readonly string[]): Promise<RunningCommand> {
    const node = new RunningCommand(['node', '--data-dir', dataDirectory, ...words])
    await node.says('is ready')
    return node
  }

  waitingFor(instanceName: string): number {
    return this.#broker.queueDepth(`Consumer.${instanceName}.${topicName}`) ?? 0
  }

  /** Messages a queue received since the broker started. */
  enqueued(instanceName: string): number {
    const name = `Consumer.${instanceName}.${topicName}`
    return this.#broker.destinations().find((each) => each.name === name)?.enqueued ?? 0
  }

  /** Waits until a master has published all it accepted and a slave has finished all of it. */
  async settled(master: string, slave: string, instanceName = 's1'): Promise<void> {
    await eventually('the master has published everything', async () => {
      const { outbox } = await ControlClient.find(master, {}).call('status', {})
      return outbox.accepted === 0 && outbox.applied === 0
    })
    await eventually('the slave has finished everything', async () => {
      if (this.waitingFor(instanceName) > 0) return false
      const { inbox } = await ControlClient.find(slave, {}).call('status', {})
      return inbox.received === 0
    })
  }
}
