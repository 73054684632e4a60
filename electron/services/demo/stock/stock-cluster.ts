import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { EmbeddedBroker } from '../../../broker/embedded/hosting/embedded-broker.ts'
import type { Credentials } from '../../../broker/embedded/door.ts'
import { storeKinds } from '../../../catalog/kinds/property.ts'
import { startStockNode, type RunningNode, administrator } from '../../../imitation/serve.ts'
import type { FileSystem } from '../../../storage/files.ts'
import { makeSampleDirectories } from '../sample-directories.ts'
import type { ProfileDraft } from '../../../contract/features/profiles.ts'

const stockTopic = 'VirtualTopic.geoserver'
const stockGroup = 'geoserver-cluster'
/** Who may do everything on the imitations, as on a GeoServer that was just installed. */
export const stockLogin = administrator

export type StockNodeName = 'gs-master' | 'gs-a' | 'gs-b'

const toggles: Readonly<Record<StockNodeName, Readonly<Record<string, string>>>> = {
  'gs-master': { toggleSlave: 'false' },
  'gs-a': { toggleMaster: 'false' },
  'gs-b': { toggleMaster: 'false' },
}
const stockNodeNames = ['gs-master', 'gs-a', 'gs-b'] as const satisfies readonly StockNodeName[]

/**
 * A cluster of imitated GeoServers on this machine, with a broker: a master and two slaves that hold the same sample
 * catalog, cloned from one another, so that each reads the passwords of the others.
 */
export class StockDemoCluster {
  readonly broker: EmbeddedBroker
  /** As nodes and whoever watches name it: in OpenWire, as GeoServers speak, with a login, since no account is proved in it. */
  readonly brokerUrl: string
  readonly #nodes = new Map<StockNodeName, RunningNode>()
  readonly #applied = new Map<StockNodeName, number>()

  private constructor(broker: EmbeddedBroker, { login, passcode }: Credentials) {
    this.broker = broker
    const options = new URLSearchParams({ 'jms.userName': login, 'jms.password': passcode })
    this.brokerUrl = `${broker.url.replace('stomp:', 'tcp:')}?${String(options)}`
  }

  /** @param directory of this demo alone; the sample catalog made there is taken again */
  static async start(
    directory: string,
    fileSystem: FileSystem,
    signal: AbortSignal,
  ): Promise<StockDemoCluster> {
    const [seed, marker] = [join(directory, 'seed'), join(directory, 'complete')]
    if (!fileSystem.exists(marker)) {
      fileSystem.removeDirectory(seed)
      fileSystem.makeDirectory(directory, { mode: 0o700 })
      await makeSampleDirectories(seed, [], signal)
      fileSystem.writeAtomically(marker, '')
    }
    fileSystem.removeDirectory(join(directory, 'broker'))
    const credentials = { login: 'geoserver', passcode: randomBytes(16).toString('hex') }
    const database = join(directory, 'broker', 'broker.sqlite')
    const broker = await EmbeddedBroker.start({ database, credentials })
    const cluster = new StockDemoCluster(broker, credentials)
    try {
      for (const name of stockNodeNames) await cluster.#start(name, seed)
    } catch (error) {
      await cluster.stop()
      throw error
    }
    return cluster
  }

  get nodes(): readonly RunningNode[] {
    return [...this.#nodes.values()]
  }

  /** The node of that name, which runs for as long as the cluster does. */
  node(name: StockNodeName): RunningNode {
    const node = this.#nodes.get(name)
    if (node === undefined) throw new Error(`${name} does not run.`)
    return node
  }

  /** How many messages a node has applied, which a real one tells nobody. */
  appliedBy(name: StockNodeName): number {
    return this.#applied.get(name) ?? 0
  }

  async stop(): Promise<void> {
    for (const node of this.nodes) await node.close()
    this.#nodes.clear()
    await this.broker.stop()
  }

  async #start(instanceName: StockNodeName, seed: string): Promise<void> {
    const running = await startStockNode({
      seed,
      properties: { instanceName, brokerURL: this.brokerUrl, ...toggles[instanceName] },
      onTaken: ({ outcome }) => {
        if (outcome === 'applied') this.#applied.set(instanceName, this.appliedBy(instanceName) + 1)
      },
    })
    this.#nodes.set(instanceName, running)
    // The sample comes with passwords in the clear; a GeoServer encrypts them with the next save.
    const { memory } = running.node.core
    for (const store of memory.catalog.ofKind(...storeKinds)) memory.write(store)
  }
}

/** A cluster of imitations as an operator would save it. */
export function stockProfile(cluster: StockDemoCluster, id: string | null = null): ProfileDraft {
  return {
    id,
    name: 'Imitation of a stock cluster',
    stripe: 'purple',
    brokerUrl: cluster.brokerUrl,
    login: null,
    passcode: null,
    topicName: stockTopic,
    group: stockGroup,
    observer: 'plumbline-demo-observer',
    nodes: stockNodeNames.map((instanceName) => ({
      type: 'geoserver',
      instanceName,
      url: cluster.node(instanceName).url,
      user: stockLogin.user,
      passwordReference: null,
    })),
    nodePasswords: Object.fromEntries(stockNodeNames.map((name) => [name, stockLogin.password])),
  }
}
