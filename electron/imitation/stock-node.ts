import type { Release } from '../catalog/kinds/release.ts'
import { referenceOf } from '../catalog/object.ts'
import { systemClock, type Clock } from '../scheduler/clock.ts'
import { Changes, type Published } from './memory/changes.ts'
import { clusterFile, clusterFileOf, clusterProperties } from './rest/cluster-api.ts'
import type { Answer, Request } from './rest/exchange.ts'
import { Files } from './memory/files.ts'
import { loadFiles } from './memory/load.ts'
import { Memory } from './memory/memory.ts'
import { NodeCore } from './rest/node-core.ts'
import { MapServices } from './ows/map-services.ts'
import { KeyStore } from './memory/passwords.ts'
import { Receiver, type Applied, type WireMessage } from './messages/receiver.ts'
import { recordedAnswer, recordedRelease } from './recorded/answers.ts'
import { emptyError, RestError } from './rest/rest-error.ts'
import { routesOf } from './rest/routes.ts'
import type { Router } from './rest/router.ts'
import { sampleSources, type DataSources } from './recorded/sources.ts'

export interface StockNodeOptions {
  /** Values of `cluster.properties` that differ from the module's defaults; `instanceName` at least. */
  readonly properties: Readonly<Record<string, string>>
  /** A data directory on the disk to start from. */
  readonly seed: string
  /** The address of its REST interface as links name it. */
  readonly base?: string
  /** Of GeoServer; the recorded one unless given. */
  readonly release?: Release
  /** Nodes cloned from one another have the same key, and read each other's passwords. */
  readonly key?: string
  readonly sources?: DataSources
  readonly now?: () => number
  readonly clock?: Clock
  /** Whether `/rest/cluster` shows two numbers in place of the values, as some builds do. */
  readonly patchedClusterRest?: boolean
  /** Takes what the node publishes, in order. */
  readonly publish?: (message: WireMessage) => void
}

const defaults: Readonly<Record<string, string>> = {
  CLUSTER_CONFIG_DIR: '/srv/geoserver/cluster',
  readOnly: 'disabled',
  durable: 'true',
  brokerURL: '',
  embeddedBroker: 'disabled',
  'connection.retry': '3',
  toggleMaster: 'true',
  xbeanURL: './broker.xml',
  embeddedBrokerProperties: 'embedded-broker.properties',
  topicName: 'VirtualTopic.geoserver',
  connection: 'enabled',
  toggleSlave: 'true',
  'connection.maxwait': '10000',
  group: 'geoserver-cluster',
}

/**
 * An imitation of a GeoServer with the jms-cluster module, as recordings of real ones of 2.26.2 show it, and of 2.27.6
 * where that differs: its REST interface with all its quirks, its files apart from its memory, what it publishes and what
 * it makes of messages. It is no GeoServer: it opens no data, and its maps are pictures made up of the names and styles
 * of its layers.
 */
export class StockNode {
  readonly core: NodeCore
  readonly maps: MapServices
  readonly #receiver: Receiver
  readonly #router: Router
  readonly #now: () => number
  readonly #publish: (message: WireMessage) => void
  /** Request parameters of the REST call under way become properties of the messages it causes. */
  #parameters: ReadonlyMap<string, string> = new Map()
  /** A slave that was told not to publish does so after the first message it applied. */
  #publishes: boolean
  /** Nothing is published while a message is being applied. */
  #isApplying = false
  /** Without its broker it makes a change all the same, answers an addition or a removal with an error, and tells nobody. */
  hasBroker = true

  constructor(options: StockNodeOptions) {
    const now = options.now ?? Date.now
    this.#now = now
    const files = new Files(now)
    files.load(options.seed)
    const values = new Map(Object.entries({ ...defaults, ...options.properties }))
    files.write(clusterFile, clusterFileOf(values))
    const release = options.release ?? recordedRelease
    const memory = new Memory({ files, keys: new KeyStore(options.key ?? 'seed'), release, now })
    for (const path of files.paths()) {
      if (path.endsWith('store.xml')) memory.keys.adopt(files.text(path) ?? '')
    }
    memory.persistent = values.get('readOnly') !== 'enabled'
    loadFiles(memory)
    const changes = new Changes(memory, (message) => {
      this.#send(message)
    })
    const base = options.base ?? 'http://geoserver.example:8080/geoserver/rest'
    const sources = options.sources ?? sampleSources
    this.core = new NodeCore({ memory, changes, sources, base })
    this.maps = new MapServices(this.core)
    this.#publish = options.publish ?? (() => undefined)
    this.#publishes = values.get('toggleMaster') !== 'false'
    this.#receiver = new Receiver(this.core, { clock: options.clock ?? systemClock })
    this.#router = routesOf(this.core, {
      reload: () => {
        this.reload()
      },
      fixed: (target) => recordedAnswer(target, release),
      patchedClusterRest: options.patchedClusterRest === true,
    })
  }

  /** What its clock says. */
  time(): Date {
    return new Date(this.#now())
  }

  get instanceName(): string {
    return clusterProperties(this.core).get('instanceName') ?? ''
  }

  /** Answers a request of an administrator. */
  handle(request: Request): Answer {
    const [path = '', query = ''] = request.target.split('?')
    this.#parameters = firstValues(new URLSearchParams(query))
    try {
      if (!['GET', 'POST', 'PUT', 'DELETE'].includes(request.method))
        throw request.method === 'HEAD' ? new RestError(403, '', 'page') : emptyError(403)
      return this.maps.answer(request) ?? inItsCharset(this.#router.answer(request))
    } catch (error) {
      if (!(error instanceof RestError)) throw error
      return error.answer(path)
    } finally {
      this.#parameters = new Map()
    }
  }

  /** Makes memory what the files say, and tells the cluster a part of it, which is why masters must not be reloaded. */
  reload(): void {
    const { memory, changes } = this.core
    loadFiles(memory)
    for (let count = 0; count < 5; count += 1) changes.touch()
    for (const settings of memory.catalog.ofKind('settings')) {
      changes.publish({ verb: 'add', object: settings, copies: new Map() })
    }
    for (const type of ['wmts', 'wcs', 'wfs', 'wms']) {
      const service = memory.catalog
        .ofKind('service')
        .find((each) => each.root === type && referenceOf(each, 'workspace') === undefined)
      changes.touch()
      if (service !== undefined) changes.publish({ verb: 'add', object: service, copies: new Map() })
    }
  }

  /**
   * Takes a message from its queue: acknowledged already, whatever becomes of it. After one that it could not apply the
   * node takes the next some seconds later. Messages are to be handed over one after the other.
   */
  async consume(message: WireMessage): Promise<Applied> {
    const properties = clusterProperties(this.core)
    const node = { instanceName: properties.get('instanceName') ?? '', group: properties.get('group') ?? '' }
    if (properties.get('toggleSlave') === 'false') return { outcome: 'discarded' }
    await this.#receiver.ready()
    this.#isApplying = true
    const applied = this.#receiver.apply(message, node)
    this.#isApplying = false
    if (applied.outcome === 'applied') this.#publishes = true
    if (applied.outcome === 'dropped') this.#log(applied.reason)
    this.#receiver.note(applied)
    return applied
  }

  /** All anyone ever learns of a message that could not be applied. */
  #log(reason: string): void {
    const { files } = this.core.memory
    const path = 'logs/geoserver.log'
    const line = `${this.time().toISOString()} ERROR [jms.JMSQueueListener] - ${reason}\n`
    files.write(path, `${files.text(path) ?? ''}${line}`)
  }

  #send({ handler, body, event }: Published): void {
    if (!this.#publishes || this.#isApplying) return
    if (!this.hasBroker) {
      if (event.verb === 'add' || event.verb === 'remove') throw new RestError(500, noBroker)
      return
    }
    const properties = new Map([
      ...clusterProperties(this.core),
      ...this.#parameters,
      ['JMSEventHandlerSPI', handler] as const,
    ])
    this.#publish({ properties, body })
  }
}

const noBroker =
  'javax.jms.JMSException: Uncategorized exception occurred during JMS processing; nested exception is ' +
  'javax.jms.JMSException: Error while attempting to add new Connection to the pool'

/** Plain text is Latin-1, whatever the rest is. */
function inItsCharset(answer: Answer): Answer {
  const isPlain = answer.headers['Content-Type']?.startsWith('text/plain') === true
  return isPlain && typeof answer.body === 'string'
    ? { ...answer, body: Buffer.from(answer.body, 'latin1') }
    : answer
}

function firstValues(query: URLSearchParams): ReadonlyMap<string, string> {
  return new Map([...query.keys()].map((key) => [key, query.get(key) ?? '']))
}
