import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'
import type { ClusterNode, NodeAction } from './face/cluster-node.ts'
import { known, unknown, type NodeFacts } from './face/facts.ts'
import type { KnownNode } from './known-nodes.ts'
import { RefusingNode } from './refusing-node.ts'
import type { Surroundings } from './surroundings.ts'

/** A node that is known only from its messages or its queue. */
export class NoticedNode extends RefusingNode implements ClusterNode {
  readonly instanceName: string
  readonly #noticed: KnownNode
  readonly #surroundings: Surroundings

  constructor(noticed: KnownNode, surroundings: Surroundings) {
    super()
    this.instanceName = noticed.instanceName
    this.#noticed = noticed
    this.#surroundings = surroundings
  }

  get facts(): NodeFacts {
    const { type, roles, group, connection, lastMessageAt } = this.#noticed
    const at = lastMessageAt ?? 0
    const unreachable = unknown(say('nodeActions.unreachable'))
    return {
      type,
      dataDirectory: undefined,
      url: undefined,
      roles: known(roles, at),
      group: group === null ? unreachable : known(group, at),
      topicName: unreachable,
      version: unreachable,
      configured: connection === 'unknown' ? unreachable : known(connection, at),
      effective: unreachable,
      condition: 'unknown',
      engine: unreachable,
      isToRun: false,
      lastError: undefined,
      remark: undefined,
      lastMessageAt: lastMessageAt ?? undefined,
    }
  }

  why(action: NodeAction): Wording | null {
    if (action !== 'forget') return say('nodeActions.unreachable')
    return this.#surroundings.hasQueue(this.instanceName) ? say('nodeActions.hasQueue') : null
  }
}
