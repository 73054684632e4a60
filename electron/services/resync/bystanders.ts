import type { ResyncReport } from '../../contract/features/resync.ts'
import { isFailure, wordingOf } from '../../errors/failure.ts'
import { GeoServerClient } from '../../geoserver/client.ts'
import { readRevision } from '../../geoserver/reading/revision.ts'
import type { ClusterNode } from '../../nodes/face/cluster-node.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

/** How many messages the queue of each node ever took, as far as that is counted. */
type Enqueued = () => Promise<ReadonlyMap<string, number>>
type Other = ResyncReport['others'][number]

type Mark = { readonly mark: string } | { readonly why: Wording }

/**
 * What is another text once a node changed or received anything: what its engine counts, or what a GeoServer does, in
 * one request.
 */
async function markOf(node: ClusterNode): Promise<Mark> {
  const engine = node.facts.engine.value
  if (engine !== undefined) {
    // What it ignored was not meant for it.
    const { applied, failed, parked } = engine.inbox
    return { mark: JSON.stringify([applied, failed, parked, engine.outbox]) }
  }
  if (node.facts.url === undefined) return { why: say('resync.notLookedAt') }
  try {
    const source = await node.source()
    if (source.at === 'directory') return { why: say('resync.notLookedAt') }
    const { updateSequence, lastModified } = await readRevision(new GeoServerClient(source.login))
    return { mark: `${updateSequence ?? ''} ${lastModified ?? ''}` }
  } catch (error) {
    if (isFailure(error)) return { why: wordingOf(error) }
    throw error
  }
}

/** Looks at the other nodes before something is done to one, and tells afterwards whether they stayed as they were. */
export class Bystanders {
  readonly #nodes: readonly ClusterNode[]
  readonly #reference: ClusterNode
  readonly #before: ReadonlyMap<string, Mark>
  readonly #enqueued: Enqueued
  readonly #enqueuedBefore: ReadonlyMap<string, number>

  private constructor(
    nodes: readonly ClusterNode[],
    reference: ClusterNode,
    before: ReadonlyMap<string, Mark>,
    enqueued: { readonly count: Enqueued; readonly before: ReadonlyMap<string, number> },
  ) {
    this.#nodes = nodes
    this.#reference = reference
    this.#before = before
    this.#enqueued = enqueued.count
    this.#enqueuedBefore = enqueued.before
  }

  /** @param reference what they follow, which may change meanwhile for reasons of its own */
  static async look(
    nodes: readonly ClusterNode[],
    reference: ClusterNode,
    count: Enqueued,
  ): Promise<Bystanders> {
    const [marks, before] = await Promise.all([marksOf([reference, ...nodes]), count()])
    return new Bystanders(nodes, reference, marks, { count, before })
  }

  async lookAgain(): Promise<readonly Other[]> {
    const [after, enqueued] = await Promise.all([
      marksOf([this.#reference, ...this.#nodes]),
      this.#enqueued(),
    ])
    const hasChanged = (instanceName: string): boolean | undefined => {
      const [before, now] = [this.#before.get(instanceName), after.get(instanceName)]
      if (before === undefined || now === undefined || !('mark' in before) || !('mark' in now))
        return undefined
      return before.mark !== now.mark
    }
    return this.#nodes
      .filter(({ instanceName }) => instanceName !== this.#reference.instanceName)
      .map(({ instanceName }): Other => {
        const [first, last] = [this.#enqueuedBefore.get(instanceName), enqueued.get(instanceName)]
        const queue = first === undefined || last === undefined ? null : { before: first, after: last }
        const changed = hasChanged(instanceName)
        if (changed === undefined) {
          const blind = [this.#before.get(instanceName), after.get(instanceName)].find(
            (each) => each !== undefined && 'why' in each,
          )
          return {
            instanceName,
            state: 'unknown',
            reason: blind !== undefined && 'why' in blind ? blind.why : null,
            queue,
          }
        }
        if (!changed) return { instanceName, state: 'untouched', reason: null, queue }
        const state = hasChanged(this.#reference.instanceName) === true ? 'followed' : 'changed'
        return { instanceName, state, reason: null, queue }
      })
  }
}

async function marksOf(nodes: readonly ClusterNode[]): Promise<ReadonlyMap<string, Mark>> {
  const marks = await Promise.all(nodes.map(async (node) => [node.instanceName, await markOf(node)] as const))
  return new Map(marks)
}
