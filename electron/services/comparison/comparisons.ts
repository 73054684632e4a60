import type { DriftForm } from '../../contract/features/shared.ts'
import { failure } from '../../errors/failure.ts'
import type { LocalNode, OpenCluster } from '../cluster/open-cluster.ts'
import { compareDirectories } from './compare-directories.ts'
import type { Verdicts } from './verdicts.ts'
import type { RemoteNodes } from '../inventory/remote-nodes.ts'

export interface ComparisonsOptions {
  readonly required: () => OpenCluster
  readonly verdicts: Verdicts
  readonly now: () => number
  /** Makes a directory with the catalog of a node that runs elsewhere, for as long as the action takes. */
  readonly withCopy: RemoteNodes['withCopy']
  readonly compare?: typeof compareDirectories
}

interface CompareCall {
  readonly signal: AbortSignal
  readonly onProgress?: (message: string) => void
}

/** How often a comparison is made again because something changed while it was made. */
const attemptLimit = 3

/** Compares nodes; what came of it becomes a verdict. */
export class Comparisons {
  readonly #options: ComparisonsOptions

  constructor(options: ComparisonsOptions) {
    this.#options = options
  }

  /**
   * Compares a node with its reference as both lie on the disk. What differs because a change was under way is
   * compared again.
   * @throws PLB-CLUSTER-NODE-UNKNOWN, PLB-CLUSTER-NODE-ELSEWHERE, PLB-ENGINE-SAME-DIRECTORY; what comparing throws
   */
  async compare(reference: string, instanceName: string, call: CompareCall): Promise<DriftForm> {
    const { required, verdicts } = this.#options
    const cluster = required()
    const [left, right] = [cluster.localNode(reference), cluster.localNode(instanceName)]
    if (left !== undefined && left.dataDirectory === right?.dataDirectory) {
      throw failure('PLB-ENGINE-SAME-DIRECTORY', { directory: left.dataDirectory })
    }
    for (let attempt = 1; ; attempt += 1) {
      const before = verdicts.happened
      const drift = await this.#withDirectory(cluster, reference, call, (leftDirectory) =>
        this.#withDirectory(cluster, instanceName, call, (rightDirectory) =>
          this.#compare(leftDirectory, rightDirectory, call),
        ),
      )
      const isSettled = verdicts.happened === before && !isBusy(right)
      if (drift.equal || isSettled || attempt === attemptLimit) {
        verdicts.record({ instanceName, reference, drift }, before)
        return drift
      }
      call.onProgress?.('Something changed meanwhile; comparing again')
    }
  }

  async #withDirectory<Result>(
    cluster: OpenCluster,
    instanceName: string,
    call: CompareCall,
    action: (directory: string) => Promise<Result>,
  ): Promise<Result> {
    const local = cluster.localNode(instanceName)
    if (local !== undefined) return action(local.dataDirectory)
    call.onProgress?.(`Reading ${instanceName}`)
    return this.#options.withCopy(cluster, instanceName, call, action)
  }

  #compare(reference: string, slave: string, { signal, onProgress }: CompareCall): Promise<DriftForm> {
    const { now, compare = compareDirectories } = this.#options
    return compare({
      reference,
      slave,
      at: now(),
      signal,
      ...(onProgress === undefined ? {} : { onProgress }),
    })
  }
}

/** A node whose data directory can be read here. */
export function localNode(cluster: OpenCluster, instanceName: string): LocalNode {
  const found = cluster.localNode(instanceName)
  if (found !== undefined) return found
  const isKnown = cluster.slaves().includes(instanceName)
  if (!isKnown) throw failure('PLB-CLUSTER-NODE-UNKNOWN', { instanceName })
  throw failure('PLB-CLUSTER-NODE-ELSEWHERE', {
    instanceName,
    reason: 'its data directory does not lie on this machine',
  })
}

/**
 * The master a slave is compared with unless another is named: of its group, and readable here.
 * @param elsewhere masters that can be read over REST
 */
export function referenceFor(
  cluster: OpenCluster,
  instanceName: string,
  elsewhere: readonly string[] = [],
): string | undefined {
  const slave = cluster.localNode(instanceName)
  const masters = cluster.localNodes.filter(
    ({ configuration, instanceName: name }) => configuration?.toggleMaster === true && name !== instanceName,
  )
  const group = slave?.configuration?.group
  const here = masters.find(({ configuration }) => configuration?.group === group) ?? masters[0]
  return here?.instanceName ?? elsewhere.find((name) => name !== instanceName)
}

/** Whether a node has messages it did not finish. */
function isBusy(local: LocalNode | undefined): boolean {
  return local?.node !== undefined && local.node.status.inbox.received > 0
}
