import type { Catalog } from '../../catalog/catalog.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type { Node } from '../../engine/node/node.ts'
import { readNodeStateInTurns, type NodeState } from '../../engine/resync/compare.ts'
import { failure } from '../../errors/failure.ts'
import { DirectoryRoot } from '../../storage/directory-root.ts'
import { localFileSystem } from '../../storage/files.ts'
import type { ClusterAccess, LocalNode } from '../cluster/open-cluster.ts'

/** What a node holds, as far as it can be seen from here. */
export interface SeenCatalog {
  readonly catalog: Catalog
  readonly styleBody: (style: CatalogObject) => string | undefined
  /** The node itself, when it runs here. */
  readonly node: Node | undefined
}

/** Whether the configuration can be changed on a node, and where else when it cannot. */
export interface Editability {
  readonly instanceName: string
  readonly editable: boolean
  readonly why: string | null
  readonly masterInstead: string | null
}

/** How long a data directory counts as read, in milliseconds; screens ask for several things at once. */
const freshFor = 3_000

/** The catalogs of the nodes of this machine: of running ones as they are, of others as their files say. */
export class Catalogs {
  readonly #cluster: ClusterAccess
  readonly #now: () => number
  readonly #read = new Map<string, { readonly at: number; readonly state: Promise<NodeState> }>()

  constructor(cluster: ClusterAccess, now: () => number) {
    this.#cluster = cluster
    this.#now = now
  }

  /** @throws PLB-CLUSTER-NOT-OPEN, PLB-CLUSTER-NODE-UNKNOWN, PLB-STORAGE-… */
  async of(instanceName: string): Promise<SeenCatalog> {
    const local = this.#local(instanceName)
    const { node } = local
    if (node !== undefined) {
      return { catalog: node.catalog, styleBody: (style) => node.styleBody(style), node }
    }
    const state = await this.#stateOf(local.dataDirectory)
    const styleBody = (style: CatalogObject): string | undefined => {
      const bytes = state.body(style)
      return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8')
    }
    return { catalog: state.catalog, styleBody, node: undefined }
  }

  /**
   * The node, which is a master and runs here.
   * @throws PLB-ENGINE-NOT-A-MASTER, PLB-CLUSTER-NODE-ELSEWHERE, PLB-CLUSTER-NODE-UNKNOWN, PLB-CLUSTER-NOT-OPEN
   */
  editable(instanceName: string): Node {
    const local = this.#local(instanceName)
    const reason = refusalOf(local)
    if (reason === undefined && local.node !== undefined) return local.node
    if (local.configuration?.toggleMaster === false) {
      throw failure('PLB-ENGINE-NOT-A-MASTER', { instanceName, group: local.configuration.group })
    }
    const refusal = `it ${reason ?? 'is not running here'}`
    throw failure('PLB-CLUSTER-ACTION-REFUSED', { instanceName, reason: refusal })
  }

  nodes(): Editability[] {
    const local = this.#cluster.required().localNodes
    const masters = local.filter((each) => refusalOf(each) === undefined)
    return local.map((each) => {
      const reason = refusalOf(each)
      const group = each.configuration?.group
      const instead = masters.find(({ configuration }) => configuration?.group === group) ?? masters[0]
      return {
        instanceName: each.instanceName,
        editable: reason === undefined,
        why: reason === undefined ? null : `${each.instanceName} ${reason}.`,
        masterInstead: reason === undefined ? null : (instead?.instanceName ?? null),
      }
    })
  }

  #local(instanceName: string): LocalNode {
    const cluster = this.#cluster.required()
    const local = cluster.localNode(instanceName)
    if (local !== undefined) return local
    if (cluster.slaves().includes(instanceName)) {
      const reason = 'its data directory is not on this machine'
      throw failure('PLB-CLUSTER-NODE-ELSEWHERE', { instanceName, reason })
    }
    throw failure('PLB-CLUSTER-NODE-UNKNOWN', { instanceName })
  }

  #stateOf(directory: string): Promise<NodeState> {
    for (const [each, { at }] of this.#read) if (this.#now() - at >= freshFor) this.#read.delete(each)
    const known = this.#read.get(directory)
    if (known !== undefined) return known.state
    const state = readNodeStateInTurns(new DirectoryRoot(directory, localFileSystem))
    this.#read.set(directory, { at: this.#now(), state })
    // Whoever asked hears why; who asks again has it tried again.
    state.catch(() => this.#read.delete(directory))
    return state
  }
}

/** Why the configuration cannot be changed on a node, as the rest of a sentence about it; undefined when it can. */
function refusalOf({ configuration, node, failure: because }: LocalNode): string | undefined {
  if (configuration === undefined) return 'has a cluster.properties that cannot be read'
  if (!configuration.toggleMaster) return 'is a slave; what is changed on it reaches no other node'
  if (configuration.readOnly) return 'has readOnly=enabled and writes no files'
  if (node === undefined) {
    const reason = because === undefined ? '' : ` (${because.message})`
    return `is not running here, so that a change could not be published${reason}`
  }
  return undefined
}
