import { repeatedly, type Clock } from '../scheduler/clock.ts'
import type { Profile } from '../contract/features/profiles.ts'
import { failure } from '../errors/failure.ts'
import type { FileSystem } from '../storage/files.ts'
import type { ClusterNode } from './face/cluster-node.ts'
import { DirectoryOfProfile } from './directory-of-profile.ts'
import { hasRole } from './face/facts.ts'
import type { KnownNodes } from './known-nodes.ts'
import { OnceATurn } from './once-a-turn.ts'
import { NoticedNode } from './noticed-node.ts'
import { sharingDirectory } from './shared-directory.ts'
import { StockGeoServer } from './stock-geoserver.ts'
import type { Patience } from '../geoserver/rest-connection.ts'
import type { NodeListener, Surroundings } from './surroundings.ts'

export interface ClusterNodesOptions {
  readonly profile: Pick<Profile, 'nodes' | 'observer'>
  /** Of this cluster alone. */
  readonly directory: string
  /** With the login in it; never shown. */
  readonly brokerUrl: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** What goes before the files of cluster.properties; nothing, where several nodes are of different environments. */
  readonly filesEnvironment?: Readonly<Record<string, string | undefined>>
  /** Data directory of what the others are compared with, whatever it says of itself. */
  readonly reference?: string
  readonly known: KnownNodes
  readonly passwordOf: (reference: string) => Promise<string | undefined>
  readonly hasQueue: (instanceName: string) => boolean
  readonly listener: NodeListener
  /** With which GeoServers are asked how they are. */
  readonly patience?: Patience
  readonly fileSystem: FileSystem
  readonly clock: Clock
  readonly now: () => number
}

const firstProbe = 200
const probeInterval = 30_000

/** All nodes of a cluster: those of the profile, and those that were noticed at its broker. */
export class ClusterNodes {
  readonly #options: ClusterNodesOptions
  readonly #directories: readonly DirectoryOfProfile[]
  readonly #geoServers: readonly StockGeoServer[]
  readonly #surroundings: Surroundings
  readonly #stop = new AbortController()
  /** What each node is compared with is asked for of all of them, and would be of each, by looking at all others. */
  readonly #references = new OnceATurn(() => this.#readReferences())
  #cancelProbe: () => void = () => undefined

  constructor(options: ClusterNodesOptions) {
    const { profile, brokerUrl, environment, listener, fileSystem, clock, now, directory } = options
    const { filesEnvironment, passwordOf, patience = {} } = options
    this.#options = options
    const surroundings: Surroundings = {
      now,
      fileSystem,
      listener,
      hasQueue: options.hasQueue,
      noticed: (instanceName) => options.known.get(instanceName),
      referenceFor: (instanceName) => this.referenceFor(instanceName),
      listeners: () => this.#listeners(),
      ...(filesEnvironment === undefined ? {} : { environment: filesEnvironment }),
    }
    this.#surroundings = surroundings
    this.#directories = profile.nodes.flatMap((each) =>
      each.type === 'local'
        ? new DirectoryOfProfile({
            dataDirectory: each.dataDirectory,
            isToRun: each.run,
            brokerUrl,
            environment,
            surroundings,
            clock,
          })
        : [],
    )
    this.#geoServers = profile.nodes.flatMap((node) =>
      node.type === 'geoserver'
        ? new StockGeoServer({ node, passwordOf, directory, environment, surroundings, patience })
        : [],
    )
  }

  /** Those of this machine first, then those of the profile, then those noticed. */
  get all(): readonly ClusterNode[] {
    const ofProfile = [...this.ofThisMachine, ...this.#geoServers]
    const names = new Set(ofProfile.map(({ instanceName }) => instanceName))
    const noticed = this.#options.known.all.filter(
      ({ instanceName }) => !names.has(instanceName) && instanceName !== this.#options.profile.observer,
    )
    return [...ofProfile, ...noticed.map((each) => new NoticedNode(each, this.#surroundings))]
  }

  /** GeoServers of the profile. */
  get geoServers(): readonly StockGeoServer[] {
    return this.#geoServers
  }

  /** Those whose data directories lie on this machine. */
  get ofThisMachine(): readonly ClusterNode[] {
    return this.#directories.map(({ node }) => node)
  }

  get(instanceName: string): ClusterNode | undefined {
    return this.all.find((each) => each.instanceName === instanceName)
  }

  /** @throws PLB-CLUSTER-NODE-UNKNOWN */
  required(instanceName: string): ClusterNode {
    const node = this.get(instanceName)
    if (node === undefined) throw failure('PLB-CLUSTER-NODE-UNKNOWN', { instanceName })
    return node
  }

  /** Whether somebody said that a node is what others are to equal. */
  isNamedReference({ facts }: Pick<ClusterNode, 'facts'>): boolean {
    const { reference } = this.#options
    return reference !== undefined && facts.dataDirectory === reference
  }

  /** The master a node is compared with unless another is named: of its group and on this machine, where there is one. */
  referenceFor(instanceName: string): string | undefined {
    const { named, masters, groups } = this.#references.value
    if (named !== undefined && named !== instanceName) return named
    const others = masters.filter((each) => each.instanceName !== instanceName)
    const here = others.filter(({ isHere }) => isHere)
    const ofGroup = here.find(({ group }) => group === groups.get(instanceName))
    return (ofGroup ?? here[0] ?? others[0])?.instanceName
  }

  #readReferences() {
    const seen = this.all.map((node) => ({ node, instanceName: node.instanceName, facts: node.facts }))
    const ofProfile = seen.slice(0, this.#directories.length + this.#geoServers.length)
    const masters = ofProfile.filter(({ node, facts }) => hasRole(facts, 'master') && isReadable(node))
    return {
      named: ofProfile.find((each) => this.isNamedReference(each))?.instanceName,
      masters: masters.map(({ instanceName, facts: { group, dataDirectory } }) => ({
        ...{ instanceName, group: group.value, isHere: dataDirectory !== undefined },
      })),
      // Of two by one name the first is meant.
      groups: new Map(
        seen.toReversed().map(({ instanceName, facts }) => [instanceName, facts.group.value] as const),
      ),
    }
  }

  /** Instance names of the nodes that take messages; the observer is not among them. */
  slaves(): readonly string[] {
    const { known } = this.#options
    return this.all
      .filter(({ instanceName, facts }) => {
        if (facts.dataDirectory !== undefined && facts.roles.value !== undefined)
          return hasRole(facts, 'slave')
        const noticed = known.get(instanceName)
        // A node that only publishes may have a queue from earlier, but takes nothing.
        if (noticed?.consumesNothing === true) return false
        return facts.url !== undefined || hasRole(facts, 'slave') || noticed?.hasQueue === true
      })
      .map(({ instanceName }) => instanceName)
      .toSorted()
  }

  /** Resolves when the nodes that shall run here are running or have failed. */
  async open(): Promise<void> {
    if (this.#geoServers.length > 0)
      this.#cancelProbe = repeatedly(this.#options.clock, probeInterval, () => this.probe(), firstProbe)
    await Promise.all(this.#directories.map((each) => each.open()))
  }

  /** Tries those again that gave up because there was no broker. */
  retry(): void {
    for (const each of this.#directories) each.retry()
  }

  /** @throws PLB-CLUSTER-NODE-UNKNOWN, PLB-CLUSTER-ACTION-REFUSED, and why it did not start */
  async start(instanceName: string): Promise<void> {
    await (this.#directory(instanceName) ?? this.required(instanceName)).start()
  }

  /** @throws PLB-CLUSTER-NODE-UNKNOWN, PLB-CLUSTER-ACTION-REFUSED */
  async stop(instanceName: string): Promise<void> {
    await (this.#directory(instanceName) ?? this.required(instanceName)).stop()
  }

  /** Asks every GeoServer of the profile how it is. */
  async probe(): Promise<void> {
    const { known, listener } = this.#options
    await Promise.all(
      this.#geoServers.map(async (each) => {
        await each.probe(this.#stop.signal)
        const { roles } = each.facts
        if (!this.#stop.signal.aborted && roles.value !== undefined)
          known.noticeRoles(each.instanceName, [...roles.value])
      }),
    )
    if (!this.#stop.signal.aborted) await this.#lookForSharedDirectories()
    if (!this.#stop.signal.aborted) listener.changed()
  }

  /** Only nodes that are at the same point at the same second may be on one directory, and are asked for it, once each time they are. */
  async #lookForSharedDirectories(): Promise<void> {
    const byMark = Map.groupBy(this.#geoServers, ({ peculiarities }) => peculiarities?.directoryMark ?? null)
    for (const [mark, nodes] of byMark) {
      if (mark === null || nodes.length === 1) continue
      const found = await sharingDirectory(nodes)
      for (const each of nodes) each.sharesDirectoryWith = found.get(each.instanceName) ?? null
    }
  }

  async close(): Promise<void> {
    this.#cancelProbe()
    this.#stop.abort()
    // Masters last or first makes no difference: what is unfinished is finished after the next start.
    await Promise.all(this.#directories.map((each) => each.close()))
  }

  #listeners(): readonly string[] | undefined {
    const listening = new Set(this.slaves())
    const versions = this.all.flatMap(({ instanceName, facts: { type, version } }) =>
      listening.has(instanceName) && type !== 'plumbline' ? [version.value] : [],
    )
    return versions.length > 0 && versions.every((each) => each !== undefined) ? versions : undefined
  }

  #directory(instanceName: string): DirectoryOfProfile | undefined {
    return this.#directories.find(({ node }) => node.instanceName === instanceName)
  }
}

/** All that can be asked of them. */
export type NodesOfCluster = Pick<ClusterNodes, keyof ClusterNodes>

function isReadable(node: ClusterNode): boolean {
  return node.why('read') === null && node.facts.condition !== 'silent'
}
