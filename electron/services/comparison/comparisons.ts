import type { DriftData } from '../../contract/shared.ts'
import { failure } from '../../errors/failure.ts'
import {
  allow,
  placeOf,
  type CatalogCall,
  type ClusterNode,
  type ReadableCatalog,
} from '../../nodes/face/cluster-node.ts'
import type { OpenCluster } from '../cluster/open-cluster.ts'
import type { Directories } from '../directories/directories.ts'
import type { Verdicts } from './verdicts.ts'
import { withBoth } from './with-both.ts'
import { say } from '../../sentences/say.ts'

export interface ComparisonsOptions {
  readonly directories: Directories
  readonly required: () => OpenCluster
  readonly verdicts: Verdicts
  readonly now: () => number
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
   * Compares a node with its reference as both lie there now. What differs because a change was under way is compared
   * again.
   * @throws PLB-CLUSTER-NODE-UNKNOWN, PLB-CLUSTER-ACTION-REFUSED, PLB-ENGINE-SAME-DIRECTORY; what comparing throws
   */
  async compare(reference: string, instanceName: string, call: CatalogCall): Promise<DriftData> {
    const { nodes } = this.#options.required()
    return this.between(nodes.required(reference), nodes.required(instanceName), call)
  }

  /**
   * Lets several nodes be compared with one reference, which is read once for all of them as long as it does not change.
   * @throws PLB-CLUSTER-NODE-UNKNOWN, PLB-CLUSTER-ACTION-REFUSED; what reading the reference throws
   */
  async withReference(
    reference: string,
    call: CatalogCall,
    compareEach: (call: CatalogCall) => Promise<void>,
  ): Promise<void> {
    const node = this.#options.required().nodes.required(reference)
    await node.withCatalog(call, () => compareEach({ ...call, shares: true }))
  }

  /** As {@link compare}, of nodes of which two may go by one name, as a copy does. */
  async between(left: ClusterNode, right: ClusterNode, call: CatalogCall): Promise<DriftData> {
    const { verdicts } = this.#options
    const [reference, instanceName] = [left.instanceName, right.instanceName]
    for (const node of [left, right]) allow(node, 'read')
    if (placeOf(left) === placeOf(right)) {
      throw failure('PLB-ENGINE-SAME-DIRECTORY', { directory: placeOf(right) })
    }
    for (let attempt = 1; ; attempt += 1) {
      const before = verdicts.happened
      const marks: Record<string, string> = {}
      // Made again, it is made of what lies there by then.
      const reading = attempt === 1 ? call : { ...call, shares: false }
      const drift = await withBoth([left, right], reading, (reference, slave) => {
        if (reference.mark !== undefined) marks[left.instanceName] = reference.mark
        if (slave.mark !== undefined) marks[right.instanceName] = slave.mark
        return this.#compare(reference, slave, call)
      })
      const isSettled = verdicts.happened === before && !isBusy(right)
      if (drift.equal || isSettled || attempt === attemptLimit) {
        return verdicts.record({ instanceName, reference, drift, marks }, before)
      }
      call.onProgress?.(say('comparison.somethingChangedMeanwhileComparing'))
    }
  }

  #compare(
    reference: ReadableCatalog,
    slave: ReadableCatalog,
    { signal, onProgress }: CatalogCall,
  ): Promise<DriftData> {
    const { now, directories } = this.#options
    return directories.compare({
      reference,
      slave,
      at: now(),
      signal,
      ...(onProgress === undefined ? {} : { onProgress }),
    })
  }
}

/** Whether a node has messages it did not finish. */
function isBusy({ facts }: ClusterNode): boolean {
  return (facts.engine.value?.inbox.received ?? 0) > 0
}
