import { failure } from '../errors/failure.ts'
import type { Wording } from '../sentences/sentence.ts'
import {
  allow,
  type CatalogCall,
  type CatalogSource,
  type CatalogView,
  type ClusterNode,
  type NodeAction,
  type NodeConfiguration,
  type NodeDelivery,
  type NodeObjects,
  type NodeProperties,
  type SavedProperties,
  type ReadableCatalog,
  type UnfinishedEvent,
  type UnusualFile,
} from './face/cluster-node.ts'
import type { MapServer } from '../geoserver/ows/map-server.ts'
import type { NodeFacts } from './face/facts.ts'

/** A node that can do nothing and says of each thing why; others can do more. */
export abstract class RefusingNode implements ClusterNode {
  abstract readonly instanceName: string
  abstract readonly facts: NodeFacts
  abstract why(action: NodeAction): Wording | null

  protected readonly refusedConfiguration: NodeConfiguration = {
    view: async (): Promise<CatalogView> => this.#cannot('read'),
    plan: async () => this.#cannot('edit'),
    publish: async () => this.#cannot('edit'),
    madeBefore: async () => undefined,
    historyOf: async () => [],
    removals: async () => [],
    changeOf: async () => [],
  }

  get configuration(): NodeConfiguration {
    return this.refusedConfiguration
  }

  get objects(): NodeObjects | undefined {
    return undefined
  }

  get delivery(): NodeDelivery | undefined {
    return undefined
  }

  async withCatalog<Result>(
    _call: CatalogCall,
    _action: (found: ReadableCatalog) => Promise<Result>,
  ): Promise<Result> {
    return this.#cannot('read')
  }

  async source(): Promise<CatalogSource> {
    return this.#cannot('read')
  }

  async maps(): Promise<MapServer> {
    return this.#cannot('maps')
  }

  properties(): NodeProperties {
    return this.#cannot('saveProperties')
  }

  saveProperties(_changes: Readonly<Record<string, string>>, _others: readonly string[]): SavedProperties {
    return this.#cannot('saveProperties')
  }

  async start(): Promise<void> {
    this.#cannot('start')
  }

  async stop(): Promise<void> {
    this.#cannot('stop')
  }

  async pause(): Promise<void> {
    this.#cannot('pause')
  }

  async resume(): Promise<void> {
    this.#cannot('resume')
  }

  async reload(): Promise<readonly UnusualFile[]> {
    return this.#cannot('reload')
  }

  async unfinished(): Promise<readonly UnfinishedEvent[]> {
    return []
  }

  async acknowledge(_conflict: number): Promise<void> {
    // It has none.
  }

  async provedEqual(_at: number): Promise<void> {
    // It keeps no account of what it missed.
  }

  #cannot(action: NodeAction): never {
    allow(this, action)
    const { instanceName } = this
    throw failure('PLB-CLUSTER-ACTION-REFUSED', { instanceName, reason: action })
  }
}
