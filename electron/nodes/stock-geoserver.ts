import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Profile } from '../contract/features/profiles.ts'
import { isFailure, wordingOf } from '../errors/failure.ts'
import { documentIn } from '../geoserver/document-in.ts'
import { childText } from '../xml/element.ts'
import { GeoServerClient, type GeoServerLogin } from '../geoserver/client.ts'
import type { Patience } from '../geoserver/rest-connection.ts'
import { MapServer } from '../geoserver/ows/map-server.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'
import {
  allow,
  type CatalogCall,
  type CatalogSource,
  type ClusterNode,
  type NodeAction,
  type NodeConfiguration,
  type NodeObjects,
  type ReadableCatalog,
} from './face/cluster-node.ts'
import { known, unknown, type Fact, type NodeFacts } from './face/facts.ts'
import { loginOf } from './geoserver-login.ts'
import { nothingKnown, probeGeoServer, silenceOf, type Peculiarities, type Probe } from './probe-geoserver.ts'
import { RefusingNode } from './refusing-node.ts'
import { NodeReader } from '../geoserver/reading/node-reader.ts'
import { CatalogCopies } from './stock/catalog-copies.ts'
import { StockConfiguration } from './stock/stock-configuration.ts'
import { StockObjects } from './stock/stock-objects.ts'
import type { LoggingNode } from './shared-directory.ts'
import type { Surroundings } from './surroundings.ts'
import { whyNotByRole } from './why-not.ts'

export type GeoServerOfProfile = Extract<Profile['nodes'][number], { type: 'geoserver' }>

export interface StockGeoServerOptions {
  readonly node: GeoServerOfProfile
  readonly passwordOf: (reference: string) => Promise<string | undefined>
  /** Where copies of its catalog may lie; this cluster's own. */
  readonly directory: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly surroundings: Surroundings
  /** With which it is asked how it is. */
  readonly patience: Patience
}

/** A GeoServer with the clustering module, reached over REST. */
export class StockGeoServer extends RefusingNode implements ClusterNode, LoggingNode {
  readonly instanceName: string
  readonly #options: StockGeoServerOptions
  #probed: (Probe & { readonly at: number }) | undefined
  readonly #copies: CatalogCopies
  readonly #configuration: StockConfiguration
  readonly #objects: StockObjects

  constructor(options: StockGeoServerOptions) {
    super()
    this.instanceName = options.node.instanceName
    this.#options = options
    const { directory, environment, surroundings } = options
    const client = () => this.#client()
    const reader = new NodeReader(async (patience) => (await client()).patient(patience))
    this.#copies = new CatalogCopies({
      instanceName: this.instanceName,
      directory: join(directory, 'copies'),
      ...{ reader, client },
    })
    this.#configuration = new StockConfiguration({
      client,
      reader,
      now: surroundings.now,
      directory: join(directory, 'geoservers', encodeURIComponent(this.instanceName)),
      environment,
      fileSystem: surroundings.fileSystem,
      check: (action) => {
        allow(this, action)
      },
    })
    this.#objects = new StockObjects({ client, group: () => this.facts.group.value })
  }

  override get configuration(): NodeConfiguration {
    return this.#configuration
  }

  override get objects(): NodeObjects {
    return this.#objects
  }

  /** What is peculiar to a GeoServer, as it said when it answered last. */
  get peculiarities(): Peculiarities | undefined {
    return this.#probed?.peculiarities
  }

  get facts(): NodeFacts {
    const { node, surroundings } = this.#options
    const noticed = surroundings.noticed(this.instanceName)
    const probed = this.#probed
    const whyUnknown = probed?.trouble ?? probed?.remark ?? say('nodeActions.noAnswerYet')
    const fact = <Value>(said: Value | undefined | null, heard?: Value | null): Fact<Value> => {
      if (said !== undefined && said !== null && probed !== undefined) return known(said, probed.at)
      if (heard !== undefined && heard !== null) return known(heard, noticed?.lastMessageAt ?? 0)
      return unknown(whyUnknown)
    }
    const connection = probed?.connection === 'unknown' ? undefined : probed?.connection
    const heard = noticed?.connection === 'unknown' ? undefined : noticed?.connection
    return {
      type: noticed?.type === 'plumbline' ? 'plumbline' : 'geoserver',
      dataDirectory: undefined,
      url: node.url,
      roles: fact(probed?.roles, noticed?.roles),
      group: fact(probed?.group, noticed?.group),
      topicName: fact(probed?.topicName),
      version: fact(probed?.version),
      configured: fact(connection, heard),
      effective: unknown(say('nodeActions.noConnectionOverRest')),
      condition: probed === undefined ? 'unknown' : probed.trouble === null ? 'answering' : 'silent',
      engine: unknown(say('nodeActions.noEngine')),
      isToRun: false,
      lastError:
        probed === undefined || probed.trouble === null
          ? undefined
          : { message: probed.trouble, at: probed.at },
      remark: probed?.remark ?? undefined,
      lastMessageAt: noticed?.lastMessageAt ?? undefined,
    }
  }

  why(action: NodeAction): Wording | null {
    const { facts, instanceName } = this
    const { surroundings } = this.#options
    const byRole = () => whyNotByRole(action, instanceName, facts, surroundings.referenceFor)
    switch (action) {
      case 'read':
        return facts.version.value === undefined ? facts.version.why : null
      // Whether it answers is found out by asking: its maps may be where its REST interface is not.
      case 'maps':
        return null
      case 'compare':
        return this.why('read') ?? byRole()
      case 'resync':
        return this.why('read') ?? byRole() ?? this.#whyNoResync()
      case 'edit':
        return this.why('read') ?? byRole() ?? this.#whyNotNow()
      case 'forget':
        return say('nodeActions.inProfile')
      case 'saveProperties':
        return say('nodeActions.propertiesElsewhere')
      case 'pause':
      case 'resume':
        return say('nodeActions.geoServerNeverPaused')
      case 'start':
      case 'stop':
      case 'reload':
        return say('nodeActions.notOnThisMachine')
    }
  }

  /** A node that does not answer, or is another one than was meant, is not changed. */
  #whyNotNow(): Wording | null {
    const { trouble = null, peculiarities } = this.#probed ?? {}
    return trouble ?? (peculiarities?.readOnly === true ? say('nodeActions.readOnlyMaster') : null)
  }

  #whyNoResync(): Wording | null {
    const trouble = this.#probed?.trouble ?? null
    if (trouble !== null) return trouble
    if (this.facts.group.value === undefined) return this.facts.group.why
    // It keeps what it takes in memory alone, where a comparison of files would not find it.
    return this.#probed?.peculiarities.readOnly === true ? say('nodeActions.readOnlySlave') : null
  }

  /** Instance names of nodes that were seen to lie on its data directory; null while that cannot be told. */
  sharesDirectoryWith: readonly string[] | null = null

  /** See {@link LoggingNode.logTime}. */
  async logTime(stirs: boolean): Promise<string | undefined> {
    const { connection } = await this.#client()
    const metadata = 'rest/resource/logs/geoserver.log?operation=metadata&format=xml'
    try {
      if (stirs) await connection.get(`rest/resource/plumbline-${randomUUID()}`)
      const answer = await connection.get(metadata)
      const document = answer && documentIn(answer)
      return document && childText(document, 'lastModified')
    } catch (error) {
      if (isFailure(error)) return undefined
      throw error
    }
  }

  /** Asks it how it is. */
  async probe(signal: AbortSignal): Promise<void> {
    const { node, surroundings, patience } = this.#options
    const { listener } = surroundings
    try {
      const probe = await probeGeoServer((await this.#client()).patient(patience), node.instanceName, signal)
      const { silence = null } = this.#probed?.peculiarities ?? {}
      this.#probed = { ...probe, at: surroundings.now() }
      // What it was meanwhile nobody knows.
      if (silence !== null) listener.restarted(this.instanceName)
      const { directoryMark } = probe.peculiarities
      if (directoryMark !== null) listener.seen(this.instanceName, directoryMark)
    } catch (error) {
      const before = this.#probed ?? nothingKnown
      const peculiarities = { ...before.peculiarities, silence: silenceOf(error) }
      this.#probed = { ...before, peculiarities, trouble: wordingOf(error), at: surroundings.now() }
    }
  }

  override async withCatalog<Result>(
    call: CatalogCall,
    action: (found: ReadableCatalog) => Promise<Result>,
  ): Promise<Result> {
    allow(this, 'read')
    return this.#copies.use(call, action)
  }

  override async source(): Promise<CatalogSource> {
    allow(this, 'read')
    return { at: 'rest', login: await this.#login(), version: this.facts.version.value }
  }

  override async maps(): Promise<MapServer> {
    const login = await this.#login()
    return new MapServer({ ...login, url: this.#options.node.serviceUrl ?? login.url })
  }

  async #client(): Promise<GeoServerClient> {
    return new GeoServerClient(await this.#login())
  }

  async #login(): Promise<GeoServerLogin> {
    const { node, passwordOf } = this.#options
    const secretAt = async (reference: string | null | undefined) =>
      reference === null || reference === undefined ? undefined : passwordOf(reference)
    return loginOf(node, await secretAt(node.passwordReference), await secretAt(node.passphraseReference))
  }
}
