import { dirname, join } from 'node:path'
import type { Clock } from '../../broker/clock.ts'
import type { Profile } from '../../contract/features/profiles.ts'
import { failure, wordingOf } from '../../errors/failure.ts'
import type { GeoServerClient } from '../../geoserver/client.ts'
import { catalogFiles } from '../../geoserver/reading/catalog-files.ts'
import { createFileSystem } from '../../storage/files.ts'
import { nodeFileSystemCalls } from '../../storage/file-system-calls.ts'
import type { ApplicationEvents } from '../application-events.ts'
import type { OpenCluster } from '../cluster/open-cluster.ts'
import type { RunningCluster } from '../cluster/running-cluster.ts'
import type { EventHub } from '../event-hub.ts'
import { openGeoServer } from './geoserver-client.ts'
import type { RemoteFacts } from './node-facts.ts'
import { probeGeoServer } from './probe-geoserver.ts'

type GeoServerNode = Extract<Profile['nodes'][number], { type: 'geoserver' }>

export interface RemoteNodesOptions {
  readonly current: () => RunningCluster | undefined
  readonly passwordOf: (reference: string) => Promise<string | undefined>
  readonly hub: EventHub<ApplicationEvents>
  readonly clock: Clock
}

const firstProbe = 200
const probeInterval = 30_000

/** A copy that is removed again need not outlive a power cut. */
const hastyFileSystem = createFileSystem({
  ...nodeFileSystemCalls,
  sync: () => undefined,
  syncDirectory: () => undefined,
})

/** The GeoServers of the profile: asks each now and then how it is, and copies its catalog when it is to be compared. */
export class RemoteNodes {
  readonly #options: RemoteNodesOptions
  readonly #facts = new Map<string, RemoteFacts>()
  readonly #stop = new AbortController()
  #cancelTimer: () => void = () => undefined
  #copies = 0

  constructor(options: RemoteNodesOptions) {
    this.#options = options
    options.hub.on(
      'cluster',
      ({ state }) => {
        if (state === 'closed') this.#facts.clear()
        else if (state === 'open' && this.#facts.size === 0) this.#schedule(firstProbe)
      },
      this.#stop.signal,
    )
  }

  stop(): void {
    this.#cancelTimer()
    this.#stop.abort()
  }

  facts(instanceName: string): RemoteFacts | undefined {
    return this.#facts.get(instanceName)
  }

  /** Those that publish changes, as far as they answer. */
  get masters(): readonly string[] {
    return [...this.#facts].flatMap(([name, { roles, trouble }]) =>
      roles.includes('master') && trouble === null ? [name] : [],
    )
  }

  /** Those that take changes, as far as they answer. */
  get slaves(): readonly string[] {
    return [...this.#facts].flatMap(([name, { roles, trouble }]) =>
      roles.includes('slave') && trouble === null ? [name] : [],
    )
  }

  /** Asks every GeoServer of the profile how it is. */
  async probe(): Promise<void> {
    const { current, hub } = this.#options
    const cluster = current()
    const nodes = (cluster?.profile.nodes ?? []).filter((each) => each.type === 'geoserver')
    await Promise.all(
      nodes.map(async (node) => {
        const facts = await this.#probe(node)
        if (current() === cluster && !this.#stop.signal.aborted) this.#take(cluster, node.instanceName, facts)
      }),
    )
    if (nodes.length > 0) hub.emit('nodes', undefined)
  }

  /**
   * Copies the catalog of a GeoServer into a directory, which is removed again after the action.
   * @throws PLB-CLUSTER-NODE-ELSEWHERE when the profile has no such GeoServer; PLB-GEOSERVER-…
   */
  async withCopy<Result>(
    cluster: OpenCluster,
    instanceName: string,
    call: { readonly signal: AbortSignal; readonly onProgress?: (message: string) => void },
    action: (directory: string) => Promise<Result>,
  ): Promise<Result> {
    const node = cluster.profile.nodes.find(
      (each) => each.type === 'geoserver' && each.instanceName === instanceName,
    )
    if (node?.type !== 'geoserver') {
      const reason =
        'its data directory does not lie on this machine, and the profile does not say where its REST interface is'
      throw failure('PLB-CLUSTER-NODE-ELSEWHERE', { instanceName, reason })
    }
    this.#copies += 1
    const directory = join(cluster.directory, 'copies', `${encodeURIComponent(instanceName)}-${this.#copies}`)
    hastyFileSystem.removeDirectory(directory)
    hastyFileSystem.makeDirectory(directory, { mode: 0o700 })
    try {
      const client = await this.#client(node)
      let files = 0
      for await (const { path, content } of catalogFiles(client, { signal: call.signal })) {
        const place = join(directory, ...path)
        hastyFileSystem.makeDirectory(dirname(place))
        hastyFileSystem.writeAtomically(place, content)
        files += 1
        if (files % 50 === 0) call.onProgress?.(`Reading ${instanceName}: ${files} files`)
      }
      return await action(directory)
    } finally {
      hastyFileSystem.removeDirectory(directory)
    }
  }

  #take(cluster: RunningCluster | undefined, instanceName: string, facts: RemoteFacts): void {
    this.#facts.set(instanceName, facts)
    cluster?.known.noticeRoles(instanceName, [...facts.roles])
  }

  #schedule(milliseconds: number): void {
    this.#cancelTimer()
    this.#cancelTimer = this.#options.clock.after(milliseconds, () => {
      void this.probe().finally(() => {
        if (!this.#stop.signal.aborted && this.#options.current() !== undefined) this.#schedule(probeInterval)
      })
    })
  }

  async #probe(node: GeoServerNode): Promise<RemoteFacts> {
    const { url, instanceName } = node
    const before = this.#facts.get(instanceName)
    try {
      return await probeGeoServer(await this.#client(node), url, instanceName, this.#stop.signal)
    } catch (error) {
      const trouble = wordingOf(error)
      return {
        url,
        version: null,
        roles: [],
        group: null,
        connection: 'unknown',
        remark: null,
        ...before,
        trouble,
      }
    }
  }

  async #client(node: GeoServerNode): Promise<GeoServerClient> {
    const { passwordReference } = node
    const password =
      passwordReference === null ? undefined : await this.#options.passwordOf(passwordReference)
    return openGeoServer(node, password)
  }
}
